import { describe, expect, test } from 'vitest';
import {
  commitAt,
  countCommitments,
  type Dated,
  hitCurve,
  thresholdFor,
  verdictOf,
} from '../../../models/evaluation/commitments.ts';
import {
  ablationParts,
  constantCurve,
  type HistoryForecast,
  HORIZON_DAYS,
  historyFigures,
} from '../../../models/evaluation/history-figures.ts';
import { meanDifference } from '../../../models/survival/paired-difference.ts';
import type { Seen } from '../../../models/survival/seen.ts';
import { madeUpForecasts, PRE_OFFER } from './made-up-figures.ts';

const dated = (days: number, result: Seen['result'], day: number, pHit2 = 0.5): Dated => ({
  ...{ seen: { days, result, weight: 1 }, day, pHit2 },
});

describe('commitments', () => {
  test.each<[string, Dated, string]>([
    ['converts two days late', dated(12, 'converted', 10), 'hit'],
    ['converts a little later than that', dated(12.1, 'converted', 10), 'miss'],
    ['converts too soon', dated(3, 'converted', 10), 'miss'],
    ['is lost, whenever', dated(1, 'lost', 10), 'miss'],
    ['is still open when the date has passed', dated(13, 'open', 10), 'miss'],
    ['is out of sight before that', dated(11, 'open', 10), 'undecided'],
  ])('a lead that %s', (_, one, verdict) => {
    expect(verdictOf(one)).toBe(verdict);
  });
  test('are counted, the undecided apart', () => {
    const committed = [
      dated(10, 'converted', 10, 0.9),
      dated(30, 'lost', 10, 0.7),
      dated(1, 'open', 10, 0.8),
    ];
    expect(countCommitments(committed, 6)).toEqual({
      ...{ share: 0.5, hits: 1, misses: 1, undecided: 1, hitRate: 0.5, hitRateAtLeast: 1 / 3 },
      expected: expect.closeTo(0.8),
    });
  });
  test('by how sure they are: curve, threshold, and what a threshold gives', () => {
    const all = [
      dated(10, 'converted', 10, 0.9),
      dated(10, 'converted', 11, 0.8),
      dated(10, 'lost', 11, 0.7),
      dated(10, 'converted', 60, 0.7),
    ];
    expect(hitCurve(all, 4)).toEqual([
      { threshold: 0.9, share: 0.25, hitRate: 1 },
      { threshold: 0.8, share: 0.5, hitRate: 1 },
      { threshold: 0.7, share: 1, hitRate: 0.5 },
    ]);
    expect(thresholdFor(all, 0.98)?.threshold).toBe(0.8);
    expect(thresholdFor(all.slice(2), 0.98)).toBeUndefined();
    expect(commitAt(all, 0.75)).toMatchObject({ share: 0.5, hits: 2, misses: 0 });
  });
});

describe('figures of a history', () => {
  const forecasts = madeUpForecasts(400, 2);
  const figures = historyFigures(forecasts, PRE_OFFER);

  test('groups are parts of the whole', () => {
    const landmarks = (groups: typeof figures.byStage) => groups.reduce((sum, g) => sum + g.landmarks, 0);
    expect(figures.all).toMatchObject({ landmarks: 400, leads: 200 });
    expect(landmarks(figures.byStage)).toBe(400);
    expect(landmarks(figures.byCohort)).toBe(400);
    expect(figures.preOffer!.landmarks).toBe(200);
  });
  test('who knows more is better: oracle, then ours, then the constant', () => {
    expect(figures.all.oracle!.brier).toBeLessThan(figures.all.ours.brier);
    const brier = (name: string) => figures.rivals.find((r) => r.name === name)!;
    expect(brier('ensemble').integratedBrier).toBeLessThan(brier('kaplan-meier').integratedBrier);
    expect(brier('kaplan-meier').worseBy!.low).toBeGreaterThan(0);
    expect(brier('kaplan-meier').concordance).toBeCloseTo(0.5, 9);
  });
  test('no oracle for some, no comparison', () => {
    const { oracle: _, ...without } = forecasts[0]!;
    expect(historyFigures([without, ...forecasts.slice(1)], PRE_OFFER).all.oracle).toBeUndefined();
  });
  test('a forecaster that is always right', () => {
    const sure = (days: number, result: Seen['result']): HistoryForecast => {
      const p = result === 'converted' ? 1 : 0;
      return {
        ...{ lead: `${days}`, stage: 'talking', days, result, medianDays: days, kind: 'date', pHit2: p },
        ...{ q05: days, q10: days, q90: days, q95: days },
        curve: Float64Array.from({ length: HORIZON_DAYS }, (_, d) => (d + 1 >= days ? p : 0)),
      };
    };
    const { ours } = historyFigures([sure(5, 'converted'), sure(9, 'lost'), sure(50, 'converted')], []).all;
    expect(ours.brier).toBe(0);
    // Both conversions are sure, so that which comes first is left open: half of that pair.
    expect(ours.concordance).toBeCloseTo(2.5 / 3, 12);
    expect(ours.coverage.map(({ observed }) => observed)).toEqual([1, 1]);
    expect(ours.committed).toMatchObject({ hits: 2, misses: 1, share: 1 });
  });
  test('a part is worth what is lost without it', () => {
    const others = { 'without market': constantCurve([{ days: 9, result: 'lost', weight: 1 }]) };
    const [market] = ablationParts(
      historyFigures(
        forecasts.map((f) => ({ ...f, others })),
        [],
      ),
    );
    expect(market!.name).toBe('market');
    expect(market!.low).toBeGreaterThan(0);
    expect(market!.loss).toBeGreaterThan(market!.low);
  });
});

test('intervals are as wide as groups are few, not as cases are many', () => {
  const values = Array.from({ length: 40 }, (_, i) => (i * 7) % 11);
  const zeros = new Float64Array(40);
  const alone = meanDifference(
    values,
    zeros,
    Int32Array.from(values, (_, i) => i),
  );
  const repeated = values.flatMap((v) => [v, v, v, v]);
  const together = meanDifference(
    repeated,
    new Float64Array(160),
    Int32Array.from(repeated, (_, i) => i >> 2),
  );
  expect(together).toEqual({
    mean: expect.closeTo(alone.mean),
    low: expect.closeTo(alone.low),
    high: expect.closeTo(alone.high),
  });
});
