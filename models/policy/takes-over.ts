/** Whether one policy may take the place of another: only what is better on the same decisions, beyond chance. */
import { effectiveLeads, type Judged, leadOf, robustly, weightOf } from './off-policy.ts';
import type { PerArm } from './policies.ts';
import { type RatioEstimate, ratioEstimate } from './ratio-estimate.ts';

/** Probability of ever letting a policy take over that is no better, however often it is asked. */
export const ALPHA = 0.05;
/** Effective leads of the newcomer below which there is no verdict: the interval below is one of large numbers. */
export const LEAST_EFFECTIVE = 200;
/** Leads at which the interval that may be looked at all the time is the tightest. */
const TIGHTEST = 1000;

export interface Takeover {
  takesOver: boolean;
  /** In words, with the numbers. */
  why: string;
  /** Newcomer less incumbent, reward a decision: at one look, and [low, high] over all looks. */
  difference: RatioEstimate;
  always: [low: number, high: number];
  effective: number;
}

/**
 * Paired: both are asked of the same decisions, and what they agree on cancels. Doubly robust, clustered by lead.
 * `always` is an asymptotic confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform
 * central limit theory and asymptotic confidence sequences", Annals of Statistics 52, 2024, theorem 2.2), since this
 * is asked after every fit and an interval of one look would in the end let anything through.
 *
 * @param records on which none of the three was fitted
 * @param expected reward of each arm by some model; a bad one costs width, not truth
 */
export function takesOver(
  newcomer: PerArm,
  incumbent: PerArm,
  records: readonly Judged[],
  expected: PerArm,
): Takeover {
  const leads = records.map(leadOf);
  const weights = new Float64Array(records.length);
  const gains = records.map((record, i) => {
    const [mine, theirs] = [newcomer(record), incumbent(record)];
    weights[i] = weightOf(record, mine);
    return robustly(
      record,
      mine.map((p, arm) => p - theirs[arm]!),
      expected(record),
    );
  });
  const difference = ratioEstimate(gains, new Float64Array(records.length).fill(1), leads);
  const margin = alwaysMargin(difference);
  const always: [number, number] = [difference.value - margin, difference.value + margin];
  const effective = effectiveLeads(weights, leads);
  return { ...verdict(always, effective), difference, always, effective };
}

function verdict([low, high]: [number, number], effective: number): Pick<Takeover, 'takesOver' | 'why'> {
  const between = `${low.toFixed(4)} to ${high.toFixed(4)} a decision`;
  if (effective < LEAST_EFFECTIVE)
    return {
      takesOver: false,
      why: `Too little to go by: ${Math.floor(effective)} effective leads of ${LEAST_EFFECTIVE} needed.`,
    };
  if (low > 0) return { takesOver: true, why: `Better on the same decisions by ${between}.` };
  if (high < 0) return { takesOver: false, why: `Worse on the same decisions: ${between}.` };
  return {
    takesOver: false,
    why: `Not shown to be better: the difference is ${between}, and 0 is among them.`,
  };
}

function alwaysMargin({ standardError, leads }: RatioEstimate): number {
  if (leads < 2) return Number.POSITIVE_INFINITY;
  const log = -2 * Math.log(ALPHA);
  const spread = (leads * (log + Math.log(log + 1))) / TIGHTEST;
  return standardError * Math.sqrt((2 * (spread + 1) * Math.log(Math.sqrt(spread + 1) / ALPHA)) / spread);
}
