/** Whether a message of a lead needs a person, and why: a sparse linear model, and a dense one over what it says. */
import { SAID_REASONS, type SaidReason } from '../../schemas/escalation.ts';
import { type Artefact, readArtefact } from '../artefact.ts';
import type { EscalationJudge, TextReading } from '../judges.ts';
import type { Calibration } from '../linear/calibrate.ts';
import { softmax } from '../linear/softmax.ts';
import { addLogits, type DenseLinear, denseArrays, readDense } from '../linear/softmax-regression.ts';
import { readSparse, sparseArrays } from '../linear/sparse-artefact.ts';
import { addEvidence, type SparseLinear, type SparseVector } from '../linear/sparse-linear.ts';
import { denseInputs, ESCALATION_SPACE, sparseInputs } from './inputs.ts';
import { OUTCOMES, ROUTINE } from './outcomes.ts';
import { findSigns, plainWords } from './signs.ts';

export interface EscalationModel {
  sparse: SparseLinear;
  dense: DenseLinear;
  /** Of the log-odds that a person is needed. */
  calibration: Calibration;
  /** Probability from which a message goes to a person. */
  threshold: number;
}

export interface Escalated {
  label: 'person' | 'routine';
  /** Calibrated probability that a person is needed. */
  p: number;
  /** The likeliest reason, whatever the label. */
  reason: SaidReason;
}

/** The sparse model's logit of each outcome. */
export function sparseScores(sparse: SparseLinear, inputs: SparseVector): Float64Array {
  const scores = new Float64Array(sparse.bias);
  addEvidence(sparse, inputs, scores);
  return scores;
}

/** Probability of each outcome, before calibration. */
export function outcomeProbabilities(
  dense: DenseLinear,
  inputs: Float32Array,
  scores: Float64Array,
): Float64Array {
  const outcomes = scores.slice();
  addLogits(dense, inputs, outcomes);
  softmax(outcomes);
  return outcomes;
}

/** Log-odds that a person is needed; finite. */
export function personLogOdds(outcomes: Float64Array): number {
  const p = Math.min(1 - 1e-9, Math.max(1e-9, 1 - outcomes[ROUTINE]!));
  return Math.log(p / (1 - p));
}

/** Calibrated probability that a person is needed. */
export const personProbability = ({ slope, offset }: Calibration, outcomes: Float64Array): number =>
  1 / (1 + Math.exp(-(slope * personLogOdds(outcomes) + offset)));

export function likeliestReason(outcomes: Float64Array): SaidReason {
  let best = 0;
  for (let k = 1; k < ROUTINE; k++) if (outcomes[k]! > outcomes[best]!) best = k;
  return SAID_REASONS[best]!;
}

/**
 * Never throws on a text. Where nothing is said nobody is needed: without a word the fit would answer what it saw most.
 *
 * @param intents probability of each intent, INTENTS order
 */
export function judgeEscalation(
  { sparse, dense, calibration, threshold }: EscalationModel,
  reading: TextReading,
  intents: Float32Array,
): Escalated {
  if (reading.tokens.length === 0) return { label: 'routine', p: 0, reason: SAID_REASONS[0] };
  const signs = findSigns(plainWords(reading));
  const scores = sparseScores(sparse, sparseInputs(reading, signs));
  const outcomes = outcomeProbabilities(dense, denseInputs(reading, signs, intents, scores), scores);
  const p = personProbability(calibration, outcomes);
  return { label: p >= threshold ? 'person' : 'routine', p, reason: likeliestReason(outcomes) };
}

/** The model as arrays of an artefact. */
export const escalationArrays = ({ sparse, dense, calibration, threshold }: EscalationModel) => ({
  ...sparseArrays(sparse, 'sparse-'),
  ...denseArrays('dense', dense),
  calibration: Float32Array.of(calibration.slope, calibration.offset),
  threshold: Float32Array.of(threshold),
});

function readModel(artefact: Artefact): EscalationModel {
  const sparse = readSparse(artefact, ESCALATION_SPACE, 'sparse-');
  if (sparse.bias.length !== OUTCOMES.length)
    throw new Error(`Escalation was trained for ${sparse.bias.length} outcomes: run "make train"`);
  const [slope, offset] = artefact.array('calibration', 'Float32Array');
  const threshold = artefact.array('threshold', 'Float32Array')[0]!;
  return {
    sparse,
    dense: readDense(artefact, 'dense'),
    calibration: { slope: slope!, offset: offset! },
    threshold,
  };
}

/** The trained model. Throws if its artefact is missing or does not fit the code. */
export function loadEscalationModel(
  folder = new URL('./', import.meta.url),
): EscalationModel & { version: string } {
  const artefact = readArtefact(folder);
  return { ...readModel(artefact), version: artefact.version };
}

/** The same for the live stream. */
export function loadEscalationJudge(): EscalationJudge {
  const model = loadEscalationModel();
  return {
    ...{ name: 'escalation', version: model.version },
    hear(reading, _text, intents) {
      const { label, p, reason } = judgeEscalation(model, reading, intents);
      return label === 'person' ? { reason, p } : undefined;
    },
  };
}
