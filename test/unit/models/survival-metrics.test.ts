/** Metrics under censoring, by hand and against published values. */
import { describe, expect, test } from 'vitest';
import { brier, integratedBrier } from '../../../models/survival/brier.ts';
import {
  calibrationError,
  calibrationGroups,
  dCalibration,
  intervalCoverage,
} from '../../../models/survival/calibration.ts';
import { aucAt, concordance, unoConcordance } from '../../../models/survival/concordance.ts';
import { convertedCurve, quantileDay } from '../../../models/survival/converted-curve.ts';
import {
  convertedBy,
  kaplanMeier,
  nelsonAalen,
  watchedCurve,
} from '../../../models/survival/product-limit.ts';
import type { Seen } from '../../../models/survival/seen.ts';
import { valueAt, valueBefore } from '../../../models/survival/step-curve.ts';
import { GEHAN_PLACEBO, GEHAN_TREATED } from './gehan.ts';

const seen = (days: number, result: Seen['result']): Seen => ({ days, result, weight: 1 });
const relapses = (cases: readonly (readonly [number, number])[]) =>
  cases.map(([weeks, event]) => seen(weeks, event === 1 ? 'converted' : 'open'));

describe('estimators', () => {
  test('Kaplan–Meier by hand', () => {
    const cases = [seen(1, 'converted'), seen(2, 'open'), seen(3, 'converted'), seen(4, 'open')];
    expect(kaplanMeier(cases, ['converted'])).toEqual({ days: [1, 3], values: [0.75, 0.375], start: 1 });
  });
  test('Kaplan–Meier as published: remission on 6-MP', () => {
    const curve = kaplanMeier(relapses(GEHAN_TREATED), ['converted']);
    expect(curve.days).toEqual([6, 7, 10, 13, 16, 22, 23]);
    const published = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482];
    for (const [k, value] of published.entries()) expect(curve.values[k]).toBeCloseTo(value, 4);
  });
  test('without censoring Kaplan–Meier is the share that is left', () => {
    const curve = kaplanMeier(relapses(GEHAN_PLACEBO), ['converted']);
    expect(valueAt(curve, 8)).toBeCloseTo(8 / 21, 12);
    expect(valueBefore(curve, 8)).toBeCloseTo(12 / 21, 12);
  });
  test('Nelson–Aalen by hand', () => {
    const curve = nelsonAalen(relapses(GEHAN_TREATED), ['converted']);
    expect(valueAt(curve, 5)).toBe(0);
    expect(valueAt(curve, 10)).toBeCloseTo(3 / 21 + 1 / 17 + 1 / 15, 12);
  });
  test('who ends on the day another is censored ended first', () => {
    const curve = watchedCurve([seen(1, 'converted'), seen(1, 'open'), seen(2, 'open'), seen(3, 'lost')]);
    expect(curve).toEqual({ days: [1, 2], values: [expect.closeTo(2 / 3), expect.closeTo(1 / 3)], start: 1 });
  });
  test('a competing end keeps its share: not one minus Kaplan–Meier', () => {
    const cases = [seen(1, 'lost'), seen(2, 'converted'), seen(3, 'lost'), seen(4, 'converted')];
    expect(convertedBy(cases, 10)).toBeCloseTo(0.5, 9);
    expect(convertedBy(cases, 3)).toBeCloseTo(0.25, 9);
  });
  test('weights count as so many cases', () => {
    const doubled = [seen(1, 'lost'), seen(2, 'converted'), seen(2, 'converted'), seen(3, 'open')];
    const weighted = [seen(1, 'lost'), { ...seen(2, 'converted'), weight: 2 }, seen(3, 'open')];
    expect(convertedBy(weighted, 3)).toBeCloseTo(convertedBy(doubled, 3), 12);
  });
});

