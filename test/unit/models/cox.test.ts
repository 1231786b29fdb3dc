import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../models/linear/random.ts';
import { type Cox, type CoxRows, coxIncidence, coxSurvival, fitCox } from '../../../models/survival/cox.ts';
import { solveSymmetric } from '../../../models/survival/solve-symmetric.ts';
import { valueAt } from '../../../models/survival/step-curve.ts';
import { GEHAN_PLACEBO, GEHAN_TREATED } from './gehan.ts';

/** Effect of a column as it came, not standardised. */
const effect = ({ beta, scale }: Cox, column: number): number => beta[column]! * scale[column]!;

describe('Cox proportional hazards', () => {
  const both = [...GEHAN_TREATED, ...GEHAN_PLACEBO];
  const gehan: CoxRows = {
    x: Float64Array.from(both, (_, i) => (i < GEHAN_TREATED.length ? 1 : 0)),
    columns: 1,
    time: Float64Array.from(both, ([weeks]) => weeks),
    event: Uint8Array.from(both, ([, event]) => event),
  };
  test('effect of 6-MP as published, ties by Efron: −1.572', () => {
    expect(effect(fitCox(gehan), 0)).toBeCloseTo(-1.5721, 3);
  });
  test('a penalty draws effects to 0', () => {
    const [free, held] = [effect(fitCox(gehan), 0), effect(fitCox(gehan, 20), 0)];
    expect(held).toBeGreaterThan(free);
    expect(held).toBeLessThan(0);
  });
  test('finds the effects a world was made with, and survival in it', () => {
    const random = seededRandom(4);
    const n = 4000;
    const x = Float64Array.from({ length: n * 3 }, () => 2 * random() - 1);
    const time = new Float64Array(n);
    const event = new Uint8Array(n);
    for (let i = 0; i < n; i++) {
      const rate = 0.01 * Math.exp(1.2 * x[i * 3]! - 0.8 * x[i * 3 + 1]!);
      const [due, cut] = [-Math.log(1 - random()) / rate, 200 * random()];
      time[i] = Math.min(due, cut);
      event[i] = due <= cut ? 1 : 0;
    }
    const cox = fitCox({ x, columns: 3, time, event });
    expect(Math.abs(effect(cox, 0) - 1.2)).toBeLessThan(0.12);
    expect(Math.abs(effect(cox, 1) + 0.8)).toBeLessThan(0.12);
    expect(Math.abs(effect(cox, 2))).toBeLessThan(0.12);
    const [survival] = coxSurvival(cox, [0.5, 0, 0], [50]);
    expect(Math.abs(survival! - Math.exp(-0.5 * Math.exp(0.6)))).toBeLessThan(0.03);
  });
  test('columns that repeat others or never change do no harm', () => {
    const x = Float64Array.from(gehan.time, (_, i) => gehan.x[i]!);
    const wide = Float64Array.from({ length: 3 * x.length }, (_, k) =>
      k % 3 === 2 ? 7 : x[Math.floor(k / 3)]!,
    );
    const cox = fitCox({ ...gehan, x: wide, columns: 3 });
    expect(effect(cox, 0) + effect(cox, 1)).toBeCloseTo(-1.5721, 3);
  });
  test('incidence of two ends that compete adds up to all that ends', () => {
    const flat = (rate: number): Cox => ({
      mean: new Float64Array(1),
      scale: new Float64Array(1),
      beta: new Float64Array(1),
      baseline: {
        days: Array.from({ length: 2000 }, (_, k) => (k + 1) / 10),
        values: Array.from({ length: 2000 }, (_, k) => (rate * (k + 1)) / 10),
        start: 0,
      },
    });
    const [event, other] = [flat(0.02), flat(0.01)];
    expect(valueAt(event.baseline, 100)).toBeCloseTo(2, 9);
    const [first] = coxIncidence(event, other, [0], [100]);
    const [second] = coxIncidence(other, event, [0], [100]);
    expect(first).toBeCloseTo((2 / 3) * (1 - Math.exp(-3)), 2);
    expect(first! + second!).toBeCloseTo(1 - Math.exp(-3), 2);
  });
});

test('solves a system, and gives nothing to a column that depends on others', () => {
  const x = solveSymmetric(Float64Array.of(4, 2, 0, 3), Float64Array.of(8, 7));
  expect(Array.from(x)).toEqual([expect.closeTo(1.25), expect.closeTo(1.5)]);
  const twin = solveSymmetric(Float64Array.of(2, 2, 0, 2), Float64Array.of(2, 2));
  expect(Array.from(twin)).toEqual([expect.closeTo(1), 0]);
});
