/** Policies as off-policy estimates see them: of a decision's eligible arms, how likely each is. */
import { type Arm, armOf, type DecisionRecord, type PolicyWeights } from '../../schemas/policy.ts';
import { withFloor } from './choose.ts';
import { fixedArm } from './fixed-arms.ts';
import { hashedRandom } from './seeded-draws.ts';
import { meanRewards, winShares } from './thompson.ts';

/** What a policy is told of a decision: nothing that came after it. */
export type Asked = Pick<DecisionRecord, 'id' | 'tenant' | 'lead' | 'context' | 'arms'>;

/** One number an arm, in order of `arms`: probabilities of a policy, or rewards expected. */
export type PerArm = (asked: Asked) => Float64Array;

export const random: PerArm = ({ arms }) => new Float64Array(arms.length).fill(1 / arms.length);

/** The cadence of `cadenceArm`. @param exploration share spread over all arms; 0 gives the cadence itself */
export const fixedCadence = (exploration: number): PerArm => bestFixed({ fixed: {}, exploration });

/** The best arm of the lead's segment group by a fitted table. */
export function bestFixed({ fixed, exploration }: Pick<PolicyWeights, 'fixed' | 'exploration'>): PerArm {
  return ({ context, arms }) => {
    const p = new Float64Array(arms.length);
    p[fixedArm(fixed, context, armsOf(arms))] = 1;
    return withFloor(p, exploration);
  };
}

/** Thompson sampling. A decision's draws are its own, by its id, and none of those it was logged with. */
export function learned(weights: PolicyWeights): PerArm {
  return ({ id, context, arms }) => {
    const { shares } = winShares(weights, context, armsOf(arms), hashedRandom(`estimate ${id}`));
    return withFloor(shares, weights.exploration);
  };
}

/** Posterior mean reward of each arm. */
export const expectedReward =
  (weights: PolicyWeights): PerArm =>
  ({ context, arms }) =>
    meanRewards(weights, context, armsOf(arms));

function armsOf(ids: readonly string[]): Arm[] {
  return ids.map((id) => {
    const arm = armOf(id);
    if (!arm) throw new Error(`arms: ${id} is no arm; use channel/strategy/delay`);
    return arm;
  });
}
