/** The static part of the ensemble, in parts, and on one fold of the public table. */
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../../models/backend.ts';
import { seededRandom } from '../../../models/linear/random.ts';
import { fitEncoder } from '../../../models/survival/encode-columns.ts';
import { FLCHAIN_COLUMNS, readFlchain } from '../../../models/survival/flchain.ts';
import { netIncidence, trainHazardNet } from '../../../models/survival/hazard-net.ts';
import { checkPublicTable } from '../../../models/survival/public-table.ts';
import { minimiseOnSimplex, stackCurves } from '../../../models/survival/stack-curves.ts';
import { dealFolds } from '../../../models/survival/static-ensemble.ts';

beforeAll(async () => {
  await openBackend();
});

describe('the public table', () => {
  const table = readFlchain();
  test('is read whole, without the column that leaks', () => {
    expect([table.time.length, table.columns]).toEqual([7874, 8]);
    expect(table.event.reduce((sum, e) => sum + e, 0)).toBe(2169);
    expect(Array.from(table.x.subarray(0, 8))).toEqual([97, 0, 1997, 5.7, 4.86, 10, 1.7, 0]);
    expect(FLCHAIN_COLUMNS).not.toContain('chapter');
  });
  test('folds share nobody', () => {
    const folds = dealFolds([...table.time.keys()], 5, 1);
    expect(new Set(folds.flat()).size).toBe(7874);
    expect(Math.max(...folds.map((f) => f.length)) - Math.min(...folds.map((f) => f.length))).toBe(1);
  });
  test('on one fold the stacked part beats Kaplan–Meier and is not worse than its members', {
    timeout: 180_000,
  }, async () => {
    const { figures, folds } = await checkPublicTable(async () => {}, 1);
    expect(folds).toBe(1);
    const of = (name: string) => figures.find(({ model }) => model === name)!;
    expect(of('kaplan-meier').c).toBe(0.5);
    expect(of('stacked').ibs).toBeLessThan(0.75 * of('kaplan-meier').ibs);
    expect(of('stacked').c).toBeGreaterThan(0.78);
    for (const member of ['cox', 'forest', 'net']) {
      expect(of('stacked').c).toBeGreaterThan(of(member).c - 0.005);
      expect(of('stacked').ibs).toBeLessThan(of(member).ibs + 0.001);
    }
  });
});

test('columns are encoded by what the rows learned from say', () => {
  const table = {
    columns: 3,
    x: Float64Array.of(1, 5, 1, 3, 6, Math.E, Number.NaN, 7, Math.E ** 2, 900, 5, 1),
    time: new Float64Array(4),
    event: new Uint8Array(4),
  };
  const { columns, encode } = fitEncoder(table, [0, 1, 2], { categories: [1], logarithms: [2] });
  // An amount and whether it is missing, two categories beside the first, a logarithm.
  expect(columns).toBe(5);
  const [first, second, third] = [0, 1, 2].map((row) => Array.from(encode([row])));
  expect(second!.slice(0, 4)).toEqual([0, 0, 1, 0]);
  expect(first!.slice(0, 4)).toEqual([-2, 0, 0, 0]);
  expect(third!.slice(0, 4)).toEqual([0, 1, 0, 1]);
  expect(third![4]! - second![4]!).toBeCloseTo(Math.sqrt(3 / 2), 5);
});

describe('hazard network', () => {
  const random = seededRandom(2);
  const n = 2000;
  const x = Float32Array.from({ length: n }, () => (random() < 0.5 ? -1 : 1));
  const time = Float64Array.from(x, (sign) => -Math.log(1 - random()) / (sign > 0 ? 0.05 : 0.01));
  const cut = 60;
  const rows = {
    ...{ x, columns: 1 },
    time: time.map((t) => Math.min(t, cut)),
    event: Uint8Array.from(time, (t) => (t <= cut ? 1 : 0)),
  };
  const settings = { ends: [10, 20, 40, 60], hidden: 4, epochs: 15, batch: 64, rate: 0.02, l2: 0, seed: 3 };

  test('finds the hazards a world was made with', () => {
    const net = trainHazardNet(rows, settings);
    for (const [sign, rate] of [
      [1, 0.05],
      [-1, 0.01],
    ] as const) {
      const curve = netIncidence(net, [sign], [5, 10, 30, 60]);
      [5, 10, 30, 60].forEach((day, k) => {
        expect(Math.abs(curve[k]! - (1 - Math.exp(-rate * day)))).toBeLessThan(0.06);
      });
    }
  });
  test('is the same to the bit from the same seed', () => {
    const weights = () => trainHazardNet(rows, { ...settings, epochs: 2 }).weights.map((w) => Array.from(w));
    expect(weights()).toEqual(weights());
  });
});

describe('stacking', () => {
  test('least squares on the simplex, at a corner and within', () => {
    const unit = [Float64Array.of(1, 0), Float64Array.of(0, 1)];
    expect(Array.from(minimiseOnSimplex(unit, Float64Array.of(0.7, 0.3)))).toEqual([
      expect.closeTo(0.7),
      expect.closeTo(0.3),
    ]);
    expect(Array.from(minimiseOnSimplex(unit, Float64Array.of(3, 0)))).toEqual([1, 0]);
  });
  test('gives all weight to the curve that is right', () => {
    const seen = [5, 50, 7, 80].map((days) => ({ days, result: 'converted' as const, weight: 1 }));
    const days = [10, 20, 30];
    const right = seen.map(({ days }) => (days < 10 ? [1, 1, 1] : [0, 0, 0]));
    const wrong = seen.map(() => [0.5, 0.5, 0.5]);
    expect(Array.from(stackCurves(seen, [wrong, right], days))).toEqual([
      expect.closeTo(0),
      expect.closeTo(1),
    ]);
  });
});
