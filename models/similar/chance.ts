/** Whether a count says something or is noise. */

/** Two-sided 95 %. */
export const Z95 = 1.96;
/** One-sided 99.9 %. */
export const Z999 = 3.09;

/** Wilson's score interval of a share (JASA 22, 1927); [0, 1] of no cases. */
export function wilson(count: number, cases: number, z = Z95): [low: number, high: number] {
  if (cases === 0) return [0, 1];
  const p = count / cases;
  const square = z * z;
  const middle = p + square / (2 * cases);
  const spread = z * Math.sqrt((p * (1 - p) + square / (4 * cases)) / cases);
  const scale = 1 + square / cases;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}

/** ln n! for n = 0 … most. */
function logFactorials(most: number): Float64Array {
  const logs = new Float64Array(most + 1);
  for (let n = 1; n <= most; n++) logs[n] = logs[n - 1]! + Math.log(n);
  return logs;
}

/**
 * Fisher's exact test, two-sided: whether `a` of `m` and `b` of `n` may come from the same share. Sums the tables
 * with the same margins that are no likelier than this one.
 */
export function fisher(a: number, m: number, b: number, n: number): number {
  const hits = a + b;
  const logs = logFactorials(m + n);
  const choose = (all: number, some: number) => logs[all]! - logs[some]! - logs[all - some]!;
  const chance = (x: number) => choose(m, x) + choose(n, hits - x) - choose(m + n, hits);
  const here = chance(a) + 1e-9;
  let p = 0;
  for (let x = Math.max(0, hits - n); x <= Math.min(m, hits); x++) {
    const other = chance(x);
    if (other <= here) p += Math.exp(other);
  }
  return Math.min(1, p);
}

/** Of tests with these p-values, which stand out at a false discovery rate (Benjamini and Hochberg, JRSS B 57, 1995). */
export function discoveries(p: readonly number[], rate: number): boolean[] {
  const sorted = [...p].sort((a, b) => a - b);
  const last = sorted.findLastIndex((value, i) => value <= (rate * (i + 1)) / p.length);
  const limit = last < 0 ? -1 : sorted[last]!;
  return p.map((value) => value <= limit);
}
