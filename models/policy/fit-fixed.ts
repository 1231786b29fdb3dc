/** The best fixed arm by segment group: mean reward of each arm, as if it had been taken by chance. */
import type { PolicyWeights } from '../../schemas/policy.ts';
import { groupOf } from './context.ts';
import type { Rewarded } from './rewarded.ts';

/** Rewards an arm's mean over all leads is worth in a group, and the mean of all arms in an arm's. */
const WORTH = 20;

interface Sum {
  weights: number;
  squares: number;
  rewards: number;
}

/**
 * Self-normalised inverse propensity means, so that an arm that was given to promising leads is not praised for them;
 * shrunk, by how many rewards they rest on, towards the arm's mean over all groups, and that towards the mean of all.
 * @returns segment group → arm id → mean reward; arms never taken in any group are not named
 */
export function fitFixed(records: readonly Rewarded[]): PolicyWeights['fixed'] {
  const all: Sum = { weights: 0, squares: 0, rewards: 0 };
  const arms = new Map<string, Sum>();
  const groups = new Map<string, Map<string, Sum>>();
  for (const record of records) {
    const { chosen } = record;
    const group = groupOf(record.context);
    if (!groups.has(group)) groups.set(group, new Map());
    for (const sum of [all, sumIn(arms, chosen), sumIn(groups.get(group)!, chosen)]) count(sum, record);
  }
  if (all.weights === 0) return {};
  const overall = all.rewards / all.weights;
  const table = [...groups].sort().map(([group, own]) => {
    const scores = [...arms].sort().map(([arm, sum]) => {
      const everywhere = shrunk(sum, overall);
      return [arm, own.has(arm) ? shrunk(own.get(arm)!, everywhere) : everywhere] as const;
    });
    return [group, Object.fromEntries(scores)] as const;
  });
  return Object.fromEntries(table);
}

function sumIn(sums: Map<string, Sum>, key: string): Sum {
  const sum = sums.get(key) ?? { weights: 0, squares: 0, rewards: 0 };
  sums.set(key, sum);
  return sum;
}

function count(sum: Sum, { weight, propensity, reward }: Rewarded): void {
  const share = weight / propensity;
  sum.weights += share;
  sum.squares += share * share;
  sum.rewards += share * reward;
}

/** Kish's effective number of rewards says how far the mean may leave what it is shrunk to. */
function shrunk({ weights, squares, rewards }: Sum, towards: number): number {
  const effective = weights ** 2 / squares;
  return (effective * (rewards / weights) + WORTH * towards) / (effective + WORTH);
}
