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
export function brier(cases: readonly Forecasted[], horizon: number): number {
  const counts = censoringWeights(cases, horizon);
  let [sum, total] = [0, 0];
  cases.forEach((c, i) => {
    total += c.weight;
    sum += counts[i]! * (convertedWithin(c, horizon) - c.p) ** 2;
  });
  return sum / total;
}

/**
 * What each case adds to the integrated Brier score: the trapezoid mean over a grid of days. Their mean is the score,
 * so that two forecasters can be compared case by case.
 * @param days ascending, at least two
 * @param p P(converted by days[k]) of case i
 */
export function integratedBrierOf(
  seen: readonly Seen[],
  days: ArrayLike<number>,
  p: (i: number, k: number) => number,
): Float64Array {
  const watched = watchedCurve(seen);
  const last = days.length - 1;
  const meanWeight = seen.reduce((sum, { weight }) => sum + weight, 0) / seen.length;
  const out = new Float64Array(seen.length);
  for (let k = 0; k <= last; k++) {
    const width = (days[Math.min(last, k + 1)]! - days[Math.max(0, k - 1)]!) / 2;
    const share = width / (days[last]! - days[0]!) / meanWeight;
    const counts = censoringWeights(seen, days[k]!, watched);
    for (let i = 0; i < seen.length; i++)
      if (counts[i]! > 0)
        out[i]! += share * counts[i]! * (convertedWithin(seen[i]!, days[k]!) - p(i, k)) ** 2;
  }
  return out;
}

/** Integrated Brier score; see {@link integratedBrierOf}. */
export const integratedBrier = (...of: Parameters<typeof integratedBrierOf>): number =>
  integratedBrierOf(...of).reduce((sum, s) => sum + s, 0) / of[0].length;
