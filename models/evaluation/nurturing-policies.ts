/** Policies side by side on the same worlds, and one policy's value by estimate beside what it earns when it serves. */
import type { DecisionRecord, PolicyWeights } from '../../schemas/policy.ts';
import { isJudged, leadOf, type PolicyValue, policyValue } from '../policy/off-policy.ts';
import { expectedReward, learned } from '../policy/policies.ts';
import { sumByLead } from '../policy/ratio-estimate.ts';
import { Z95 } from '../similar/chance.ts';
import type { NurturedRun } from '../simulator/nurtured-run.ts';

/** A mean with its 95 % interval, by leads. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

export interface PolicyFigures {
  name: string;
  /** Decisions whose reward is known, and sends of marketing a treated lead. */
  decisions: number;
  touches: number;
  reward: Interval;
  /** A treated lead: its messages, and shares that opted out and that convert in the end. */
  messages: Interval;
  optOuts: Interval;
  conversions: Interval;
  /** This policy less the first of the list, lead by lead. */
  versus?: Record<Measure, Interval>;
}

export const MEASURES = ['reward', 'messages', 'optOuts', 'conversions'] as const;
export type Measure = (typeof MEASURES)[number];

/** Of each lead: a numerator and a denominator. */
type PerLead = Map<string, [above: number, below: number]>;

/** @param runs of one policy, worlds in the same order for all policies; holdouts are left out, they are nobody's */
export function comparePolicies(
  policies: readonly { name: string; runs: readonly NurturedRun[] }[],
): PolicyFigures[] {
  const measured = policies.map(({ runs }) => perLead(runs));
  return policies.map(({ name, runs }, i) => {
    const own = measured[i]!;
    const touches = runs.flatMap(({ sent }) => sent).filter(({ purpose }) => purpose === 'marketing').length;
    const all = Object.fromEntries(MEASURES.map((measure) => [measure, ratio(own[measure])])) as Record<
      Measure,
      Interval
    >;
    const versus = Object.fromEntries(
      MEASURES.map((measure) => [measure, ratio(own[measure], measured[0]![measure])]),
    ) as Record<Measure, Interval>;
    const decisions = [...own.reward.values()].reduce((sum, [, count]) => sum + count, 0);
    return { name, decisions, touches: touches / own.messages.size, ...all, ...(i > 0 && { versus }) };
  });
}

function perLead(runs: readonly NurturedRun[]): Record<Measure, PerLead> {
  const measured: Record<Measure, PerLead> = {
    reward: new Map(),
    messages: new Map(),
    optOuts: new Map(),
    conversions: new Map(),
  };
  for (const { seed, leads, decisions } of runs) {
    for (const { lead, truth, messages, optedOut, everConverts } of leads) {
      if (truth.holdout) continue;
      const key = `${seed}/${lead}`;
      measured.messages.set(key, [messages, 1]);
      measured.optOuts.set(key, [optedOut ? 1 : 0, 1]);
      measured.conversions.set(key, [everConverts ? 1 : 0, 1]);
    }
    const judged = decisions.filter(isJudged);
    const names = judged.map(leadOf);
    const rewards = sumByLead(
      judged.map(({ reward }) => reward),
      names,
    );
    const counts = sumByLead(new Float64Array(judged.length).fill(1), names);
    [...new Set(names)].forEach((name, i) => {
      measured.reward.set(`${seed}/${name}`, [rewards[i]!, counts[i]!]);
    });
  }
  return measured;
}

/**
 * Σ above / Σ below, or the difference of two such ratios over the same leads: the delta method, on what each lead adds
 * to both, so that what is the same in both worlds cancels.
 */
function ratio(own: PerLead, other?: PerLead): Interval {
  const mine = influences(own);
  const theirs = other && influences(other);
  const keys = new Set([...mine.of.keys(), ...(theirs?.of.keys() ?? [])]);
  let squares = 0;
  for (const key of keys) squares += ((mine.of.get(key) ?? 0) - (theirs?.of.get(key) ?? 0)) ** 2;
  const value = mine.value - (theirs?.value ?? 0);
  const margin = Z95 * Math.sqrt(squares);
  return { value, low: value - margin, high: value + margin };
}

function influences(cases: PerLead): { value: number; of: Map<string, number> } {
  let [above, below] = [0, 0];
  for (const [a, b] of cases.values()) {
    above += a;
    below += b;
  }
  const value = above / below;
  return { value, of: new Map([...cases].map(([key, [a, b]]) => [key, (a - value * b) / below])) };
}

export interface EstimateFigures {
  /** From decisions made at random in another world than the one the weights were learned in. */
  estimate: Pick<PolicyValue, 'decisions' | 'effective' | 'snips' | 'doublyRobust'>;
  /** What the same weights earn a decision when they serve that same world. */
  served: Interval;
}

/**
 * @param random decisions made at random, in a world that `weights` were not learned from
 * @param model of rewards, likewise learned elsewhere
 */
export function estimateBeside(
  random: readonly DecisionRecord[],
  weights: PolicyWeights,
  served: NurturedRun,
): EstimateFigures {
  const { decisions, effective, snips, doublyRobust } = policyValue(
    random.filter(isJudged),
    learned(weights),
    expectedReward(weights),
  );
  return {
    estimate: { decisions, effective, snips, doublyRobust },
    served: ratio(perLead([served]).reward),
  };
}
