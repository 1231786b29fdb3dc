/** How well forecasts rank: concordance and area under the curve, in n·log n by counting in a Fenwick tree. */
import { censoringWeights, convertedWithin } from './brier.ts';
import { watchedCurve } from './product-limit.ts';
import type { Forecasted } from './seen.ts';
import { valueBefore } from './step-curve.ts';

/** Weight at each rank of forecast, and sums over the ranks below. */
class RankedWeight {
  private readonly tree: Float64Array;
  private readonly rankOf: Map<number, number>;
  total = 0;

  constructor(forecasts: readonly number[]) {
    const distinct = [...new Set(forecasts)].sort((a, b) => a - b);
    this.rankOf = new Map(distinct.map((p, rank) => [p, rank]));
    this.tree = new Float64Array(distinct.length + 1);
  }

  add(p: number, weight: number): void {
    this.total += weight;
    for (let i = this.rankOf.get(p)! + 1; i < this.tree.length; i += i & -i) this.tree[i]! += weight;
  }

  /** Weight below the forecast, ties by half. */
  below(p: number): number {
    const rank = this.rankOf.get(p)!;
    return (this.sum(rank) + this.sum(rank + 1)) / 2;
  }

  private sum(ranks: number): number {
    let sum = 0;
    for (let i = ranks; i > 0; i -= i & -i) sum += this.tree[i]!;
    return sum;
  }
}

/**
 * Of pairs where one converted while the other had not or was lost: how often it had the higher forecast, ties by
 * half. Without losses this is Harrell's C (JAMA 247, 1982); with them Wolbers et al., Epidemiology 20, 2009.
 * @param weightOf what the pairs of a converted case count
 * @returns NaN where no pair can be compared
 */
function comparePairs(cases: readonly Forecasted[], weightOf: (c: Forecasted) => number): number {
  const ranked = new RankedWeight(cases.map((c) => c.p));
  for (const c of cases) if (c.result === 'lost') ranked.add(c.p, 1);
  const rest = cases.filter((c) => c.result !== 'lost').sort((a, b) => b.days - a.days);
  let [right, pairs] = [0, 0];
  for (let i = 0; i < rest.length; ) {
    let end = i;
    while (end < rest.length && rest[end]!.days === rest[i]!.days) end++;
    const sameDay = rest.slice(i, end);
    // Who is censored on the day of another's conversion was still open then.
    for (const c of sameDay) if (c.result === 'open') ranked.add(c.p, 1);
    for (const c of sameDay) {
      if (c.result !== 'converted') continue;
      const weight = weightOf(c);
      right += weight * ranked.below(c.p);
      pairs += weight * ranked.total;
    }
    for (const c of sameDay) if (c.result === 'converted') ranked.add(c.p, 1);
    i = end;
  }
  return right / pairs;
}

export const concordance = (cases: readonly Forecasted[]): number => comparePairs(cases, () => 1);

/**
 * Uno's C: conversions up to the horizon, weighted so that the figure does not depend on when sight ended
 * (Uno et al., Statistics in Medicine 30, 2011).
 */
export function unoConcordance(cases: readonly Forecasted[], horizon: number): number {
  const watched = watchedCurve(cases);
  return comparePairs(cases, (c) =>
    c.days <= horizon ? 1 / Math.max(valueBefore(watched, c.days), 1e-3) ** 2 : 0,
  );
}

/** Of pairs of one converted by the horizon and one not: how often it had the higher forecast (cumulative/dynamic AUC). */
export function aucAt(cases: readonly Forecasted[], horizon: number): number {
  const counts = censoringWeights(cases, horizon);
  const ranked = new RankedWeight(cases.map((c) => c.p));
  cases.forEach((c, i) => {
    if (convertedWithin(c, horizon) === 0 && counts[i]! > 0) ranked.add(c.p, counts[i]!);
  });
  let [right, pairs] = [0, 0];
  cases.forEach((c, i) => {
    if (convertedWithin(c, horizon) === 0) return;
    right += counts[i]! * ranked.below(c.p);
    pairs += counts[i]! * ranked.total;
  });
  return right / pairs;
}
