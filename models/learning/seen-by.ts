/**
 * What may be counted of a forecast at a moment. A conversion is known at once and a non-conversion only when the days
 * are over, so counting labels as they come would count conversions first. Each forecast is therefore seen as far as
 * everyone of its day could be seen, and no further.
 */
import { FACT_DAYS } from '../../schemas/forecast-facts.ts';
import type { JudgedForecast } from '../../schemas/judged-forecast.ts';
import type { Seen } from '../survival/seen.ts';

const DAY_MS = 86_400_000;
/** An open lead is heard of once a day; late clocks and queues get the rest. */
export const GRACE_DAYS = 2;

/** Days, of those in FACT_DAYS, that are over for all forecasts of that moment; 0 before the first. */
export function daysOver(at: number, now: number): number {
  const over = (now - at) / DAY_MS - GRACE_DAYS;
  return FACT_DAYS.findLast((day) => over >= day) ?? 0;
}

/** The case as of `now`, cut at the days that are over; undefined while none are. */
export function seenBy(
  { at, result, days }: Pick<JudgedForecast, 'at' | 'result' | 'days'>,
  now: number,
): Seen | undefined {
  const over = daysOver(at, now);
  if (over === 0) return undefined;
  if (days <= over && result !== 'open') return { days, result, weight: 1 };
  return { days: Math.min(days, over), result: 'open', weight: 1 };
}

/** Index of a horizon among the probabilities of a fact. Throws where it is none of FACT_DAYS. */
export function horizonIndex(horizon: number): number {
  const index = (FACT_DAYS as readonly number[]).indexOf(horizon);
  if (index < 0) throw new Error(`No forecast for ${horizon} days: use one of ${FACT_DAYS.join(', ')}`);
  return index;
}
