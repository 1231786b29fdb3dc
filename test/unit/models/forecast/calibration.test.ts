import { describe, expect, test } from 'vitest';
import { fitCalibration, isHit } from '../../../../models/forecast/calibrated-curve.ts';
import {
  accountableDays,
  applyPlatt,
  type Case,
  fitPlatt,
  fitSeen,
  fitTimeMap,
  LEVELS,
  mapLevels,
  seenWeight,
  type TimeMap,
} from '../../../../models/forecast/calibration.ts';
import {
  curveAt,
  daysUntil,
  fitHourShares,
  likeliestDay,
} from '../../../../models/forecast/converted-curve.ts';
import { HORIZON } from '../../../../models/forecast/horizon.ts';
import { seededRandom } from '../../../../models/linear/random.ts';

const open = (seen: number): Case => ({ group: 0, fate: 'open', days: seen, seen, weight: 1 });
const converted = (days: number, seen = 900): Case => ({
  group: 0,
  fate: 'converted',
  days,
  seen,
  weight: 1,
});

describe('what is seen', () => {
  test('counts the looks whose sight goes on', () => {
    const seen = fitSeen([open(100), open(200), open(300), open(400)]);
    expect([50, 100, 250, 399].map(seen)).toEqual([1, 0.75, 0.5, 0.25]);
    expect(accountableDays(seen)).toBe(HORIZON);
    expect(accountableDays(fitSeen([open(90), open(100)]))).toBe(99);
  });

  test('weighs an answer by how seldom it is seen, and what is not seen not at all', () => {
    const seen = fitSeen([open(100), open(200), open(300), open(400)]);
    expect(seenWeight(converted(150), 365, seen)).toBeCloseTo(1 / 0.75);
    expect(seenWeight(open(200), 250, seen)).toBe(0);
    expect(seenWeight(open(300), 250, seen)).toBeCloseTo(2);
  });
});

describe('calibration', () => {
  const random = seededRandom(3);
  const truth = Array.from({ length: 4000 }, () => 0.1 + 0.8 * random());
  const hits = truth.map((p) => random() < p);

  test('undoes a forecast that is too sure of itself, and knows a group without cases', () => {
    const sure = truth.map((p) => 1 / (1 + Math.exp(-2 * Math.log(p / (1 - p)) - 0.7)));
    const platt = fitPlatt(
      sure,
      hits,
      truth.map(() => 1),
      truth.map(() => 2),
    );
    expect(platt.slopes[2]!).toBeCloseTo(0.5, 1);
    const error =
      truth.reduce((sum, p, i) => sum + Math.abs(applyPlatt(platt, sure[i]!, 2) - p), 0) / truth.length;
    expect(error).toBeLessThan(0.02);
    expect(applyPlatt(platt, 0.3, 1)).toBeCloseTo(0.3, 12);
  });

  const mapLevel = (map: TimeMap, u: number): number => {
    const one = Float64Array.of(u);
    mapLevels(map, 0, one);
    return one[0]!;
  };

  test('maps a whole curve as point by point', () => {
    const cases = Array.from({ length: 500 }, () => converted(1 + 300 * random()));
    const us = cases.map(() => random() ** 2);
    const map = fitTimeMap(cases, (i) => us[i]!);
    const points = [0, 0, 0.01, 0.2, 0.2, 0.5, 0.97, 0.999, 1, 1];
    const curve = Float64Array.from(points);
    mapLevels(map, 0, curve);
    expect([...curve]).toEqual(points.map((u) => mapLevel(map, u)));
    expect([...curve]).toEqual([...curve].sort((a, b) => a - b));
  });

  test('makes the days of conversions uniform on its levels', () => {
    const cases = Array.from({ length: 2000 }, () => converted(1 + 300 * random()));
    // Forecasts that see everything too early: u piles up near 1.
    const us = cases.map(() => random() ** 0.3);
    const map = fitTimeMap(cases, (i) => us[i]!);
    for (const level of LEVELS) {
      const share = us.filter((u) => mapLevel(map, u) <= level).length / us.length;
      expect(Math.abs(share - level)).toBeLessThan(0.01);
    }
    expect(mapLevel(map, 0)).toBe(0);
    expect(mapLevel(map, 1)).toBe(1);
  });

  test('leaves the days alone where sight is short', () => {
    const map = fitTimeMap([converted(10, 60), converted(20, 80), open(90)], () => 0.1);
    expect(mapLevel(map, 0.37)).toBeCloseTo(0.37, 6);
  });

  test('states dates only as far as they hold', () => {
    // Half of the leads convert on a day that is known, half anywhere in 300 days.
    const cases: Case[] = [];
    const curves: Float64Array[] = [];
    for (let i = 0; i < 1000; i++) {
      const known = i % 2 === 0;
      const day = 5 + Math.floor(random() * 300);
      cases.push(converted(known && random() < 0.995 ? day - 0.5 : 1 + 300 * random()));
      const curve = new Float64Array(HORIZON);
      for (let d = 1; d <= HORIZON; d++)
        curve[d - 1] = known ? (d >= day ? 0.99 : 0) : (0.99 * Math.min(d, 300)) / 300;
      curves.push(curve);
    }
    const calibration = fitCalibration(cases, curves, {
      hours: fitHourShares([]),
      returns: 0.01,
      promise: 0.98,
    });
    const stated = curves.map(likeliestDay);
    const committed = cases.filter(
      (_, i) => applyPlatt(calibration.hit, stated[i]!.p, 0) >= calibration.commitFrom,
    );
    expect(committed.length).toBeGreaterThan(450);
    expect(committed.length).toBeLessThan(520);
    const hit = cases.filter((c, i) => committed.includes(c) && isHit(c, stated[i]!.day)).length;
    expect(hit / committed.length).toBeGreaterThanOrEqual(0.97);
  });
});

describe('a curve', () => {
  const curve = Float64Array.from({ length: HORIZON }, (_, d) => (d + 1 >= 20 ? 0.6 : 0));
  test('is read between its days', () => {
    expect(curveAt(curve, 19.5)).toBeCloseTo(0.3);
    expect(daysUntil(curve, 0.3)).toBeCloseTo(19.5);
    expect(daysUntil(curve, 0.7)).toBe(HORIZON);
  });
  test('has a likeliest day, with all of the mass within two days', () => {
    const { day, p } = likeliestDay(curve);
    expect(Math.abs(day - 19.5)).toBeLessThanOrEqual(0.5);
    expect(p).toBeCloseTo(0.6);
  });
});
