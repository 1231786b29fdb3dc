/** Weights of the policy from rewards: Bayesian linear regression, and the table of the best fixed arm. */
import { createHash } from 'node:crypto';
import { armOf, type DecisionRecord, type PolicyWeights } from '../../schemas/policy.ts';
import { cholesky, solveSymmetric } from '../survival/solve-symmetric.ts';
import { fitFixed } from './fit-fixed.ts';
import { DIMENSIONS, jointFeatures } from './joint-features.ts';
import type { PolicyPrior } from './prior.ts';
import { type Rewarded, rewarded } from './rewarded.ts';

/**
 * The conjugate posterior of a linear model with unknown noise (Gelman et al., "Bayesian Data Analysis", ch. 14):
 * precision Λ = Λ₀ + Σ w·x·xᵀ in units of the noise, mean Λ⁻¹(Λ₀μ₀ + Σ w·x·r); each reward weighs 2^(−age/half-life).
 * The same records in any order give the same bits.
 *
 * @param records those without a reward are left out
 * @param now epoch ms
 * @returns weights in mode `fixed` with the fitted table; whether either may serve is for `learnPolicy` to say
 */
export function fit(records: readonly DecisionRecord[], prior: PolicyPrior, now: number): PolicyWeights {
  const known = rewarded(records, prior.halfLifeDays, now);
  const { precision, mean, noise } = posterior(known, prior);
  return versioned({
    mode: 'fixed',
    mean: [...mean],
    factor: inverseFactor(precision),
    noise,
    exploration: prior.exploration,
    trial: prior.trial,
    samples: known.length,
    fixed: fitFixed(known),
  });
}

/** Named by a hash of what it is. */
export function versioned(weights: Omit<PolicyWeights, 'version'>): PolicyWeights {
  const version = createHash('sha256').update(JSON.stringify(weights)).digest('hex').slice(0, 12);
  return { version, ...weights };
}

function posterior(records: readonly Rewarded[], prior: PolicyPrior) {
  const precision = new Float64Array(DIMENSIONS ** 2);
  const target = prior.mean.map((mean, i) => mean * prior.precision[i]!);
  for (let i = 0; i < DIMENSIONS; i++) precision[i * DIMENSIONS + i] = prior.precision[i]!;
  let squares = prior.mean.reduce((sum, mean, i) => sum + mean * target[i]!, 0);
  let count = prior.noiseWorth;
  for (const { context, chosen, reward, weight } of records) {
    const arm = armOf(chosen);
    if (!arm) throw new Error(`chosen: ${chosen} is no arm; use channel/strategy/delay`);
    const { positions, values } = jointFeatures(context, arm);
    for (let a = 0; a < positions.length; a++) {
      const [row, scaled] = [positions[a]!, weight * values[a]!];
      target[row]! += scaled * reward;
      for (let b = 0; b < positions.length; b++)
        precision[row * DIMENSIONS + positions[b]!]! += scaled * values[b]!;
    }
    squares += weight * reward * reward;
    count += weight;
  }
  const mean = solveSymmetric(precision, target);
  const unexplained = squares - mean.reduce((sum, m, i) => sum + m * target[i]!, 0);
  const noise = Math.sqrt((prior.noiseWorth * prior.noise ** 2 + Math.max(0, unexplained)) / count);
  return { precision, mean, noise };
}

/** L⁻¹ of Λ = L·Lᵀ, its lower triangle column by column. */
function inverseFactor(precision: Float64Array): number[] {
  const l = cholesky(precision, DIMENSIONS);
  const packed: number[] = [];
  for (let column = 0; column < DIMENSIONS; column++) {
    const x = new Float64Array(DIMENSIONS);
    for (let row = column; row < DIMENSIONS; row++) {
      let sum = row === column ? 1 : 0;
      for (let k = column; k < row; k++) sum -= l[row * DIMENSIONS + k]! * x[k]!;
      x[row] = sum / l[row * DIMENSIONS + row]!;
      packed.push(x[row]!);
    }
  }
  return packed;
}
