/**
 * Fusion: the members' ln odds of each day are summed with weights by stage (a logarithmic pool of hazards; Genest and
 * Zidek, Statistical Science 1, 1986). All members speak in coefficients of the same head, so the sum of their ln odds
 * is the sum of their coefficients, and the ensemble costs one curve. The weights minimise the integrated Brier score
 * on looks whose leads the members had not seen (stacking; Wolpert, Neural Networks 5, 1992; of survival curves, Wey,
 * Connett and Rudser, Biostatistics 16, 2015). Out of fold it was no better than weights by likelihood, and the forest
 * alone was better than either: the card has the figures.
 */
import { STAGES } from '../history/lead-notes.ts';
import { minimise } from '../linear/minimise.ts';
import { type Case, fitSeen, seenWeight } from './calibration.ts';
import { conversionLogits, DAYS } from './day-basis.ts';
import { CURE, HEAD_WIDTH } from './hazard-head.ts';
import type { LabelledLook } from './training-looks.ts';

export interface Fusion {
  members: number;
  /** stages × members; none is negative, and they need not sum to 1. */
  weights: Float32Array;
}

/**
 * `every`: days between those the score is taken on. Priors: how hard, in looks' Brier scores, a weight is drawn, a unit
 * away, of all stages to its equal share and of a stage to that of all. Another training of the same members is as good
 * with weights somewhat different, so what a stage alone says counts little. `most`: looks of a stage learned from.
 */
export const FUSION_SETTINGS = { every: 5, prior: { common: 1, stage: 100 }, rounds: 40, most: 2500 };

/**
 * @param cases of the looks
 * @param outputs of each member, HEAD_WIDTH a look
 * @param learn indexes of the looks to learn from
 */
export function fitFusion(
  looks: readonly LabelledLook[],
  cases: readonly Case[],
  outputs: readonly Float32Array[],
  learn: Int32Array,
): Fusion {
  const members = outputs.length;
  const weights = new Float32Array(STAGES.length * members);
  const seen = fitSeen(Array.from(learn, (i) => cases[i]!));
  const answers = STAGES.map((_, stage) => {
    const own = learn.filter((i) => looks[i]!.stage === stage);
    const some = own.filter((_, n) => n % Math.ceil(own.length / FUSION_SETTINGS.most) === 0);
    return Array.from(some, (i) => answerOf(looks[i]!, cases[i]!, outputs, i, seen));
  });
  const { prior } = FUSION_SETTINGS;
  const common = weigh(answers.flat(), new Float64Array(members).fill(1 / members), prior.common);
  answers.forEach((own, stage) => {
    weights.set(weigh(own, common, prior.stage), stage * members);
  });
  return { members, weights };
}

/** A look as the weights are fitted to it. */
interface Answer {
  /** ln odds of never converting, by member. */
  cure: Float64Array;
  /** ln odds of converting on each day, members × DAYS. */
  logits: Float64Array;
  /** Whether it has converted, at each day the score is taken on. */
  converted: Uint8Array;
  /** What the answer counts there; 0 where it is not seen. */
  counts: Float64Array;
}

const COMPARED = Math.floor((DAYS - 1) / FUSION_SETTINGS.every);

function answerOf(
  look: LabelledLook,
  known: Case,
  outputs: readonly Float32Array[],
  i: number,
  seen: (days: number) => number,
): Answer {
  const logits = new Float64Array(outputs.length * DAYS);
  const own = outputs.map((all) => all.subarray(i * HEAD_WIDTH, (i + 1) * HEAD_WIDTH));
  own.forEach((e, m) => {
    conversionLogits(e, look.clocks, DAYS, logits.subarray(m * DAYS, (m + 1) * DAYS));
  });
  const days = Array.from({ length: COMPARED }, (_, k) => (k + 1) * FUSION_SETTINGS.every);
  return {
    cure: Float64Array.from(own, (e) => e[CURE]!),
    logits,
    converted: Uint8Array.from(days, (day) => (known.fate === 'converted' && known.days <= day ? 1 : 0)),
    counts: Float64Array.from(days, (day) => seenWeight(known, day, seen) / COMPARED),
  };
}

/** Weights that fit the answers best. @param usual to which they are drawn */
function weigh(answers: readonly Answer[], usual: Float64Array, prior: number): Float64Array {
  // Weights are squares of what is searched, so that none is negative.
  const loss = (roots: Float64Array, gradient: Float64Array): number => {
    const weights = roots.map((root) => root * root);
    let sum = 0;
    weights.forEach((weight, m) => {
      sum += prior * (weight - usual[m]!) ** 2;
      gradient[m] = 2 * prior * (weight - usual[m]!);
    });
    for (const answer of answers) sum += scoreOf(answer, weights, gradient);
    for (let m = 0; m < weights.length; m++) gradient[m]! *= 2 * roots[m]!;
    return sum;
  };
  // Never from 0, where there is no way back.
  const start = usual.map((weight) => Math.sqrt(Math.max(weight, 0.01)));
  return minimise(loss, start, FUSION_SETTINGS.rounds).map((root) => root * root);
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Integrated Brier score of one look; adds its derivative by the weights to `gradient`. With c = P(never converts),
 * h hazards and S = Π (1 − h), P(converted by t) = (1 − c)(1 − S), and ∂S/∂w = −S Σ h z for a member's ln odds z.
 */
function scoreOf(
  { cure, logits, converted, counts }: Answer,
  weights: Float64Array,
  gradient: Float64Array,
): number {
  const members = weights.length;
  const slopes = new Float64Array(members);
  let cured = 0;
  for (let m = 0; m < members; m++) cured += weights[m]! * cure[m]!;
  const c = sigmoid(cured);
  let [survives, score] = [1, 0];
  for (let day = 0, k = 0; k < counts.length; day++) {
    let z = 0;
    for (let m = 0; m < members; m++) z += weights[m]! * logits[m * DAYS + day]!;
    const h = sigmoid(z);
    survives *= 1 - h;
    for (let m = 0; m < members; m++) slopes[m]! += h * logits[m * DAYS + day]!;
    if (day !== (k + 1) * FUSION_SETTINGS.every) continue;
    const error = (1 - c) * (1 - survives) - converted[k]!;
    const count = counts[k++]!;
    score += count * error * error;
    for (let m = 0; m < members; m++) {
      const slope = (1 - c) * survives * slopes[m]! - c * (1 - c) * (1 - survives) * cure[m]!;
      gradient[m]! += 2 * count * error * slope;
    }
  }
  return score;
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
    const weights = memberWeights(fusionOf(i), stage);
    outputs.forEach((own, m) => {
      for (let k = i * HEAD_WIDTH; k < (i + 1) * HEAD_WIDTH; k++) fused[k]! += weights[m]! * own[k]!;
    });
  });
  return fused;
}
