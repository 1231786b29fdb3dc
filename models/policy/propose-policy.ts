/** Whether it is time for new weights, and which: enough rewards, something new among them, and a day since the last. */
import type { DecisionRecord, PolicyWeights } from '../../schemas/policy.ts';
import { CONTEXT_NAMES } from './context.ts';
import { fit } from './fit.ts';
import { learnPolicy } from './learn-policy.ts';
import { isJudged } from './off-policy.ts';
import { cadencePrior } from './prior.ts';
import type { Takeover } from './takes-over.ts';

/** Rewards below which nothing is learned: the prior's cadence serves. */
export const LEAST_REWARDS = 200;
/** Weights stay at least as long: what they bring is to be seen before the next. */
export const LEAST_AGE_MS = 86_400_000;

/** What weights were learned from. */
export interface Rewards {
  count: number;
  /** Time of the newest decision, epoch ms. */
  newest: number;
}

export interface PolicyProposal {
  weights: PolicyWeights;
  why: string;
  rewards: Rewards;
  /** The policy that serves against the one it was measured against. */
  learned: Takeover;
  table: Takeover;
}

/** What serves before anything was learned. Deterministic, so that every process has the same. */
export const firstWeights = (): PolicyWeights => fit([], cadencePrior(), 0);

/** Decisions to learn from: their reward is known, and they are described as this version describes them. */
export const learnable = (records: readonly DecisionRecord[]): DecisionRecord[] =>
  records.filter(
    (record) =>
      isJudged(record) &&
      record.context.length === CONTEXT_NAMES.length &&
      record.arms.includes(record.chosen),
  );

/**
 * @param records learnable ones of one tenant
 * @param known what the weights in force were learned from, and since when they are (epoch ms); null: there are none
 * @param now epoch ms
 * @returns null where it is not time
 */
export function proposePolicy(
  records: readonly DecisionRecord[],
  known: { rewards: Rewards; since: number } | null,
  now: number,
): PolicyProposal | null {
  if (records.length < LEAST_REWARDS) return null;
  const rewards = rewardsOf(records);
  if (known && (now - known.since < LEAST_AGE_MS || same(known.rewards, rewards))) return null;
  const { weights, learned, table } = learnPolicy(records, cadencePrior(), now);
  return { weights, why: reasonOf(weights, learned, table), rewards, learned, table };
}

const rewardsOf = (records: readonly DecisionRecord[]): Rewards => ({
  count: records.length,
  newest: records.reduce((newest, { at }) => Math.max(newest, at), 0),
});

const same = (a: Rewards, b: Rewards): boolean => a.count === b.count && a.newest === b.newest;

function reasonOf(weights: PolicyWeights, learned: Takeover, table: Takeover): string {
  const fixed = table.takesOver ? 'the best fixed arm of each segment group' : 'the fixed cadence';
  return weights.mode === 'learned'
    ? `The learned policy serves, measured against ${fixed}. ${learned.why}`
    : `Fixed: ${fixed} serves. The learned policy: ${learned.why} The table of fixed arms: ${table.why}`;
}
