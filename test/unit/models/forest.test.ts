import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readArtefact, writeArtefact } from '../../../models/artefact.ts';
import { binColumns, MOST_BINS } from '../../../models/forest/binned-columns.ts';
import { type Forest, forestArrays, openForest, readForest } from '../../../models/forest/forest.ts';
import { outcomeScores, SCORES } from '../../../models/forest/outcome-scores.ts';
import {
  type ForestRows,
  type ForestSettings,
  outOfBagIncidence,
  trainForest,
} from '../../../models/forest/train.ts';
import { seededRandom } from '../../../models/linear/random.ts';
import { aalenJohansen } from '../../../models/survival/product-limit.ts';
import { valueAt } from '../../../models/survival/step-curve.ts';

const EDGES = Float64Array.of(10, 20, 40, 80);
const SETTINGS: ForestSettings = {
  ...{ trees: 30, minLeaf: 10, mtry: 3, maxDepth: 8, sampleRows: 500, seed: 5, edges: EDGES },
};

/** Column 0 says who converts, column 1 how soon, the others nothing. Two rows of each group are the same. */
function world(groups: number, seed: number): ForestRows {
  const random = seededRandom(seed);
  const [columns, rows] = [5, groups * 2];
  const x = new Float32Array(rows * columns);
  const [time, kind] = [new Float32Array(rows), new Uint8Array(rows)];
  for (let row = 0; row < rows; row += 2) {
    for (let c = 0; c < columns; c++) x[row * columns + c] = random();
    const converts = random() < (x[row * columns]! > 0.5 ? 0.9 : 0.1);
    const due = (x[row * columns + 1]! > 0.5 ? 60 : 15) * (0.7 + 0.6 * random());
    const cut = 20 + 100 * random();
    time[row] = Math.min(due, cut);
    kind[row] = due > cut ? 0 : converts ? 1 : 2;
    x.copyWithin((row + 1) * columns, row * columns, (row + 1) * columns);
    [time[row + 1], kind[row + 1]] = [time[row]!, kind[row]!];
  }
  const group = Int32Array.from(time, (_, row) => row >> 1);
  return { x, columns, time, kind, group, weight: new Float32Array(rows).fill(1) };
}

function incidence(forest: Forest, ...x: number[]): number[] {
  const out = new Float32Array(EDGES.length);
  openForest(forest)(Float32Array.from(x), out);
  return Array.from(out);
}

