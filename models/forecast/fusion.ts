/**
 * Fusion: the members' ln odds of each day are summed with weights by stage (a logarithmic pool of hazards; Genest and
 * Zidek, Statistical Science 1, 1986). All members speak in coefficients of the same head, so the sum of their ln odds
 * is the sum of their coefficients, and the ensemble costs one curve. The weights maximise the likelihood of looks
 * whose leads the members had not seen (stacking; Wolpert, Neural Networks 5, 1992), drawn to equal weights.
 */
import { STAGES } from '../history/lead-notes.ts';
import { minimise } from '../linear/minimise.ts';
import { HEAD_WIDTH, headLoss } from './hazard-head.ts';
import type { LabelledLook } from './training-looks.ts';

export interface Fusion {
  members: number;
  /** stages × members; none is negative, and they need not sum to 1. */
  weights: Float32Array;
}

/** `prior`: how hard, in ln likelihood, a weight is drawn to its equal share, a unit away. */
export const FUSION_SETTINGS = { prior: 20, rounds: 40 };

/**
 * @param outputs of each member, HEAD_WIDTH a look
 * @param learn indexes of the looks to learn from
 */
export function fitFusion(
  looks: readonly LabelledLook[],
  outputs: readonly Float32Array[],
  learn: Int32Array,
): Fusion {
  const members = outputs.length;
  const weights = new Float32Array(STAGES.length * members);
  for (let stage = 0; stage < STAGES.length; stage++) {
    const own = learn.filter((i) => looks[i]!.stage === stage);
    weights.set(stageWeights(looks, outputs, own), stage * members);
  }
  return { members, weights };
}

function stageWeights(
  looks: readonly LabelledLook[],
  outputs: readonly Float32Array[],
  own: Int32Array,
): Float64Array {
  const { prior, rounds } = FUSION_SETTINGS;
  const equal = 1 / outputs.length;
  const pooled = new Float64Array(HEAD_WIDTH);
  const slope = new Float64Array(HEAD_WIDTH);
  // Weights are squares of what is searched, so that none is negative.
  const loss = (roots: Float64Array, gradient: Float64Array): number => {
    const weights = roots.map((root) => root * root);
    let sum = 0;
    weights.forEach((weight, m) => {
      sum += prior * (weight - equal) ** 2;
      gradient[m] = 2 * prior * (weight - equal);
    });
    for (const i of own) {
      poolInto(outputs, i, weights, pooled);
      slope.fill(0);
      sum += headLoss(pooled, 0, looks[i]!.clocks, looks[i]!.ending, looks[i]!.weight, slope);
      for (let m = 0; m < weights.length; m++) gradient[m]! += dotAt(slope, outputs[m]!, i * HEAD_WIDTH);
    }
    for (let m = 0; m < weights.length; m++) gradient[m]! *= 2 * roots[m]!;
    return sum;
  };
  const roots = minimise(loss, new Float64Array(outputs.length).fill(Math.sqrt(equal)), rounds);
  return roots.map((root) => root * root);
}

function dotAt(a: Float64Array, b: Float32Array, from: number): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[from + k]!;
  return sum;
}

/** The fused output of a look: HEAD_WIDTH coefficients. */
function poolInto(
  outputs: readonly Float32Array[],
  look: number,
  weights: Float32Array | Float64Array,
  out: Float64Array,
): void {
  out.fill(0);
  for (let m = 0; m < outputs.length; m++) {
    const own = outputs[m]!;
    for (let k = 0; k < HEAD_WIDTH; k++) out[k]! += weights[m]! * own[look * HEAD_WIDTH + k]!;
  }
}

/** Weight of each member at a stage. */
export const memberWeights = ({ members, weights }: Fusion, stage: number): Float32Array =>
  weights.subarray(stage * members, (stage + 1) * members);

/** The fused output of each look. @param outputs of each member; @returns HEAD_WIDTH a look */
export function fuse(
  fusionOf: (look: number) => Fusion,
  looks: readonly Pick<LabelledLook, 'stage'>[],
  outputs: readonly Float32Array[],
): Float64Array {
  const fused = new Float64Array(looks.length * HEAD_WIDTH);
  looks.forEach(({ stage }, i) => {
    const own = fused.subarray(i * HEAD_WIDTH, (i + 1) * HEAD_WIDTH);
    poolInto(outputs, i, memberWeights(fusionOf(i), stage), own);
  });
  return fused;
}
