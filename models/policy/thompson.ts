/**
 * Thompson sampling (Biometrika 25, 1933) over a Bayesian linear model of the reward (Agrawal and Goyal, ICML 2013):
 * how often each arm is the best, when the weights are drawn from what is believed of them.
 */
import type { Arm, PolicyWeights } from '../../schemas/policy.ts';
import { cholesky } from '../survival/solve-symmetric.ts';
import { CONTEXT_NAMES } from './context.ts';
import { DIMENSIONS, type JointFeatures, jointFeatures } from './joint-features.ts';
import { fillNormals } from './seeded-draws.ts';

/** Draws of a choice: shares are known to 1 in 128, within the time a choice may take. */
export const DRAWS = 128;

/** Posterior mean reward of each arm. */
export function meanRewards(
  weights: PolicyWeights,
  context: ArrayLike<number>,
  arms: readonly Arm[],
): Float64Array {
  return meansOf(weights, featuresOf(weights, context, arms));
}

/**
 * Share of {@link DRAWS} in which each arm has the highest reward; a tie goes to the arm named first.
 *
 * The rewards of K arms under the posterior are normal themselves, with covariance σ²·V·Vᵀ where row a of V is
 * L⁻¹·x(a): drawing those K numbers is the same as drawing all weights, and cheaper.
 * @param random uniform in [0, 1)
 */
export function winShares(
  weights: PolicyWeights,
  context: ArrayLike<number>,
  arms: readonly Arm[],
  random: () => number,
): { shares: Float64Array; scores: Float64Array } {
  const features = featuresOf(weights, context, arms);
  const scores = meansOf(weights, features);
  const spread = cholesky(covariance(features.map((x) => whitened(weights.factor, x))), arms.length);
  return { shares: countWins(scores, spread, weights.noise, random), scores };
}

/** Throws where the weights or the context are of another layout than this code's. */
function featuresOf(
  weights: PolicyWeights,
  context: ArrayLike<number>,
  arms: readonly Arm[],
): JointFeatures[] {
  const [d, entries] = [weights.mean.length, CONTEXT_NAMES.length];
  if (d !== DIMENSIONS || weights.factor.length !== (DIMENSIONS * (DIMENSIONS + 1)) / 2)
    throw new Error(`policy weights: ${d} features where ${DIMENSIONS} are known; fit them again`);
  if (context.length !== entries)
    throw new Error(`context: ${context.length} entries, not ${entries}; make it with contextOf`);
  return arms.map((arm) => jointFeatures(context, arm));
}

const meansOf = ({ mean }: PolicyWeights, features: readonly JointFeatures[]): Float64Array =>
  Float64Array.from(features, ({ positions, values }) => {
    let sum = 0;
    for (let n = 0; n < positions.length; n++) sum += mean[positions[n]!]! * values[n]!;
    return sum;
  });

/** L⁻¹·x. @param factor packed by column */
function whitened(factor: readonly number[], { positions, values }: JointFeatures): Float64Array {
  const v = new Float64Array(DIMENSIONS);
  for (let n = 0; n < positions.length; n++) {
    const [column, value] = [positions[n]!, values[n]!];
    if (value === 0) continue;
    const start = column * v.length - (column * (column + 1)) / 2;
    for (let row = column; row < v.length; row++) v[row]! += factor[start + row]! * value;
  }
  return v;
}

/** V·Vᵀ, row-major; the upper triangle only. */
function covariance(rows: readonly Float64Array[]): Float64Array {
  const n = rows.length;
  const all = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const a = rows[i]!;
    for (let j = i; j < n; j++) {
      const b = rows[j]!;
      let sum = 0;
      for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
      all[i * n + j] = sum;
    }
  }
  return all;
}

function countWins(
  scores: Float64Array,
  spread: Float64Array,
  noise: number,
  random: () => number,
): Float64Array {
  const n = scores.length;
  // An arm whose reward hangs on those before it has no spread of its own.
  for (let i = 0; i < n; i++) if (spread[i * n + i] === Number.POSITIVE_INFINITY) spread[i * n + i] = 0;
  const [normals, apart] = [new Float64Array(n), new Float64Array(n)];
  const shares = new Float64Array(n);
  for (let draw = 0; draw < DRAWS; draw += 2) {
    fillNormals(normals, random);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let k = 0, at = i * n; k <= i; k++, at++) sum += spread[at]! * normals[k]!;
      apart[i] = noise * sum;
    }
    // A draw and its mirror image: each is as likely as the other, and two cost little more than one.
    shares[winner(scores, apart, 1)]! += 1 / DRAWS;
    shares[winner(scores, apart, -1)]! += 1 / DRAWS;
  }
  return shares;
}

function winner(scores: Float64Array, apart: Float64Array, sign: number): number {
  let [best, most] = [0, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < scores.length; i++) {
    const reward = scores[i]! + sign * apart[i]!;
    if (reward > most) {
      most = reward;
      best = i;
    }
  }
  return best;
}
