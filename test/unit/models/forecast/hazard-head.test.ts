import { describe, expect, test } from 'vitest';
import { BASIS, type Clocks, conversionLogits, DAYS } from '../../../../models/forecast/day-basis.ts';
import { CURE, HEAD_WIDTH, headIncidence, headLoss, KIND } from '../../../../models/forecast/hazard-head.ts';
import { HORIZON } from '../../../../models/forecast/horizon.ts';
import { seededRandom } from '../../../../models/linear/random.ts';

const clocks: Clocks = { today: 20_100, inStage: 12, toClosing: 18, toTarget: undefined };
const random = seededRandom(7);
const coefficients = Float64Array.from({ length: HEAD_WIDTH }, (_, k) =>
  k === BASIS.level ? -4 : 0.6 * (random() - 0.5),
);
const lossOf = (e: Float64Array, kind: number, day: number): number =>
  headLoss(e, 0, clocks, { kind, day }, 1, new Float64Array(HEAD_WIDTH));

describe('the hazard head', () => {
  test.each([
    ['converted', KIND.converted, 19],
    ['lost', KIND.lost, 40],
    ['open', KIND.open, 90],
    ['converted the same day', KIND.converted, 0],
  ])('differentiates the likelihood of a lead that is %s', (_, kind, day) => {
    const slope = new Float64Array(HEAD_WIDTH);
    headLoss(coefficients, 0, clocks, { kind, day }, 1, slope);
    for (let k = 0; k < HEAD_WIDTH; k++) {
      const up = coefficients.slice();
      const down = coefficients.slice();
      up[k]! += 1e-4;
      down[k]! -= 1e-4;
      expect(slope[k]).toBeCloseTo((lossOf(up, kind, day) - lossOf(down, kind, day)) / 2e-4, 6);
    }
  });

  test('gives all that can happen a probability of 1', () => {
    let total = Math.exp(-lossOf(coefficients, KIND.open, 120));
    for (let day = 0; day <= 120; day++)
      total +=
        Math.exp(-lossOf(coefficients, KIND.converted, day)) +
        Math.exp(-lossOf(coefficients, KIND.lost, day));
    expect(total).toBeCloseTo(1, 10);
  });

  test('adds the conversions of each day up, and the never converting are left', () => {
    const incidence = new Float64Array(DAYS);
    headIncidence(coefficients, 0, clocks, incidence);
    expect(incidence[5]! - incidence[4]!).toBeCloseTo(Math.exp(-lossOf(coefficients, KIND.converted, 5)), 12);
    for (let day = 1; day < DAYS; day++) expect(incidence[day]!).toBeGreaterThan(incidence[day - 1]!);
    expect(incidence[HORIZON]!).toBeLessThan(1 / (1 + Math.exp(coefficients[CURE]!)));
  });

  test('weighs a row', () => {
    const once = new Float64Array(HEAD_WIDTH);
    const twice = new Float64Array(HEAD_WIDTH);
    const ending = { kind: KIND.open, day: 30 };
    const loss = headLoss(coefficients, 0, clocks, ending, 1, once);
    expect(headLoss(coefficients, 0, clocks, ending, 2, twice)).toBeCloseTo(2 * loss, 12);
    twice.forEach((slope, k) => {
      expect(slope).toBeCloseTo(2 * once[k]!, 12);
    });
  });
});

describe('the clocks', () => {
  test('peak on the named closing, whenever they are looked at', () => {
    const e = new Float64Array(HEAD_WIDTH);
    // The knot of day 0 after the closing: offsets −45 −21 −10 −6 −4 −3 −2 −1 0.
    e[BASIS.closing + 8] = 3;
    for (const toClosing of [0, 3, 40]) {
      const logits = new Float64Array(DAYS);
      conversionLogits(e, { ...clocks, toClosing }, DAYS, logits);
      expect(logits.indexOf(Math.max(...logits))).toBe(toClosing);
    }
  });

  test('know the weekday', () => {
    const e = new Float64Array(HEAD_WIDTH);
    e[BASIS.week] = 1;
    const logits = new Float64Array(DAYS);
    // 1970-01-04 was a Sunday.
    conversionLogits(e, { today: 1, inStage: 0, toClosing: undefined, toTarget: undefined }, DAYS, logits);
    expect([...logits.subarray(0, 11)]).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0]);
  });
});
