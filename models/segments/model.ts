/**
 * 56 microsegments: the n-gram evidence of all the lead's messages so far, kept as a running sum, and what the lead
 * did and asked so far (running features), in one multinomial logistic.
 */
import { SEGMENTS } from '../../schemas/segments.ts';
import { readArtefact } from '../artefact.ts';
import { GRAM_SPACE } from '../features/grams.ts';
import type { SegmentJudge, SegmentMemory, TextReading } from '../judges.ts';
import { softmax } from '../linear/softmax.ts';
import { addLogits, type DenseLinear, readDense } from '../linear/softmax-regression.ts';
import { readSparse } from '../linear/sparse-artefact.ts';
import { addEvidence, type SparseLinear } from '../linear/sparse-linear.ts';

/** A sum over n messages counts as much as n to this power. */
export const SUM_POWER = 0.5;

export interface SegmentModel {
  text: SparseLinear;
  /** Confidence in the text: its logits are multiplied by exp(trust[0] + trust[1]·ln n). */
  trust: Float32Array;
  behaviour: DenseLinear;
}

/** Messages so far, then Σ evidence of each segment. */
export const emptyMemory = (): SegmentMemory => new Float64Array(1 + SEGMENTS.length);

export function addMessage(text: SparseLinear, before: SegmentMemory, reading: TextReading): SegmentMemory {
  const memory = before.slice();
  memory[0]! += 1;
  addEvidence(text, { ids: reading.grams, values: reading.weights }, memory.subarray(1));
  return memory;
}

/** Logits of the text alone; all 0 before the first message. */
export function textLogits(text: SparseLinear, memory: SegmentMemory): Float64Array {
  const logits = new Float64Array(SEGMENTS.length);
  const messages = memory[0]!;
  if (messages === 0) return logits;
  const scale = messages ** -SUM_POWER;
  for (let k = 0; k < logits.length; k++) logits[k] = memory[1 + k]! * scale + text.bias[k]!;
  return logits;
}

/** The text's logits as far as it is to be trusted after so many messages, in place. */
export function trusted(trust: ArrayLike<number>, logits: Float64Array, messages: number): Float64Array {
  const scale = Math.exp(trust[0]! + trust[1]! * Math.log(Math.max(1, messages)));
  for (let k = 0; k < logits.length; k++) logits[k]! *= scale;
  return logits;
}

export function segmentProbabilities(
  model: SegmentModel,
  memory: SegmentMemory,
  features: Float32Array,
): Float32Array {
  const logits = trusted(model.trust, textLogits(model.text, memory), memory[0]!);
  addLogits(model.behaviour, features, logits);
  softmax(logits);
  return Float32Array.from(logits);
}

export function createSegmentJudge(model: SegmentModel, version: string): SegmentJudge {
  return {
    name: 'segments',
    version,
    initial: emptyMemory,
    observe: (before, reading) => addMessage(model.text, before, reading),
    predict: (batch) => batch.map(({ memory, features }) => segmentProbabilities(model, memory, features)),
  };
}

/** The trained judge. Throws if its artefact is missing or was trained for other segments. */
export function loadSegmentJudge(folder = new URL('./', import.meta.url)): SegmentJudge {
  const artefact = readArtefact(folder);
  const text = readSparse(artefact, GRAM_SPACE);
  if (text.bias.length !== SEGMENTS.length)
    throw new Error(
      `Segments were trained for ${text.bias.length}, not ${SEGMENTS.length}: run "make train"`,
    );
  const behaviour = readDense(artefact, 'behaviour');
  const trust = artefact.array('trust', 'Float32Array');
  return createSegmentJudge({ text, trust, behaviour }, artefact.version);
}
