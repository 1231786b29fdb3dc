/** Whether an outbound text may go out under the Fair Housing Act, 42 USC § 3604(c), and why not. */
import { LRUCache } from 'lru-cache';
import { readArtefact } from '../artefact.ts';
import type { FairHousingJudge, FairHousingVerdict } from '../judges.ts';
import { softmax } from '../linear/softmax.ts';
import { readSparse } from '../linear/sparse-artefact.ts';
import { addEvidence, type SparseLinear } from '../linear/sparse-linear.ts';
import { FAIR_HOUSING_SPACE, fairHousingInputs, VERDICTS } from './inputs.ts';
import { CLASSES } from './mentions.ts';
import { ALLOWED, whyBlocked } from './why.ts';

export interface FairHousingModel {
  linear: SparseLinear;
  /** Calibration of the log-odds of blocking. */
  slope: number;
  offset: number;
  /** Calibrated probability from which a text is blocked; low, because one that goes out cannot be taken back. */
  threshold: number;
}

/** Uncalibrated probability of each of VERDICTS. */
export function verdictProbabilities(linear: SparseLinear, text: string): Float64Array {
  const scores = Float64Array.from(linear.bias);
  addEvidence(linear, fairHousingInputs(text), scores);
  softmax(scores);
  return scores;
}

const SURE = 1e-9;

/** Log-odds that a text is unlawful, uncalibrated. */
export const blockScore = (verdicts: ArrayLike<number>): number =>
  Math.log(Math.max(SURE, 1 - verdicts[0]!)) - Math.log(Math.max(SURE, verdicts[0]!));

export const calibrated = ({ slope, offset }: Omit<FairHousingModel, 'linear'>, score: number): number =>
  1 / (1 + Math.exp(-(slope * score + offset)));

/** Never throws on a text. */
export function judgeFairHousing(model: FairHousingModel, text: string): FairHousingVerdict {
  const verdicts = verdictProbabilities(model.linear, text);
  const p = calibrated(model, blockScore(verdicts));
  if (p < model.threshold) return { label: 'allow', p, class: 'none', why: ALLOWED };
  let best = 1;
  for (let k = 2; k < VERDICTS.length; k++) if (verdicts[k]! > verdicts[best]!) best = k;
  const touched = CLASSES[best - 1]!;
  return { label: 'block', p, class: touched, why: whyBlocked(text, touched) };
}

/** The trained model. Throws if its artefact is missing or does not fit the code. */
export function loadFairHousingModel(
  folder = new URL('./', import.meta.url),
): FairHousingModel & { version: string } {
  const artefact = readArtefact(folder);
  const linear = readSparse(artefact, FAIR_HOUSING_SPACE);
  if (linear.bias.length !== VERDICTS.length)
    throw new Error(`Fair housing was trained for ${linear.bias.length} verdicts: run "make train"`);
  const [slope, offset, threshold] = artefact.array('decision', 'Float32Array');
  return { linear, slope: slope!, offset: offset!, threshold: threshold!, version: artefact.version };
}

/** Texts remembered, some 12 MB of them: most of what the phrase bank says without names. */
const REMEMBERED = 16_384;

/** The same behind the interface of judges. Names left out, many leads are sent the same words: they are read once. */
export function loadFairHousingJudge(): FairHousingJudge {
  const model = loadFairHousingModel();
  const known = new LRUCache<string, FairHousingVerdict>({
    max: REMEMBERED,
    memoMethod: (text) => judgeFairHousing(model, text),
  });
  return { ...{ name: 'fairHousing', version: model.version }, judge: (text) => known.memo(text) };
}
