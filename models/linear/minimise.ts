/**
 * Minimises a smooth function by L-BFGS (Liu and Nocedal, Mathematical Programming 45, 1989) with backtracking.
 * Deterministic. The problems here are convex and small; it stops when progress is negligible.
 */

/** Returns the value at `x` and writes the gradient into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

const MEMORY = 8;
const SUFFICIENT = 1e-4;
const NEGLIGIBLE = 1e-7;

interface Pair {
  s: Float64Array;
  y: Float64Array;
  rho: number;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

/** −H·gradient by the two-loop recursion. */
function direction(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const d = gradient.map((g) => -g);
  const alphas: number[] = [];
  for (let p = pairs.length - 1; p >= 0; p--) {
    const { s, y, rho } = pairs[p]!;
    const alpha = rho * dot(s, d);
    alphas[p] = alpha;
    for (let i = 0; i < d.length; i++) d[i]! -= alpha * y[i]!;
  }
  const last = pairs.at(-1);
  const scale = last
    ? 1 / (last.rho * dot(last.y, last.y))
    : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
  for (let i = 0; i < d.length; i++) d[i]! *= scale;
  pairs.forEach(({ s, y, rho }, p) => {
    const beta = rho * dot(y, d);
    for (let i = 0; i < d.length; i++) d[i]! += s[i]! * (alphas[p]! - beta);
  });
  return d;
}

/** @returns the best point found; `start` is not changed */
export function minimise(objective: Objective, start: Float64Array, iterations: number): Float64Array {
  let x = start.slice();
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  const pairs: Pair[] = [];
  for (let n = 0; n < iterations; n++) {
    const d = direction(gradient, pairs);
    const slope = dot(gradient, d);
    if (!(slope < 0)) break;
    const next = new Float64Array(x.length);
    const nextGradient = new Float64Array(x.length);
    let step = 1;
    let nextValue = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 30; tries++, step /= 2) {
      for (let i = 0; i < x.length; i++) next[i] = x[i]! + step * d[i]!;
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + SUFFICIENT * step * slope) break;
    }
    if (!(nextValue < value)) break;
    const s = next.map((v, i) => v - x[i]!);
    const y = nextGradient.map((v, i) => v - gradient[i]!);
    const curvature = dot(s, y);
    if (curvature > 1e-12) pairs.push({ s, y, rho: 1 / curvature });
    if (pairs.length > MEMORY) pairs.shift();
    const progress = value - nextValue;
    [x, gradient, value] = [next, nextGradient, nextValue];
    if (progress < NEGLIGIBLE * Math.max(1, Math.abs(value))) break;
  }
  return x;
}
