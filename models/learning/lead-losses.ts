/**
 * Losses by lead, each lead once and for good: when all its early landmarks are over, in the order in which that came.
 * Forecasts of one lead are alike, so leads and not forecasts are what counts as independent; and a sequence that
 * never changes behind us may be looked at daily.
 */

import { COMMITMENT, type JudgedForecast } from '../../schemas/judged-forecast.ts';
import { convertedWithin } from '../survival/brier.ts';
import { GRACE_DAYS, horizonIndex, seenBy } from './seen-by.ts';

const DAY_MS = 86_400_000;
/** Landmarks up to this age count: later ones would put off the verdict on every lead. */
export const EARLY_DAYS = 14;

export interface LeadLosses {
  lead: string;
  /** When its last early landmark was over, epoch ms. */
  over: number;
  /** Of P(converted within the days), by the insight it came with. */
  losses: Map<number, number>;
}

/**
 * @param judged of one tenant and one forecaster
 * @param days of the probability that is scored, one of FACT_DAYS
 * @param now epoch ms
 * @param loss squared error unless told otherwise
 */
export function leadLosses(
  judged: readonly JudgedForecast[],
  days: number,
  now: number,
  loss: (p: number, label: 0 | 1) => number = (p, label) => (p - label) ** 2,
): LeadLosses[] {
  const index = horizonIndex(days);
  const leads = new Map<string, LeadLosses>();
  for (const j of judged) {
    const over = j.since + (EARLY_DAYS + days + GRACE_DAYS) * DAY_MS;
    const early = j.landmark !== COMMITMENT && j.at - j.since <= EARLY_DAYS * DAY_MS;
    const seen = early && over <= now ? seenBy(j, now) : undefined;
    if (!seen || (seen.result === 'open' && seen.days < days)) continue;
    const known = leads.get(j.lead) ?? { lead: j.lead, over, losses: new Map<number, number>() };
    known.losses.set(j.seq, loss(j.forecast.p[index]!, convertedWithin(seen, days)));
    leads.set(j.lead, known);
  }
  return [...leads.values()].sort((a, b) => a.over - b.over || (a.lead < b.lead ? -1 : 1));
}

export function meanLoss(losses: Iterable<number>): number {
  let [sum, count] = [0, 0];
  for (const loss of losses) {
    sum += loss;
    count++;
  }
  return sum / count;
}
