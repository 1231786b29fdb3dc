import { describe, expect, test } from 'vitest';
import { calibrationError, f1, logLoss, topK } from '../../../models/evaluation/classification.ts';
import { rememberFits } from '../../../models/evaluation/cross-fit.ts';
import {
  brier,
  concordance,
  convertedBy,
  convertedCurve,
  kaplanMeier,
  quantileDay,
  type Seen,
} from '../../../models/evaluation/survival.ts';

describe('classification', () => {
  const cases = [
    { p: [0.7, 0.2, 0.1], truth: 0 },
    { p: [0.5, 0.3, 0.2], truth: 1 },
    { p: [0.6, 0.3, 0.1], truth: 2 },
    { p: [0.1, 0.1, 0.8], truth: 2 },
  ];
  test('top k', () => {
    expect(topK(cases, 1)).toBe(0.5);
    expect(topK(cases, 2)).toBe(0.75);
    expect(topK(cases, 3)).toBe(1);
  });
  test('ties count against the later class only', () => {
    expect(topK([{ p: [0.5, 0.5], truth: 1 }], 1)).toBe(0);
    expect(topK([{ p: [0.5, 0.5], truth: 0 }], 1)).toBe(1);
  });
  test('log loss and calibration', () => {
    expect(logLoss([{ p: [0.5, 0.5], truth: 1 }])).toBeCloseTo(Math.LN2, 9);
    expect(calibrationError([{ p: [0.9, 0.1], truth: 0 }])).toBeCloseTo(0.1, 9);
  });
  test('F1, micro and macro', () => {
    const { micro, macro, perLabel } = f1(
      [
        { p: [0.9, 0.9], labels: [0] },
        { p: [0.1, 0.9], labels: [0, 1] },
      ],
      [0.5, 0.5],
    );
    expect(perLabel).toEqual([expect.closeTo(2 / 3), expect.closeTo(2 / 3)]);
    expect(micro).toBeCloseTo(4 / 6, 9);
    expect(macro).toBeCloseTo(2 / 3, 9);
  });
});

describe('survival', () => {
  const seen = (days: number, result: Seen['result']): Seen => ({ days, result, weight: 1 });
  test('Kaplan–Meier by hand', () => {
    const curve = kaplanMeier(
      [seen(1, 'converted'), seen(2, 'open'), seen(3, 'converted'), seen(4, 'open')],
      (s) => s.result === 'converted',
    );
    expect(curve).toEqual({ days: [1, 3], values: [0.75, 0.375] });
  });
  test('a competing end keeps its share: not one minus Kaplan–Meier', () => {
    const cases = [seen(1, 'lost'), seen(2, 'converted'), seen(3, 'lost'), seen(4, 'converted')];
    expect(convertedBy(cases, 10)).toBeCloseTo(0.5, 9);
    expect(convertedBy(cases, 3)).toBeCloseTo(0.25, 9);
  });
  test('the Brier score without censoring is the mean square', () => {
    const cases = [
      { ...seen(5, 'converted'), p: 0.8 },
      { ...seen(50, 'converted'), p: 0.4 },
      { ...seen(8, 'lost'), p: 0.1 },
    ];
    expect(brier(cases, 30)).toBeCloseTo((0.04 + 0.16 + 0.01) / 3, 9);
  });
  test('censored cases count through those like them', () => {
    const cases = [
      { ...seen(10, 'open'), p: 0.5 },
      { ...seen(20, 'converted'), p: 1 },
      { ...seen(40, 'open'), p: 0.5 },
    ];
    // Seen beyond day 10 was two of three: the other two count 1.5 times.
    expect(brier(cases, 30)).toBeCloseTo((1.5 * 0 + 1.5 * 0.25) / 3, 9);
  });
  test('concordance: who converted first should have had the higher forecast', () => {
    const right = [
      { ...seen(5, 'converted'), p: 0.9 },
      { ...seen(9, 'converted'), p: 0.5 },
      { ...seen(3, 'lost'), p: 0.1 },
    ];
    expect(concordance(right)).toBe(1);
    expect(concordance(right.map((c) => ({ ...c, p: 1 - c.p })))).toBe(0);
    expect(concordance(right.map((c) => ({ ...c, p: 0.5 })))).toBe(0.5);
  });
  test('curves and quantiles', () => {
    const curve = convertedCurve([0.5, 0.5, 1], 0.2);
    expect(Array.from(curve)).toEqual([0.4, expect.closeTo(0.6), expect.closeTo(0.8)]);
    expect(quantileDay(curve, 0.5)).toBe(1);
    expect(quantileDay(curve, 0.75)).toBe(2);
    expect(quantileDay(curve, 0.95)).toBe(3);
  });
});

test('fits are made once for the same folds left out, in any order', () => {
  const made: string[] = [];
  const fit = rememberFits((excluded) => {
    made.push(excluded.join('+'));
    return {};
  });
  expect(fit([2, 1])).toBe(fit([1, 2, 2]));
  expect(fit([])).not.toBe(fit([1]));
  expect(made).toEqual(['1+2', '', '1']);
});