describe('Brier score', () => {
  test('without censoring it is the mean square', () => {
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
  test('integrated over an uneven grid by trapezoids', () => {
    const cases = [seen(2, 'converted'), seen(50, 'open')];
    // Scores at days 1, 3, 9 with p = 0: 0, ½, ½.
    expect(integratedBrier(cases, [1, 3, 9], () => 0)).toBeCloseTo((0.25 * 2 + 0.5 * 6) / 8, 12);
  });
});

describe('ranking', () => {
  const ranked = [
    { ...seen(5, 'converted'), p: 0.9 },
    { ...seen(9, 'converted'), p: 0.5 },
    { ...seen(3, 'lost'), p: 0.1 },
  ];
  test('who converted first should have had the higher forecast', () => {
    expect(concordance(ranked)).toBe(1);
    expect(concordance(ranked.map((c) => ({ ...c, p: 1 - c.p })))).toBe(0);
    expect(concordance(ranked.map((c) => ({ ...c, p: 0.5 })))).toBe(0.5);
  });
  test('counts the pairs that one by one comparing counts', () => {
    const cases = Array.from({ length: 60 }, (_, i) => ({
      ...seen((i * 37) % 23, (['converted', 'open', 'lost'] as const)[(i * 5) % 3]!),
      p: ((i * 29) % 17) / 17,
    }));
    let [right, pairs] = [0, 0];
    for (const a of cases)
      for (const b of cases) {
        const later = b.days > a.days || (b.days === a.days && b.result === 'open');
        if (a === b || a.result !== 'converted' || !(later || b.result === 'lost')) continue;
        pairs++;
        right += a.p > b.p ? 1 : a.p === b.p ? 0.5 : 0;
      }
    expect(concordance(cases)).toBeCloseTo(right / pairs, 12);
  });
  test('Uno’s C equals Harrell’s without censoring, and weighs late conversions up with it', () => {
    const all = [1, 2, 3, 4].map((days, i) => ({ ...seen(days, 'converted'), p: [0.9, 0.3, 0.6, 0.1][i]! }));
    expect(unoConcordance(all, 10)).toBeCloseTo(concordance(all), 12);
    const cut = [
      { ...seen(1, 'converted'), p: 0.1 },
      { ...seen(2, 'open'), p: 0.5 },
      { ...seen(3, 'converted'), p: 0.9 },
      { ...seen(4, 'open'), p: 0.2 },
    ];
    // Day 1: no pair of three right, watched 1. Day 3: one of one, watched 2/3, so it counts 9/4.
    expect(unoConcordance(cut, 10)).toBeCloseTo(9 / 4 / (3 + 9 / 4), 12);
  });
  test('area under the curve at a horizon', () => {
    const cases = [
      { ...seen(5, 'converted'), p: 0.6 },
      { ...seen(40, 'converted'), p: 0.7 },
      { ...seen(4, 'lost'), p: 0.2 },
      { ...seen(50, 'open'), p: 0.6 },
    ];
    expect(aucAt(cases, 30)).toBeCloseTo((0 + 1 + 0.5) / 3, 12);
  });
});

describe('calibration', () => {
  test('groups by forecast, and their mean distance', () => {
    const cases = [0.1, 0.1, 0.8, 0.8].map((p, i) => ({
      ...seen(i + 1, i < 2 ? ('lost' as const) : ('converted' as const)),
      p,
    }));
    const groups = calibrationGroups(cases, 30, 2);
    expect(groups).toEqual([
      { weight: 2, forecast: expect.closeTo(0.1), observed: 0 },
      { weight: 2, forecast: expect.closeTo(0.8), observed: 1 },
    ]);
    expect(calibrationError(groups)).toBeCloseTo((0.1 + 0.2) / 2, 12);
  });
  test('D-calibration of uniform survival, and of one value only', () => {
    const even = Array.from({ length: 100 }, (_, i) => ({
      ...seen(1, 'converted'),
      survival: (i + 0.5) / 100,
    }));
    expect(dCalibration(even).statistic).toBeCloseTo(0, 9);
    expect(dCalibration(even.map((c) => ({ ...c, survival: 0.55 }))).calibrated).toBe(false);
  });
  test('D-calibration spreads the censored over what is left to them', () => {
    const { shares } = dCalibration([{ ...seen(1, 'open'), survival: 0.25 }]);
    expect(shares.slice(0, 4)).toEqual([expect.closeTo(0.4), expect.closeTo(0.4), expect.closeTo(0.2), 0]);
  });
  test('coverage is of conversions, the late ones weighted for those cut off', () => {
    const interval = { from: 4, to: 9 };
    const cases = [
      { ...seen(5, 'converted'), ...interval },
      { ...seen(6, 'open'), ...interval },
      { ...seen(20, 'converted'), ...interval },
      { ...seen(3, 'lost'), ...interval },
      { ...seen(400, 'converted'), ...interval },
    ];
    // Watched past day 6: two of three that were left. The conversion on day 20 counts 1.5.
    const { observed, meanWidthDays, conversions } = intervalCoverage(cases, 365);
    expect(observed).toBeCloseTo(1 / 2.5, 12);
    expect([meanWidthDays, conversions]).toEqual([5, 2]);
  });
});

test('curves and quantiles', () => {
  const curve = convertedCurve([0.5, 0.5, 1], 0.2);
  expect(Array.from(curve)).toEqual([0.4, expect.closeTo(0.6), expect.closeTo(0.8)]);
  expect(quantileDay(curve, 0.5)).toBe(1);
  expect(quantileDay(curve, 0.75)).toBe(2);
  expect(quantileDay(curve, 0.95)).toBe(3);
});
