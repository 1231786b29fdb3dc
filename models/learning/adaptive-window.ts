/**
 * ADWIN (Bifet and Gavaldà, "Learning from time-changing data with adaptive windowing", SDM 2007): the mean of a
 * stream over a window that drops its older part once that part's mean is surely another. While nothing changes, a
 * false alarm has probability at most `delta` at each step. Values in [0, 1]; memory and time logarithmic.
 */

export interface Change {
  /** Index of the value that gave it away. */
  index: number;
  /** Means of what was dropped and of what stayed. */
  before: number;
  after: number;
}

interface Bucket {
  count: number;
  sum: number;
  squares: number;
}

/** Buckets of one size before the two oldest are made one. */
const OF_A_SIZE = 5;
/** Values on either side of a cut, at least. */
const LEAST = 5;

/** @returns every change found, oldest first */
export function findChanges(values: ArrayLike<number>, delta: number): Change[] {
  const changes: Change[] = [];
  let window: Bucket[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    window.push({ count: 1, sum: value, squares: value * value });
    window = compressed(window);
    for (let cut = cutOf(window, delta); cut > 0; cut = cutOf(window, delta)) {
      const [dropped, kept] = [window.slice(0, cut), window.slice(cut)];
      changes.push({ index, before: meanOf(dropped), after: meanOf(kept) });
      window = kept;
    }
  }
  return changes;
}

/** Oldest first; sizes never rise towards the newest, so equal ones lie together. */
function compressed(window: Bucket[]): Bucket[] {
  const buckets = window;
  for (let end = buckets.length; end > 0; ) {
    const size = buckets[end - 1]!.count;
    let start = end;
    while (start > 0 && buckets[start - 1]!.count === size) start--;
    if (end - start <= OF_A_SIZE) return buckets;
    buckets.splice(start, 2, merged(buckets[start]!, buckets[start + 1]!));
    end = start + 1;
  }
  return buckets;
}

const merged = (a: Bucket, b: Bucket): Bucket => ({
  count: a.count + b.count,
  sum: a.sum + b.sum,
  squares: a.squares + b.squares,
});

/** How many of the oldest buckets to drop; 0 where no cut separates two means. */
function cutOf(window: readonly Bucket[], delta: number): number {
  const all = window.reduce(merged, { count: 0, sum: 0, squares: 0 });
  if (all.count < 2 * LEAST) return 0;
  const variance = Math.max(0, all.squares / all.count - (all.sum / all.count) ** 2);
  const log = Math.log((2 * Math.log(all.count)) / delta);
  let [count, sum] = [0, 0];
  for (let cut = 1; cut < window.length; cut++) {
    count += window[cut - 1]!.count;
    sum += window[cut - 1]!.sum;
    const left = all.count - count;
    if (count < LEAST || left < LEAST) continue;
    const m = 1 / (1 / count + 1 / left);
    const margin = Math.sqrt((2 / m) * variance * log) + (2 / (3 * m)) * log;
    if (Math.abs(sum / count - (all.sum - sum) / left) >= margin) return cut;
  }
  return 0;
}

const meanOf = (buckets: readonly Bucket[]): number => {
  const { count, sum } = buckets.reduce(merged, { count: 0, sum: 0, squares: 0 });
  return sum / count;
};
