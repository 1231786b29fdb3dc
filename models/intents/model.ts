/**
 * Multi-label intents: a linear score for each intent over the n-grams of a text and the kinds of entities in it, and
 * a small network over pretrained word vectors and those scores (network.ts).
 */
import { INTENTS } from '../../schemas/intents.ts';
import { readArtefact } from '../artefact.ts';
import { ENTITY_KINDS } from '../features/feature-layout.ts';
import { GRAM_SPACE } from '../features/grams.ts';
import type { IntentJudge, TextReading } from '../judges.ts';
import { readSparse } from '../linear/sparse-artefact.ts';
import { addEvidence, type SparseLinear, type SparseVector } from '../linear/sparse-linear.ts';
import { type IntentNetwork, networkInputs, networkScores, readNetwork } from './network.ts';

/** Gram ids, then one id a kind of entity, then one a length of text. */
const LENGTHS = 8;
export const INTENT_SPACE = GRAM_SPACE + ENTITY_KINDS.length + LENGTHS;
const ENTITY_VALUE = 0.2;
const LENGTH_VALUE = 0.1;

/** What the model sees of a reading beside its n-grams. */
function otherInputs({ entities, tokens }: TextReading): SparseVector {
  const kinds: number[] = [];
  for (const { kind } of entities) {
    const id = GRAM_SPACE + ENTITY_KINDS.indexOf(kind);
    if (!kinds.includes(id)) kinds.push(id);
  }
  const length = Math.min(LENGTHS - 1, 31 - Math.clz32(tokens.length + 1));
  const ids = new Uint32Array(kinds.length + 1);
  const values = new Float32Array(ids.length).fill(ENTITY_VALUE);
  ids.set(kinds);
  ids[kinds.length] = GRAM_SPACE + ENTITY_KINDS.length + length;
  values[kinds.length] = LENGTH_VALUE;
  return { ids, values };
}

/** All that the model sees of a reading, as one vector to train on. */
export function intentInputs(reading: TextReading): SparseVector {
  const other = otherInputs(reading);
  const count = reading.grams.length;
  const ids = new Uint32Array(count + other.ids.length);
  const values = new Float32Array(ids.length);
  ids.set(reading.grams);
  ids.set(other.ids, count);
  values.set(reading.weights);
  values.set(other.values, count);
  return { ids, values };
}

export interface IntentModel {
  linear: SparseLinear;
  network: IntentNetwork;
  /** Calibration of each intent's logit. */
  slopes: Float32Array;
  offsets: Float32Array;
  thresholds: Float32Array;
}

/** Linear score of each intent, before the network. */
export function intentScores(linear: SparseLinear, reading: TextReading): Float64Array {
  const scores = new Float64Array(linear.bias);
  addEvidence(linear, { ids: reading.grams, values: reading.weights }, scores);
  addEvidence(linear, otherInputs(reading), scores);
  return scores;
}

/** Calibrated probability of each intent, INTENTS order. */
export function intentProbabilities(
  model: Omit<IntentModel, 'linear' | 'network'>,
  scores: Float64Array,
): Float32Array {
  const p = new Float32Array(scores.length);
  for (let k = 0; k < p.length; k++) {
    p[k] = 1 / (1 + Math.exp(-(model.slopes[k]! * scores[k]! + model.offsets[k]!)));
  }
  return p;
}

export function createIntentJudge(model: IntentModel, version: string): IntentJudge {
  return {
    name: 'intents',
    version,
    thresholds: model.thresholds,
    predict: (batch) =>
      batch.map((reading) => {
        const inputs = networkInputs(reading.tokens, intentScores(model.linear, reading));
        return intentProbabilities(model, networkScores(model.network, inputs));
      }),
  };
}

/** The trained judge. Throws if its artefact is missing or was trained for other intents. */
export function loadIntentJudge(folder = new URL('./', import.meta.url)): IntentJudge {
  const artefact = readArtefact(folder);
  const linear = readSparse(artefact, INTENT_SPACE);
  if (linear.bias.length !== INTENTS.length)
    throw new Error(
      `Intents were trained for ${linear.bias.length}, not ${INTENTS.length}: run "make train"`,
    );
  const model = {
    linear,
    network: readNetwork(artefact),
    slopes: artefact.array('slopes', 'Float32Array'),
    offsets: artefact.array('offsets', 'Float32Array'),
    thresholds: artefact.array('thresholds', 'Float32Array'),
  };
  return createIntentJudge(model, artefact.version);
}
