/** Facts and judged forecasts small enough to check by hand. */

import { calibrate } from '../../../../models/learning/calibration.ts';
import { seededRandom } from '../../../../models/linear/random.ts';
import type { ForecastFact, ForecastFacts } from '../../../../schemas/forecast-facts.ts';
import type { JudgedForecast } from '../../../../schemas/judged-forecast.ts';

export const DAY = 86_400_000;
export const T0 = Date.parse('2026-01-05T12:00:00Z');

export const fact = (fields: Partial<ForecastFact> = {}): ForecastFact => ({
  ...{ version: 'v1', calibration: '', kind: 'window', p: [0.1, 0.2, 0.3, 0.4, 0.4], raw: 0.4 },
  ...{ q05: 5, q10: 10, q90: 100, q95: 150, medianDays: 50 },
  ...fields,
});

/** @param day of the lead's age */
export const facts = (seq: number, day: number, fields: Partial<ForecastFacts> = {}): ForecastFacts => ({
  ...{ v: 1, tenant: 'main', lead: 'ana', seq, at: T0 + day * DAY, since: T0, status: 'open' },
  ...{ stage: 'inquiry', segment: 'first_time_buyer', forecasts: [fact()] },
  ...fields,
});

export const judged = (fields: Partial<JudgedForecast> = {}): JudgedForecast => ({
  ...{ tenant: 'main', lead: 'ana', landmark: 'day 0', seq: 1, knownBy: 1, since: T0, at: T0 },
  ...{ stage: 'inquiry', segment: 'first_time_buyer', served: true, forecast: fact() },
  ...{ result: 'open', days: 0 },
  ...fields,
});

/** Leads whose true P is σ(slope · logit p + offset); those who convert do so evenly over 180 days. */
export function history(leads: number, slope: number, offset: number, seed: number): JudgedForecast[] {
  const random = seededRandom(seed);
  return Array.from({ length: leads }, (_, i) => {
    const p = 0.1 + 0.8 * random();
    const since = T0 + Math.floor((i / leads) * 200) * DAY;
    const converts = random() < calibrate(p, { slope, offset });
    const days = 180 * random();
    const forecast = fact({ raw: p, p: [p / 6, p / 3, p / 2, p, p] });
    return judged({
      ...{ lead: `lead ${i}`, since, at: since, forecast },
      ...(converts ? { result: 'converted', days } : { result: 'open', days: 180 }),
    });
  });
}
