/**
 * What a policy would have earned a decision, from decisions another one made. A screen, not a verdict: whether touches
 * help is for the holdout to say.
 *
 * IPS: Horvitz and Thompson, JASA 47 (1952). Self-normalised: Swaminathan and Joachims, NeurIPS 2015. Doubly robust:
 * Dudík, Langford and Li, ICML 2011.
 */
import type { DecisionRecord } from '../../schemas/policy.ts';
import type { PerArm } from './policies.ts';
import { type ResampledEstimate, resampledEstimate, sumByLead } from './ratio-estimate.ts';

/** A decision whose reward is known. */
export type Judged = DecisionRecord & { reward: number };

export interface PolicyValue {
  decisions: number;
  /** Kish's effective number of leads: (Σw)²/Σw² of their summed weights. */
  effective: number;
  ips: ResampledEstimate;
  snips: ResampledEstimate;
  doublyRobust: ResampledEstimate;
}

export const isJudged = (record: DecisionRecord): record is Judged => record.reward !== undefined;

/** Nothing crosses tenants, and nor does the name of a lead. */
export const leadOf = ({ tenant, lead }: Pick<DecisionRecord, 'tenant' | 'lead'>): string =>
  `${tenant}/${lead}`;

/**
 * Mean reward a decision under `policy`.
 * @param records on which neither the policy nor `expected` was fitted, else all is flattery
 * @param expected reward of each arm, by some model: the better, the narrower the doubly robust interval
 */
export function policyValue(records: readonly Judged[], policy: PerArm, expected: PerArm): PolicyValue {
  const leads = records.map(leadOf);
  const ones = new Float64Array(records.length).fill(1);
  const weights = Float64Array.from(records, (record) => weightOf(record, policy(record)));
  const earned = weights.map((weight, i) => weight * records[i]!.reward);
  return {
    decisions: records.length,
    effective: effectiveLeads(weights, leads),
    ips: resampledEstimate(earned, ones, leads),
    snips: resampledEstimate(earned, weights, leads),
    doublyRobust: resampledEstimate(
      records.map((record) => robustly(record, policy(record), expected(record))),
      ones,
      leads,
    ),
  };
}

/** π(chosen) / propensity. */
export function weightOf(record: Judged, p: Float64Array): number {
  return p[chosenOf(record)]! / record.propensity;
}

/** One decision's part of the doubly robust estimate. Linear in p: of a difference of policies it is the difference. */
export function robustly(record: Judged, p: Float64Array, expected: Float64Array): number {
  const modelled = p.reduce((sum, share, i) => sum + share * expected[i]!, 0);
  const surprise = record.reward - expected[chosenOf(record)]!;
  return modelled + weightOf(record, p) * surprise;
}

export function effectiveLeads(weights: ArrayLike<number>, leads: readonly string[]): number {
  const sums = sumByLead(weights, leads);
  const [total, squares] = [sums.reduce((sum, w) => sum + w, 0), sums.reduce((sum, w) => sum + w * w, 0)];
  return squares > 0 ? (total * total) / squares : 0;
}

function chosenOf({ id, arms, chosen }: Judged): number {
  const index = arms.indexOf(chosen);
  if (index < 0) throw new Error(`decision ${id}: chosen ${chosen} is not among its arms`);
  return index;
}