describe('random survival forest', () => {
  const rows = world(600, 1);
  const forest = trainForest(rows, SETTINGS);

  test('learns who converts and how soon', () => {
    const soon = incidence(forest, 0.9, 0.1, 0.5, 0.5, 0.5);
    const late = incidence(forest, 0.9, 0.9, 0.5, 0.5, 0.5);
    const never = incidence(forest, 0.1, 0.1, 0.5, 0.5, 0.5);
    expect(soon[1]).toBeGreaterThan(0.75);
    expect(late[1]).toBeLessThan(0.15);
    expect(late[3]).toBeGreaterThan(0.7);
    expect(never[3]).toBeLessThan(0.25);
  });
  test('curves rise and stay within 0 and 1', () => {
    const random = seededRandom(8);
    for (let i = 0; i < 50; i++) {
      const curve = incidence(forest, random(), random(), random(), random(), random());
      curve.reduce((before, p) => {
        expect(p).toBeGreaterThanOrEqual(before - 1e-6);
        return p;
      }, 0);
      expect(curve.at(-1)).toBeLessThanOrEqual(1 + 1e-6);
    }
  });
  test('is the same to the bit from the same seed, and another from another', () => {
    const bytes = (f: Forest) => Buffer.from(f.leaves).toString('base64');
    expect(bytes(trainForest(rows, SETTINGS))).toBe(bytes(forest));
    expect(bytes(trainForest(rows, { ...SETTINGS, seed: 6 }))).not.toBe(bytes(forest));
  });
  test('a tree that may not split is the Aalen–Johansen estimate', () => {
    const stump = trainForest(rows, { ...SETTINGS, trees: 1, maxDepth: 0, sampleRows: 1e9 });
    const seen = Array.from(rows.time, (days, i) => {
      return { days, result: (['open', 'converted', 'lost'] as const)[rows.kind[i]!]!, weight: 1 };
    });
    const expected = aalenJohansen(seen);
    incidence(stump, 0, 0, 0, 0, 0).forEach((p, e) => {
      expect(Math.abs(p - valueAt(expected, EDGES[e]!))).toBeLessThan(0.004);
    });
  });
  test('weights count as so many rows', () => {
    const settings = { ...SETTINGS, trees: 1, maxDepth: 0, sampleRows: 1e9 };
    const kept = rows.weight.map((_, row) => (row % 2 === 0 ? 2 : 0));
    const doubled = trainForest({ ...rows, weight: kept }, settings);
    expect(incidence(doubled, 0, 0, 0, 0, 0)).toEqual(incidence(trainForest(rows, settings), 0, 0, 0, 0, 0));
  });
  test('a bag takes all rows of a group or none: twins get the same forecast out of it', () => {
    const out = outOfBagIncidence(forest, rows, SETTINGS);
    for (let row = 0; row < rows.group.length; row += 2)
      for (let e = 0; e < EDGES.length; e++)
        expect(out[row * EDGES.length + e]).toBe(out[(row + 1) * EDGES.length + e]);
    expect(out.every((p) => p >= 0 && p <= 1 + 1e-6)).toBe(true);
  });
  test('what is out of the bag was not learned from: noise is not foretold', () => {
    const noise = { ...rows, x: rows.x.map(seededRandom(3)) };
    const out = outOfBagIncidence(trainForest(noise, SETTINGS), noise, SETTINGS);
    const mean = (kind: number) => {
      const own = Array.from(rows.kind.keys()).filter((row) => rows.kind[row] === kind);
      return own.reduce((sum, row) => sum + out[row * EDGES.length + 3]! / own.length, 0);
    };
    expect(Math.abs(mean(1) - mean(2))).toBeLessThan(0.05);
  });
  test('survives being written and read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'forest-'));
    try {
      const url = pathToFileURL(`${folder}/`);
      writeArtefact(url, 'v', forestArrays(forest));
      const read = readForest(readArtefact(url));
      expect(incidence(read, 0.9, 0.1, 0.5, 0.5, 0.5)).toEqual(incidence(forest, 0.9, 0.1, 0.5, 0.5, 0.5));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('parts of the forest', () => {
  test('bins cut at quantiles; what is missing goes left with the lowest', () => {
    const x = Float32Array.from({ length: 1000 }, (_, i) => (i === 7 ? Number.NaN : i));
    const { bins, cuts, used } = binColumns(x, 1);
    expect(used[0]).toBe(MOST_BINS);
    expect(bins[7]).toBe(0);
    x.forEach((value, i) => {
      if (i === 7) return;
      expect(value).toBeLessThanOrEqual(cuts[bins[i]!]!);
      if (bins[i]! > 0) expect(value).toBeGreaterThan(cuts[bins[i]! - 1]!);
    });
  });
  test('a column of one value has one bin', () => {
    expect(binColumns(Float32Array.of(3, 3, 3), 1).used[0]).toBe(1);
    expect(binColumns(Float32Array.of(Number.NaN, Number.NaN), 1).used[0]).toBe(1);
  });
  test('scores have mean 0 and variance 1, and what was lost has the lowest', () => {
    const rows = Int32Array.of(0, 1, 2, 3, 4);
    const outcomes = {
      time: Float64Array.of(1, 2, 3, 4, 5),
      kind: Uint8Array.of(1, 2, 1, 0, 1),
      weight: new Float64Array(5).fill(1),
    };
    const out = new Float64Array(5 * SCORES);
    outcomeScores(outcomes, rows, 3, out);
    const whole = Array.from(rows, (i) => out[i * SCORES + 1]!);
    expect(whole.reduce((a, b) => a + b)).toBeCloseTo(0, 9);
    expect(whole.reduce((a, b) => a + b * b, 0) / 5).toBeCloseTo(1, 9);
    expect(Math.min(...whole)).toBe(whole[1]);
  });
});
