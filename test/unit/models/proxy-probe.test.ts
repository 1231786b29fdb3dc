/** The probe finds a proxy that is there, and none that is not. */
import { expect, it } from 'vitest';
import { type ProbeCase, pooledAuc, probe } from '../../../models/evaluation/proxy-probe.ts';
import { seededRandom } from '../../../models/linear/random.ts';

/** Ten inputs of noise, and an eleventh that leans by `lean` where the case is positive. */
function cases(count: number, lean: number, seed: number): ProbeCase[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const positive = random() < 0.3;
    const inputs = Float32Array.from({ length: 11 }, () => random());
    if (positive) inputs[10]! += lean;
    return { inputs, fold: i % 4, positive };
  });
}

it('counts pairs, ties as half', () => {
  const scored = [
    { score: 1, positive: false },
    { score: 2, positive: true },
    { score: 2, positive: false },
    { score: 3, positive: true },
  ];
  // Pairs: (2,1) right, (2,2) tie, (3,1) and (3,2) right.
  expect(pooledAuc([scored])).toBe(3.5 / 4);
  expect(pooledAuc([[]])).toBe(0.5);
});

it('finds a planted proxy', () => {
  const figure = probe(cases(600, 0.5, 1), 1);
  expect(figure.found).toBe(true);
  expect(figure.low).toBeGreaterThan(0.7);
});

it('finds nothing in noise, in nearly every world', () => {
  const worlds = Array.from({ length: 20 }, (_, seed) => probe(cases(400, 0, seed + 2), seed));
  expect(worlds.filter(({ found }) => found).length).toBeLessThanOrEqual(2);
  for (const { chanceLow, chanceHigh } of worlds) {
    expect(chanceLow).toBeGreaterThan(0.4);
    expect(chanceHigh).toBeLessThan(0.6);
  }
});

it('gives the same figures again', () => {
  expect(probe(cases(200, 0.2, 3), 4)).toEqual(probe(cases(200, 0.2, 3), 4));
});
