/** One choice of the nurturing policy, with the probability it was made with. */
import { type Arm, armId, type PolicyMode, type PolicyWeights } from '../../schemas/policy.ts';
import { fixedArm } from './fixed-arms.ts';
import { hashedRandom, hashedUniform } from './seeded-draws.ts';
import { winShares } from './thompson.ts';

export interface Choice {
  arm: Arm;
  /** P(arm), exactly as it was drawn. */
  propensity: number;
  /** Ids of the eligible arms in order, as a decision record keeps them, and of each its probability and mean reward. */
  arms: string[];
  propensities: Float64Array;
  scores: Float64Array;
  mode: PolicyMode;
}

/**
 * Draws an arm: p(a) = (1 − ε)·[(1 − τ)·serving(a) + τ·other(a)] + ε/K over the K eligible arms, where one of the two
 * is the share of posterior draws in which a is the best, the other all on the fixed policy's arm; `mode` says which
 * serves, ε is `exploration` and τ is `trial`.
 *
 * Why an inverse propensity estimate stays unbiased though p comes from finitely many draws: given those draws p is
 * known exactly, and the arm is drawn from it by a number that has nothing to do with them (another hash of the
 * seed). So E[1{arm = a}/p(a)] = 1 given the draws, for every a, as p(a) ≥ ε/K > 0; and what holds given any draws
 * holds over all of them. No limit of many draws is needed; more of them only make p smoother.
 *
 * @param context of `contextOf`
 * @param eligible arms the law and the budgets allow now; their order does not matter
 * @param seed text that no other choice has, such as tenant/lead/seq/version: the same one gives the same choice on
 *   every machine
 * Throws where no arm is eligible, or weights or context are of another layout.
 */
export function choose(
  weights: PolicyWeights,
  context: ArrayLike<number>,
  eligible: readonly Arm[],
  seed: string,
): Choice {
  if (eligible.length === 0) throw new Error('eligible: no arm; add at least NO_TOUCH');
  const byId = new Map(eligible.map((arm) => [armId(arm), arm]));
  const ids = [...byId.keys()].sort();
  const arms = ids.map((id) => byId.get(id)!);
  const { shares, scores } = winShares(weights, context, arms, hashedRandom(`draws ${seed}`));
  const propensities = mix(weights, shares, fixedArm(weights.fixed, context, arms));
  const chosen = drawn(propensities, hashedUniform(`arm ${seed}`));
  return {
    arm: arms[chosen]!,
    propensity: propensities[chosen]!,
    ...{ arms: ids, propensities, scores, mode: weights.mode },
  };
}

function mix({ mode, trial, exploration }: PolicyWeights, shares: Float64Array, fixed: number): Float64Array {
  const learned = mode === 'learned' ? 1 - trial : trial;
  return withFloor(
    shares.map((share, i) => learned * share + (i === fixed ? 1 - learned : 0)),
    exploration,
  );
}

/** (1 − ε)·p + ε/K. */
export const withFloor = (p: Float64Array, exploration: number): Float64Array =>
  p.map((share) => (1 - exploration) * share + exploration / p.length);

/** Index at which the sum of probabilities passes `uniform`. */
function drawn(p: Float64Array, uniform: number): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    sum += p[i]!;
    if (uniform < sum) return i;
  }
  // The sum may end a rounding below 1.
  return p.length - 1;
}
