import { describe, expect, it } from 'vitest';
import { compare } from '../../../../models/learning/compare.ts';
import { confidenceSequence } from '../../../../models/learning/confidence-sequence.ts';
import { logLossOf, validate } from '../../../../models/learning/validate.ts';
import { seededRandom } from '../../../../models/linear/random.ts';
import type { JudgedForecast } from '../../../../schemas/judged-forecast.ts';
import { DAY, fact, judged, T0 } from './made-up-facts.ts';

/** 100 leads forecast at T0 with P(30 days) .1: ten converted on day 20, the rest seen open at 30. */
const hundred = (fields: Partial<JudgedForecast> = {}): JudgedForecast[] =>
  Array.from({ length: 100 }, (_, i) =>
    judged({
      lead: `lead ${i}`,
      ...(i < 10 ? { result: 'converted', days: 20 } : { result: 'open', days: 30 }),
      ...fields,
    }),
  );

describe('progressive validation', () => {
  it('scores nothing before the days of every forecast are over, conversions least of all', () => {
    const [before] = validate(hundred(), T0 + 31 * DAY);
    expect(before!.horizons[30]).toBeNull();
    const [after] = validate(hundred(), T0 + 32 * DAY);
    expect(after!.horizons[30]!.forecasts).toBe(100);
    expect(after!.horizons[60]).toBeNull();
  });

  it('gives the figures a hand gives', () => {
    const [{ horizons }] = validate(hundred(), T0 + 40 * DAY) as [ReturnType<typeof validate>[number]];
    const score = horizons[30]!;
    expect(score.brier).toBeCloseTo(0.1 * 0.9 ** 2 + 0.9 * 0.1 ** 2, 12);
    expect(score.logLoss).toBeCloseTo(-0.1 * Math.log(0.1) - 0.9 * Math.log(0.9), 12);
    expect(score.conversions).toBe(10);
    // All forecasts are alike, so tenths hold them as they come: the ten conversions fill the first.
    expect(score.calibrationError).toBeCloseTo((0.9 + 9 * 0.1) / 10, 12);
  });

  it('counts an interval by the conversions within it', () => {
    const all = hundred({ result: 'converted', days: 20 }).map((j, i) => (i < 80 ? j : { ...j, days: 7 }));
    const [one] = validate(all, T0 + 200 * DAY);
    expect(one!.coverage[80]).toEqual({ observed: expect.closeTo(0.8, 12), conversions: 100 });
    expect(one!.coverage[90]!.observed).toBeCloseTo(1, 12);
  });

  it('holds a date to two days, and a date that passes is a miss', () => {
    const date = fact({ kind: 'date', medianDays: 20 });
    const all = [18, 22, 22.5].map((days) =>
      judged({ lead: `lead ${days}`, landmark: 'commitment', forecast: date, result: 'converted', days }),
    );
    const open = judged({ lead: 'open', landmark: 'commitment', forecast: date });
    const twice = { ...open, landmark: 'day 0' as const };
    const count = (now: number) => validate([...all, open, twice], T0 + now * DAY)[0]!.commitments;
    expect(count(23)).toEqual({ judged: 0, hits: 0 });
    expect(count(24)).toEqual({ judged: 4, hits: 2 });
  });

  it('tells versions and stages apart', () => {
    const other = hundred({ forecast: fact({ version: 'v2' }), stage: 'offer' });
    const told = validate([...hundred(), ...other], T0).map(({ version, stage }) => `${version} ${stage}`);
    expect(told).toEqual(['v1 all', 'v1 inquiry', 'v2 all', 'v2 offer']);
  });

  it('has a log loss that certainty does not break', () => {
    expect(logLossOf(0, 0)).toBeCloseTo(0, 5);
    expect(logLossOf(1, 0)).toBeGreaterThan(10);
    expect(logLossOf(1, 0)).toBeLessThan(20);
  });
});

describe('a confidence sequence', () => {
  it('is everything before the first value, and closes on a constant', () => {
    expect(confidenceSequence([], 0.05)).toEqual({ mean: 0, low: -1, high: 1 });
    const { low, high, mean } = confidenceSequence(new Array(2000).fill(0.2), 0.05);
    expect(mean).toBeCloseTo(0.2, 12);
    expect(low).toBeGreaterThan(0.15);
    expect(high).toBeLessThan(0.25);
  });

  it('holds the first step of the formula', () => {
    // x = .5 in [0, 1]: bet ½, margin (ln 40 + 0)/½ > 1.
    expect(confidenceSequence([0], 0.05)).toEqual({ mean: 0, low: -1, high: 1 });
  });

  it('misses the mean at any time in at most alpha of all sequences', () => {
    const random = seededRandom(5);
    let misses = 0;
    for (let run = 0; run < 200; run++) {
      // Brier-like differences: mostly small, mean 0.
      const values = Array.from(
        { length: 400 },
        () => (random() < 0.1 ? 1 : -1) * 0.2 * random() * (random() < 0.5 ? 1 : -1),
      );
      const { low, high } = confidenceSequence(values, 0.05); // running intersection: a miss at any time stays
      if (low > 0 || high < 0) misses++;
    }
    expect(misses / 200).toBeLessThanOrEqual(0.05);
  });
});

describe('champion and challenger', () => {
  const random = seededRandom(11);
  /** Conversion at 30 %; the champion says .3 to all, the other knows more or less. */
  const pair = (lead: string, knows: number): JudgedForecast[] => {
    const converts = random() < 0.3;
    const told = {
      lead,
      ...(converts ? { result: 'converted' as const, days: 40 } : { result: 'open' as const, days: 90 }),
    };
    const p = 0.3 + knows * ((converts ? 1 : 0) - 0.3);
    return [
      judged({ ...told, forecast: fact({ p: [0.1, 0.2, 0.3, 0.3, 0.3] }) }),
      judged({ ...told, served: false, forecast: fact({ version: 'v2', p: [0.1, 0.2, p, p, p] }) }),
    ];
  };
  const among = (leads: number, knows: number) =>
    Array.from({ length: leads }, (_, i) => pair(`lead ${i}`, knows)).flat();
  const between = { champion: 'v1', challenger: 'v2' };
  const later = T0 + 106 * DAY;

  it('wait for the labels of a lead’s last early landmark', () => {
    const all = among(300, 0.3);
    expect(compare(all, between, later - DAY).leads).toBe(0);
    expect(compare(all, between, later).leads).toBe(300);
  });

  it('call the better one better', () => {
    const { verdict, mean, championBrier, challengerBrier } = compare(among(600, 0.4), between, later);
    expect(verdict).toBe('better');
    expect(championBrier - challengerBrier).toBeCloseTo(mean, 10);
  });

  it('call the worse one worse, and an equal one neither', () => {
    expect(compare(among(1500, -0.5), between, later).verdict).toBe('worse');
    expect(compare(among(600, 0), between, later).verdict).toBe('undecided');
  });

  it('give no verdict on few leads', () => {
    expect(compare(among(100, 0.9), between, later).verdict).toBe('too few leads');
  });
});
