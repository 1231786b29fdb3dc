/**
 * Brier score of P(converted by a horizon) under censoring, by inverse probability of censoring weights (Graf et al.,
 * Statistics in Medicine 18, 1999). What was lost is known not to convert. Times are days from the forecast.
 */
import { watchedCurve } from './product-limit.ts';
import type { Forecasted, Seen } from './seen.ts';
import { type StepCurve, valueAt, valueBefore } from './step-curve.ts';

/** Censoring may not weigh a case more than this. */
const MOST_WEIGHT = 20;

/**
 * What each case counts at a horizon: 0 where it was censored before, else its weight over the probability of being
 * watched as long as it was.
 * @param watched of these cases if not given
 */
export function censoringWeights(
  seen: readonly Seen[],
  horizon: number,
  watched: StepCurve = watchedCurve(seen),
): Float64Array {
  return Float64Array.from(seen, ({ days, result, weight }) => {
    const ended = days <= horizon;
    if (ended && result === 'open') return 0;
    const share = ended ? valueBefore(watched, days) : valueAt(watched, horizon);
    return weight * Math.min(MOST_WEIGHT, 1 / Math.max(share, 1e-9));
  });
}

export const convertedWithin = ({ days, result }: Seen, horizon: number): 0 | 1 =>
  result === 'converted' && days <= horizon ? 1 : 0;

/**
 * Mean over all weight, those censored included: their share is carried by cases like them.
 * @param p P(converted by the horizon) of case i
 */
function brierOf(
  seen: readonly Seen[],
  horizon: number,
  p: (i: number) => number,
  watched: StepCurve,
): number {
  const counts = censoringWeights(seen, horizon, watched);
  let [sum, total] = [0, 0];
  for (let i = 0; i < seen.length; i++) {
    total += seen[i]!.weight;
    if (counts[i]! > 0) sum += counts[i]! * (convertedWithin(seen[i]!, horizon) - p(i)) ** 2;
  }
  return sum / total;
}

export const brier = (cases: readonly Forecasted[], horizon: number): number =>
  brierOf(cases, horizon, (i) => cases[i]!.p, watchedCurve(cases));

/**
 * Integrated Brier score: the trapezoid mean of the score over a grid of days.
 * @param days ascending, at least two
 * @param p P(converted by days[k]) of case i
 */
export function integratedBrier(
  seen: readonly Seen[],
  days: ArrayLike<number>,
  p: (i: number, k: number) => number,
): number {
  const watched = watchedCurve(seen);
  let [area, before] = [0, 0];
  for (let k = 0; k < days.length; k++) {
    const score = brierOf(seen, days[k]!, (i) => p(i, k), watched);
    if (k > 0) area += ((score + before) / 2) * (days[k]! - days[k - 1]!);
    before = score;
  }
  return area / (days[days.length - 1]! - days[0]!);
}
