/**
 * Stacks curves of several models: the convex combination with the least integrated Brier score on forecasts of rows
 * none of them learned from (super learner; van der Laan et al., 2007, with the loss of Graf et al., 1999).
 */
import { convertedWithin, createCensoringWeights } from './brier.ts';
import type { Seen } from './seen.ts';

const ROUNDS = 500;
const SETTLED = 1e-10;

/** Minimises wᵀAw − 2bᵀw over w ≥ 0, Σw = 1, moving weight between two at a time. */
export function minimiseOnSimplex(a: readonly Float64Array[], b: Float64Array): Float64Array {
  const w = new Float64Array(b.length).fill(1 / b.length);
  const slope = (m: number) => a[m]!.reduce((sum, value, k) => sum + value * w[k]!, 0) - b[m]!;
  for (let round = 0; round < ROUNDS; round++) {
    let moved = 0;
    for (let m = 0; m < w.length; m++)
      for (let k = m + 1; k < w.length; k++) {
        const curvature = a[m]![m]! + a[k]![k]! - 2 * a[m]![k]!;
        if (!(curvature > 0)) continue;
        const step = Math.max(-w[m]!, Math.min(w[k]!, (slope(k) - slope(m)) / curvature));
        w[m]! += step;
        w[k]! -= step;
        moved = Math.max(moved, Math.abs(step));
      }
    if (moved < SETTLED) break;
  }
  return w;
}

/**
 * @param curves by model, by case: P(converted by each of `days`)
 * @param days an even grid
 * @returns one weight a model, summing to 1
 */
export function stackCurves(
  seen: readonly Seen[],
  curves: readonly (readonly ArrayLike<number>[])[],
  days: ArrayLike<number>,
): Float64Array {
  const models = curves.length;
  const a = Array.from({ length: models }, () => new Float64Array(models));
  const b = new Float64Array(models);
  const weightsAt = createCensoringWeights(seen);
  for (let d = 0; d < days.length; d++) {
    const counts = weightsAt(days[d]!);
    seen.forEach((s, i) => {
      const count = counts[i]!;
      if (count === 0) return;
      const truth = convertedWithin(s, days[d]!);
      for (let m = 0; m < models; m++) {
        const p = curves[m]![i]![d]!;
        b[m]! += count * p * truth;
        for (let k = 0; k < models; k++) a[m]![k]! += count * p * curves[k]![i]![d]!;
      }
    });
  }
  return minimiseOnSimplex(a, b);
}
