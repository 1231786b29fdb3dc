/** From calendar days to days after the look, and what is read off the curve. */
import { DAYS } from './day-basis.ts';
import { HORIZON } from './horizon.ts';

/** Hours of a day at which conversions are recorded: share of them before the end of each hour. */
export type HourShares = Float64Array;
const HOURS = 24;

/** @param shares of the local day gone when leads converted; a few spread over the day are added */
export function fitHourShares(shares: readonly number[]): HourShares {
  const counts = new Float64Array(HOURS).fill(0.5);
  for (const share of shares) counts[Math.min(HOURS - 1, Math.floor(share * HOURS))]! += 1;
  const total = counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  return counts.map((count) => {
    sum += count / total;
    return Math.fround(sum);
  });
}

/** Share of a day's conversions before that share of the day is gone. */
export function shareBefore(hours: HourShares, dayShare: number): number {
  const at = dayShare * HOURS;
  const hour = Math.min(HOURS - 1, Math.floor(at));
  const before = hour === 0 ? 0 : hours[hour - 1]!;
  return before + (at - hour) * (hours[hour]! - before);
}

/**
 * P(converts within d days), d = 1 … HORIZON at index d − 1: day d on the clock of the look ends within calendar day d.
 *
 * @param incidence by calendar day, DAYS long
 */
export function convertedCurve(
  incidence: Float64Array,
  hours: HourShares,
  dayShare: number,
  out: Float64Array,
): void {
  const share = shareBefore(hours, dayShare);
  for (let d = 1; d < DAYS; d++) out[d - 1] = incidence[d - 1]! + share * (incidence[d]! - incidence[d - 1]!);
}

/** P(converts within `days`), between days linearly; 0 before, the last value beyond the horizon. */
export function curveAt(curve: Float64Array, days: number): number {
  if (days <= 0) return 0;
  if (days >= HORIZON) return curve[HORIZON - 1]!;
  const d = Math.floor(days);
  const before = d === 0 ? 0 : curve[d - 1]!;
  return before + (days - d) * (curve[d]! - before);
}

/** Days by which the curve reaches `p`, between days linearly; HORIZON if it never does. */
export function daysUntil(curve: Float64Array, p: number): number {
  let [low, high] = [0, HORIZON];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (curve[middle]! < p) low = middle + 1;
    else high = middle;
  }
  if (low >= HORIZON) return HORIZON;
  const before = low === 0 ? 0 : curve[low - 1]!;
  const rise = curve[low]! - before;
  return rise > 0 ? low + (p - before) / rise : low + 1;
}

export const HIT_DAYS = 2;

const HALVES = 2 * (HORIZON - HIT_DAYS - 1);
/** Days as good as this are as good. */
const AS_GOOD = 0.003;
const within = new Float64Array(HALVES + 1);

/**
 * The day that maximises P(converts within ±2 days of it), in half days, and that probability. Where several in a row
 * are as good, as around a closing that is sure, the middle of them: it stands most error.
 */
export function likeliestDay(curve: Float64Array): { day: number; p: number } {
  let best = 1;
  let before = curve[HIT_DAYS - 1]!;
  for (let day = 1; day < HORIZON - HIT_DAYS; day++) {
    const now = curve[day + HIT_DAYS - 1]! - (day > HIT_DAYS ? curve[day - HIT_DAYS - 1]! : 0);
    within[2 * day - 1] = (before + now) / 2;
    within[2 * day] = now;
    if (now > within[best]!) best = 2 * day;
    before = now;
  }
  const enough = within[best]! - AS_GOOD;
  let [from, to] = [best, best];
  while (from > 1 && within[from - 1]! >= enough) from--;
  while (to < HALVES && within[to + 1]! >= enough) to++;
  // Flat forecasts have no middle worth naming.
  const middle = to - from <= 4 * HIT_DAYS ? Math.round((from + to) / 2) : best;
  return { day: middle / 2, p: within[middle]! };
}
