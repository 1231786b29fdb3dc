/**
 * Fusion: the ensemble is a mixture of its members' forecasts, weighted by stage. The weights maximise the likelihood
 * of looks whose leads the members had not seen (stacking, Wolpert, Neural Networks 5, 1992; of densities, Smyth and
 * Wolpert, Machine Learning 36, 1999), by expectation maximisation: the problem is convex, weights are not negative
 * and sum to 1, and a member that is too sure of itself on new leads loses its weight.
 */
import { STAGES } from '../history/lead-notes.ts';
import { HEAD_WIDTH, headLoss } from './hazard-head.ts';
import type { LabelledLook } from './training-looks.ts';

export interface Fusion {
  members: number;
  /** stages × members */
  weights: Float32Array;
}

/** `prior`: looks that each member counts for beforehand, at each stage. */
export const FUSION_SETTINGS = { prior: 5, rounds: 200 };

/** Likelihood of each look under each member. @param outputs of each member, HEAD_WIDTH a look */
export function likelihoods(
  looks: readonly LabelledLook[],
  outputs: readonly Float32Array[],
): Float64Array[] {
  const unused = new Float64Array(HEAD_WIDTH);
  return outputs.map((own) =>
    Float64Array.from(looks, ({ clocks, ending }, i) =>
      Math.exp(-headLoss(own.subarray(i * HEAD_WIDTH, (i + 1) * HEAD_WIDTH), 0, clocks, ending, 1, unused)),
    ),
  );
}

/**
 * @param likelihood {@link likelihoods}
 * @param learn indexes of the looks to learn from
 */
export function fitFusion(
  looks: readonly LabelledLook[],
  likelihood: readonly Float64Array[],
  learn: Int32Array,
): Fusion {
  const members = likelihood.length;
  const weights = new Float32Array(STAGES.length * members);
  for (let stage = 0; stage < STAGES.length; stage++) {
    const own = learn.filter((i) => looks[i]!.stage === stage);
    weights.set(mixtureWeights(likelihood, own), stage * members);
  }
  return { members, weights };
}

function mixtureWeights(likelihood: readonly Float64Array[], looks: Int32Array): Float64Array {
  const members = likelihood.length;
  const { prior, rounds } = FUSION_SETTINGS;
  let weights = new Float64Array(members).fill(1 / members);
  for (let round = 0; round < rounds; round++) {
    const counts = new Float64Array(members).fill(prior);
    for (const i of looks) {
      let total = 0;
      for (let m = 0; m < members; m++) total += weights[m]! * likelihood[m]![i]!;
      // A look that no member thought possible says nothing about which is better.
      if (total > 0)
        for (let m = 0; m < members; m++) counts[m]! += (weights[m]! * likelihood[m]![i]!) / total;
    }
    const sum = counts.reduce((all, count) => all + count, 0);
    weights = counts.map((count) => count / sum);
  }
  return weights;
}

/** Weight of each member at a stage. */
export const memberWeights = ({ members, weights }: Fusion, stage: number): Float32Array =>
  weights.subarray(stage * members, (stage + 1) * members);

/** The mixture of the members' curves. */
export function mixCurves(weights: Float32Array, curves: readonly Float64Array[]): Float64Array {
  const mixed = new Float64Array(curves[0]!.length);
  for (let m = 0; m < curves.length; m++) {
    const weight = weights[m]!;
    const curve = curves[m]!;
    for (let d = 0; d < mixed.length; d++) mixed[d]! += weight * curve[d]!;
  }
  return mixed;
}
