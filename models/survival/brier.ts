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

/** Mean over all weight, those censored included: their share is carried by cases like them. */
export function brier(
  cases: readonly Forecasted[],
  horizon: number,
  watched: StepCurve = watchedCurve(cases),
): number {
  const counts = censoringWeights(cases, horizon, watched);
  let [sum, total] = [0, 0];
  cases.forEach((c, i) => {
    total += c.weight;
    sum += counts[i]! * (convertedWithin(c, horizon) - c.p) ** 2;
  });
  return sum / total;
}

/**
 * Integrated Brier score: the trapezoid mean of the score over a grid of days.
 * @param days ascending, at least two
 * @param p P(converted by days[k]) of case i
 */
export function integratedBrier(
  seen: readonly Seen[],
  days: ArrayLike<number>,
  p: (i: number, k: number) => number,
  watched: StepCurve = watchedCurve(seen),
): number {
  const scores = Array.from(days as ArrayLike<number>, (day, k) =>
    brier(
      seen.map((s, i) => ({ ...s, p: p(i, k) })),
      day,
      watched,
    ),
  );
  let area = 0;
  for (let k = 1; k < days.length; k++) area += ((scores[k]! + scores[k - 1]!) / 2) * (days[k]! - days[k - 1]!);
  return area / (days[days.length - 1]! - days[0]!);
}
