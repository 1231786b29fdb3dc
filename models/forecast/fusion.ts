/**
 * Fusion: the members' coefficients of the shared head, weighted by stage and by clock, are the coefficients of the
 * ensemble. A sum of ln odds joins what members know of different things, where a mixture of their curves would only
 * average it (stacking after Wolpert, Neural Networks 5, 1992; logarithmic pooling after Genest and Zidek, Statistical
 * Science 1, 1986). Weights are not negative; they are learned on looks whose leads the members had not seen.
 */
import { STAGES } from '../history/lead-notes.ts';
import { minimise } from '../linear/minimise.ts';
import { BASIS, BASIS_WIDTH } from './day-basis.ts';
import { CURE, HEAD_WIDTH, headLoss } from './hazard-head.ts';
import type { LabelledLook } from './training-looks.ts';

/** Coefficients that share a weight. */
const GROUP_STARTS = [
  BASIS.level,
  BASIS.look,
  BASIS.stage,
  BASIS.closing,
  BASIS.target,
  BASIS.week,
  CURE,
  BASIS_WIDTH + 1,
];
export const GROUPS = GROUP_STARTS.length;
const GROUP_OF = Uint8Array.from({ length: HEAD_WIDTH }, (_, k) =>
  GROUP_STARTS.findLastIndex((start) => start <= k),
);
/** Coefficients that have an offset of their own a stage. */
const OFFSETS = [BASIS.level, CURE] as const;

export interface Fusion {
  members: number;
  /** stages × GROUPS × members */
  weights: Float32Array;
  /** stages × OFFSETS */
  offsets: Float32Array;
}

/** More looks than `mostLooks` say little more of some hundred weights. */
export const FUSION_SETTINGS = { penalty: 4, iterations: 25, mostLooks: 6000 };

/** Writes the ensemble's coefficients of a look to `out` from `offset`. @param outputs of each member, HEAD_WIDTH a look */
export function fuse(
  { members, weights, offsets }: Fusion,
  outputs: readonly (Float32Array | Float64Array)[],
  stage: number,
  from: number,
  out: Float64Array,
  offset: number,
): void {
  for (let k = 0; k < HEAD_WIDTH; k++) {
    const at = (stage * GROUPS + GROUP_OF[k]!) * members;
    let sum = 0;
    for (let m = 0; m < members; m++) sum += weights[at + m]! * outputs[m]![from + k]!;
    out[offset + k] = sum;
  }
  for (let o = 0; o < OFFSETS.length; o++) out[offset + OFFSETS[o]!]! += offsets[stage * OFFSETS.length + o]!;
}

/**
 * @param outputs of each member for all looks
 * @param candidates indexes of the looks to learn from
 */
export function fitFusion(
  looks: readonly LabelledLook[],
  outputs: readonly Float32Array[],
  candidates: Int32Array,
): Fusion {
  const every = Math.ceil(candidates.length / FUSION_SETTINGS.mostLooks);
  const learn = candidates.filter((_, i) => i % every === 0);
  const members = outputs.length;
  const count = STAGES.length * GROUPS * members;
  const equal = 1 / members;
  const fused = new Float64Array(HEAD_WIDTH);
  const slope = new Float64Array(HEAD_WIDTH);
  /** Weights are squares, so they are not negative. */
  const fusionOf = (x: Float64Array): Fusion => ({
    members,
    weights: Float32Array.from(x.subarray(0, count), (root) => root * root),
    offsets: Float32Array.from(x.subarray(count)),
  });
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    const fusion = fusionOf(x);
    gradient.fill(0);
    let loss = 0;
    for (const look of learn) {
      const { stage, clocks, ending, weight } = looks[look]!;
      fuse(fusion, outputs, stage, look * HEAD_WIDTH, fused, 0);
      slope.fill(0);
      loss += headLoss(fused, 0, clocks, ending, weight, slope);
      for (let k = 0; k < HEAD_WIDTH; k++) {
        if (slope[k] === 0) continue;
        const at = (stage * GROUPS + GROUP_OF[k]!) * members;
        for (let m = 0; m < members; m++)
          gradient[at + m]! += slope[k]! * outputs[m]![look * HEAD_WIDTH + k]! * 2 * x[at + m]!;
      }
      OFFSETS.forEach((k, o) => {
        gradient[count + stage * OFFSETS.length + o]! += slope[k]!;
      });
    }
    for (let i = 0; i < count; i++) {
      const away = x[i]! ** 2 - equal;
      loss += FUSION_SETTINGS.penalty * away * away;
      gradient[i]! += FUSION_SETTINGS.penalty * 4 * away * x[i]!;
    }
    for (let i = count; i < x.length; i++) {
      loss += FUSION_SETTINGS.penalty * x[i]! ** 2;
      gradient[i]! += FUSION_SETTINGS.penalty * 2 * x[i]!;
    }
    return loss;
  };
  const start = new Float64Array(count + STAGES.length * OFFSETS.length);
  start.fill(Math.sqrt(equal), 0, count);
  return fusionOf(minimise(objective, start, FUSION_SETTINGS.iterations));
}

/** Share of each member in the ensemble at a stage: its mean weight, all of them summing to 1. */
export function memberShares({ members, weights }: Fusion, stage: number): Float64Array {
  const shares = new Float64Array(members);
  for (let g = 0; g < GROUPS; g++)
    for (let m = 0; m < members; m++) shares[m]! += weights[(stage * GROUPS + g) * members + m]!;
  const total = shares.reduce((sum, share) => sum + share, 0) || 1;
  return shares.map((share) => share / total);
}
