/** A ratio of sums over decisions, with intervals that know that decisions of one lead are alike. */
import { resampledRatio } from '../survival/paired-difference.ts';

export interface RatioEstimate {
  value: number;
  /** Of the value, by leads. */
  standardError: number;
  /** 95 %, asymptotic: the delta method over leads. */
  low: number;
  high: number;
  leads: number;
}

export interface ResampledEstimate extends RatioEstimate {
  /** 95 %, percentiles of the bootstrap over leads. */
  bootstrap: [low: number, high: number];
}

const Z95 = 1.96;

/**
 * Σ above / Σ below. With one lead there is no telling how leads differ: the interval is all numbers.
 * @param leads key of the lead of each
 */
export function ratioEstimate(
  above: ArrayLike<number>,
  below: ArrayLike<number>,
  leads: readonly string[],
): RatioEstimate {
  return estimate(sumByLead(above, leads), sumByLead(below, leads));
}

/** The same with the bootstrap's interval, which costs a thousand passes over the leads. */
export function resampledEstimate(
  above: ArrayLike<number>,
  below: ArrayLike<number>,
  leads: readonly string[],
): ResampledEstimate {
  const [a, b] = [sumByLead(above, leads), sumByLead(below, leads)];
  return { ...estimate(a, b), bootstrap: a.length < 2 ? [-Infinity, Infinity] : resampledRatio(a, b) };
}

/** @param a sums above of each lead @param b sums below */
function estimate(a: Float64Array, b: Float64Array): RatioEstimate {
  const leads = a.length;
  const total = sumOf(b);
  const value = sumOf(a) / total;
  if (leads < 2) return { value, standardError: Infinity, low: -Infinity, high: Infinity, leads };
  const squares = sumOf(a.map((x, i) => (x - value * b[i]!) ** 2));
  const standardError = Math.sqrt((squares * leads) / (leads - 1)) / total;
  return { value, standardError, low: value - Z95 * standardError, high: value + Z95 * standardError, leads };
}

/** Sums in order of the first decision of each lead. */
export function sumByLead(values: ArrayLike<number>, leads: readonly string[]): Float64Array {
  const sums = new Map<string, number>();
  leads.forEach((lead, i) => {
    sums.set(lead, (sums.get(lead) ?? 0) + values[i]!);
  });
  return Float64Array.from(sums.values());
}

const sumOf = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0);
