/** A ratio of sums over decisions, with intervals that know that decisions of one lead are alike. */
import { resampledRatio } from '../survival/paired-difference.ts';

export interface RatioEstimate {
  value: number;
  /** Of the value, by leads. */
  standardError: number;
  /** 95 %, asymptotic: the delta method over leads. */
  low: number;
  high: number;
  /** 95 %, percentiles of the bootstrap over leads. */
  bootstrap: [low: number, high: number];
  leads: number;
}

const Z95 = 1.96;

/**
 * Σ above / Σ below. With one lead there is no telling how leads differ: the intervals are all numbers.
 * @param leads key of the lead of each
 */
export function ratioEstimate(
  above: ArrayLike<number>,
  below: ArrayLike<number>,
  leads: readonly string[],
): RatioEstimate {
  const [a, b] = [sumByLead(above, leads), sumByLead(below, leads)];
  const count = a.length;
  const total = sumOf(b);
  const value = sumOf(a) / total;
  if (count < 2 || !Number.isFinite(value)) {
    const all: [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    return {
      value,
      standardError: Number.POSITIVE_INFINITY,
      low: all[0],
      high: all[1],
      bootstrap: all,
      leads: count,
    };
  }
  const squares = sumOf(a.map((x, i) => (x - value * b[i]!) ** 2));
  const standardError = Math.sqrt((squares * count) / (count - 1)) / total;
  const [low, high] = [value - Z95 * standardError, value + Z95 * standardError];
  return { value, standardError, low, high, bootstrap: resampledRatio(a, b), leads: count };
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
