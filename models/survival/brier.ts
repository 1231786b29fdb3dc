/**
 * Brier score of P(converted by a horizon) under censoring, by inverse probability of censoring weights (Graf et al.,
 * Statistics in Medicine 18, 1999). What was lost is known not to convert. Times are days from the forecast.
 */
import { watchedCurve } from './product-limit.ts';
import type { Forecasted, Seen } from './seen.ts';
import { valueAt, valueBefore } from './step-curve.ts';

/** Censoring may not weigh a case more than this. */
const MOST_WEIGHT = 20;

/**
 * What each case counts at a horizon: 0 where it was censored before, else its weight over the probability of being
 * watched as long as it was.
 */
export function createCensoringWeights(seen: readonly Seen[]): (horizon: number) => Float64Array {
  const watched = watchedCurve(seen);
  const countOf = (weight: number, share: number) =>
    weight * Math.min(MOST_WEIGHT, 1 / Math.max(share, 1e-9));
  const atEnd = Float64Array.from(seen, ({ days, result, weight }) =>
    result === 'open' ? 0 : countOf(weight, valueBefore(watched, days)),
  );
  return (horizon) => {
    const share = valueAt(watched, horizon);
    return Float64Array.from(atEnd, (ended, i) => {
      return seen[i]!.days <= horizon ? ended : countOf(seen[i]!.weight, share);
    });
  };
}

export const censoringWeights = (seen: readonly Seen[], horizon: number): Float64Array =>
  createCensoringWeights(seen)(horizon);

export const convertedWithin = ({ days, result }: Seen, horizon: number): 0 | 1 =>
  result === 'converted' && days <= horizon ? 1 : 0;

const meanOf = (scores: Float64Array): number => scores.reduce((sum, s) => sum + s, 0) / scores.length;

/** What each case adds to the score. Their mean is the score, so that forecasters can be compared case by case. */
export function brierOf(cases: readonly Forecasted[], horizon: number): Float64Array {
  const meanWeight = cases.reduce((sum, { weight }) => sum + weight, 0) / cases.length;
  return censoringWeights(cases, horizon).map((count, i) => {
    const case_ = cases[i]!;
    return (count * (convertedWithin(case_, horizon) - case_.p) ** 2) / meanWeight;
  });
}

/** Mean over all weight, those censored included: their share is carried by cases like them. */
export const brier = (cases: readonly Forecasted[], horizon: number): number =>
  meanOf(brierOf(cases, horizon));

/**
 * What each case adds to the integrated Brier score: the trapezoid mean over a grid of days. Their mean is the score.
 * @param days ascending, at least two
 * @param p P(converted by days[k]) of case i
 */
export function integratedBrierOf(
  seen: readonly Seen[],
  days: ArrayLike<number>,
  p: (i: number, k: number) => number,
): Float64Array {
  const weightsAt = createCensoringWeights(seen);
  const last = days.length - 1;
  const meanWeight = seen.reduce((sum, { weight }) => sum + weight, 0) / seen.length;
  const out = new Float64Array(seen.length);
  for (let k = 0; k <= last; k++) {
    const width = (days[Math.min(last, k + 1)]! - days[Math.max(0, k - 1)]!) / 2;
    const share = width / (days[last]! - days[0]!) / meanWeight;
    const counts = weightsAt(days[k]!);
    for (let i = 0; i < seen.length; i++)
      if (counts[i]! > 0)
        out[i]! += share * counts[i]! * (convertedWithin(seen[i]!, days[k]!) - p(i, k)) ** 2;
  }
  return out;
}

/** Integrated Brier score; see {@link integratedBrierOf}. */
export const integratedBrier = (...of: Parameters<typeof integratedBrierOf>): number =>
  meanOf(integratedBrierOf(...of));
