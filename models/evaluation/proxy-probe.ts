/**
 * Whether something a model must not know can be told from its inputs: a logistic probe, cross-validated, and its area
 * under the ROC curve beside chance. A probe that finds nothing proves little (others may find more); one that finds
 * something has found a proxy.
 */
import { seededRandom } from '../linear/random.ts';
import { addLogits, type DenseExample, fitSoftmax } from '../linear/softmax-regression.ts';

export interface ProbeCase {
  inputs: Float32Array;
  /** Cases of one fold are judged by a fit on all other folds. */
  fold: number;
  positive: boolean;
}

export interface ProbeFigure {
  cases: number;
  positives: number;
  auc: number;
  /** 95 % interval by bootstrap of cases within their folds. */
  low: number;
  high: number;
  /** Where 95 % of worlds without any proxy would be (Mann and Whitney, 1947). */
  chanceLow: number;
  chanceHigh: number;
  /** Whether the interval is above what chance gives. */
  found: boolean;
}

const L2 = 3;
const ITERATIONS = 60;
const RESAMPLES = 300;

interface Scored {
  score: number;
  positive: boolean;
}

/** @param cases each fold with both kinds in it */
export function probe(cases: readonly ProbeCase[], seed: number): ProbeFigure {
  const folds = scoreByFold(cases);
  const auc = pooledAuc(folds);
  const random = seededRandom(seed);
  const again = Array.from({ length: RESAMPLES }, () =>
    pooledAuc(folds.map((scored) => scored.map(() => scored[Math.floor(random() * scored.length)]!))),
  ).sort((a, b) => a - b);
  const [low, high] = [again[Math.floor(0.025 * RESAMPLES)]!, again[Math.ceil(0.975 * RESAMPLES) - 1]!];
  const spread = 1.96 * chanceError(folds);
  return {
    cases: cases.length,
    positives: cases.filter(({ positive }) => positive).length,
    ...{ auc, low, high, chanceLow: 0.5 - spread, chanceHigh: 0.5 + spread },
    found: low > 0.5 && auc > 0.5 + spread,
  };
}

/** Each fold's cases with their scores by a fit that saw none of them. */
function scoreByFold(cases: readonly ProbeCase[]): Scored[][] {
  const centred = centre(cases);
  return [...new Set(cases.map(({ fold }) => fold))].sort().map((fold) => {
    const learned = centred.filter((one) => one.fold !== fold);
    const model = fitSoftmax(learned.map(exampleOf), 2, L2, ITERATIONS);
    return centred
      .filter((one) => one.fold === fold)
      .map(({ inputs, positive }) => {
        const logits = new Float64Array(2);
        addLogits(model, inputs, logits);
        return { score: logits[1]! - logits[0]!, positive };
      });
  });
}

const exampleOf = ({ inputs, positive }: ProbeCase): DenseExample => ({
  inputs,
  target: positive ? 1 : 0,
  weight: 1,
});

/** Inputs less their mean: the fit scales but does not centre. Labels play no part. */
function centre(cases: readonly ProbeCase[]): ProbeCase[] {
  const means = new Float64Array(cases[0]!.inputs.length);
  for (const { inputs } of cases)
    for (let j = 0; j < means.length; j++) means[j]! += inputs[j]! / cases.length;
  return cases.map((one) => ({ ...one, inputs: one.inputs.map((x, j) => x - means[j]!) }));
}

/** Of pairs of one fold, the share in which the positive case has the higher score; a tie is half. */
export function pooledAuc(folds: readonly (readonly Scored[])[]): number {
  let right = 0;
  let pairs = 0;
  for (const scored of folds) {
    const sorted = [...scored].sort((a, b) => a.score - b.score);
    let negatives = 0;
    for (let i = 0; i < sorted.length; ) {
      let end = i;
      let [ups, downs] = [0, 0];
      for (; end < sorted.length && sorted[end]!.score === sorted[i]!.score; end++) {
        if (sorted[end]!.positive) ups++;
        else downs++;
      }
      right += ups * (negatives + downs / 2);
      negatives += downs;
      i = end;
    }
    pairs += negatives * (sorted.length - negatives);
  }
  return pairs === 0 ? 0.5 : right / pairs;
}

/** Standard error of the area where scores say nothing. */
function chanceError(folds: readonly (readonly Scored[])[]): number {
  let variance = 0;
  let pairs = 0;
  for (const scored of folds) {
    const m = scored.filter(({ positive }) => positive).length;
    const n = scored.length - m;
    variance += (m * n * (m + n + 1)) / 12;
    pairs += m * n;
  }
  return pairs === 0 ? 0 : Math.sqrt(variance) / pairs;
}
