import { describe, expect, test } from 'vitest';
import { calibrationError, f1, logLoss, topK } from '../../../models/evaluation/classification.ts';
import { rememberFits } from '../../../models/evaluation/cross-fit.ts';

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
