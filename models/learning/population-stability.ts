/**
 * Population stability index: Σ (share now − share then) · ln(share now / share then) over groups. By custom below .1
 * is stable and from .25 shifted (Siddiqi, Credit Risk Scorecards, 2006). Chance alone makes it about
 * (groups − 1)(1/n + 1/m) (Yurdakul and Naranjo, Journal of Risk Model Validation 14, 2020), which is told beside it.
 */

export const SHIFTED = 0.25;
const TENTHS = 10;
/** Added to every group, so that an empty one counts as rare and not as impossible. */
const HALF = 0.5;

export interface Stability {
  index: number;
  /** What chance alone would make it. */
  byChance: number;
  shifted: boolean;
}

/** @param then shares of groups are compared by counts; at least one of each side */
export function stabilityOf(then: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): Stability {
  const groups = [...new Set([...then.keys(), ...now.keys()])].sort();
  const total = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);
  const [n, m] = [total(then), total(now)];
  const share = (counts: ReadonlyMap<string, number>, all: number, group: string) =>
    ((counts.get(group) ?? 0) + HALF) / (all + HALF * groups.length);
  const index = groups.reduce((sum, group) => {
    const [a, b] = [share(then, n, group), share(now, m, group)];
    return sum + (b - a) * Math.log(b / a);
  }, 0);
  const byChance = (groups.length - 1) * (1 / n + 1 / m);
  return { index, byChance, shifted: index >= SHIFTED && index > 2 * byChance };
}

export function countBy<T>(items: readonly T[], groupOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(groupOf(item), (counts.get(groupOf(item)) ?? 0) + 1);
  return counts;
}

/** Between the tenths of some values, ascending. */
export function tenthEdges(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return Array.from(
    { length: TENTHS - 1 },
    (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / TENTHS)]!,
  );
}

/** Group of a number: its tenth. Ties at an edge go up, so a tenth may be empty. @param edges of {@link tenthEdges} */
export const tenthOf =
  (edges: readonly number[]): ((value: number) => string) =>
  (value) =>
    String(edges.filter((edge) => value >= edge).length);
