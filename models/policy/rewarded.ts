/** Decisions to learn from: those whose reward is known, and how much each still counts. */
import type { DecisionRecord } from '../../schemas/policy.ts';

const DAY_MS = 86_400_000;

export interface Rewarded extends DecisionRecord {
  reward: number;
  /** 2^(−age/half-life). */
  weight: number;
}

/**
 * In order of time, so that sums come out the same whatever order they arrived in.
 * @param now epoch ms
 */
export function rewarded(records: readonly DecisionRecord[], halfLifeDays: number, now: number): Rewarded[] {
  return records
    .flatMap((record) => {
      const { reward, at } = record;
      if (reward === undefined) return [];
      return [{ ...record, reward, weight: 2 ** (-Math.max(0, now - at) / DAY_MS / halfLifeDays) }];
    })
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
