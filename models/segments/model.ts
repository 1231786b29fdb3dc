/**
 * 56 microsegments from what was said and done so far: two bags of the conversation's text, one trained on its first
 * messages and one on the whole of it, the running features, and a network over all of them.
 */
import { SEGMENTS } from '../../schemas/segments.ts';
import { readArtefact } from '../artefact.ts';
import { FEATURE_NAMES } from '../features/feature-vector.ts';
import { GRAM_SPACE } from '../features/grams.ts';
import type { SegmentJudge, SegmentMemory, TextReading } from '../judges.ts';
import { readSparse } from '../linear/sparse-artefact.ts';
import { addToBag, BAG_LENGTH, type BagModel, bagLogits } from './bag.ts';
import { type DeepModel, EARLY, FEATURES, LATE, LOG_MESSAGES, openDeep } from './deep.ts';

export interface SegmentModel {
  early: BagModel;
  late: BagModel;
  deep: DeepModel;
}
type Bags = Pick<SegmentModel, 'early' | 'late'>;

/** The lead's messages so far, the early bag, the late bag. */
const EARLY_AT = 1;
const LATE_AT = EARLY_AT + BAG_LENGTH;
export const emptyMemory = (): SegmentMemory => new Float64Array(LATE_AT + BAG_LENGTH);
/** Messages of the lead that a memory has seen. */
export const messagesIn = (memory: SegmentMemory): number => memory[0]!;

export function addMessage(
  { early, late }: Bags,
  before: SegmentMemory,
  reading: TextReading,
  from: 'lead' | 'agent',
): SegmentMemory {
  const memory = before.slice();
  if (from === 'lead') memory[0]! += 1;
  addToBag(early, memory.subarray(EARLY_AT, LATE_AT), reading);
  addToBag(late, memory.subarray(LATE_AT), reading);
  return memory;
}

/** What the network sees; see {@link DeepModel}. */
export function deepInputs(
  { early, late }: Bags,
  memory: SegmentMemory,
  features: Float32Array,
): Float32Array {
  const inputs = new Float32Array(FEATURES + features.length);
  bagLogits(early, memory.subarray(EARLY_AT, LATE_AT), inputs, EARLY);
  bagLogits(late, memory.subarray(LATE_AT), inputs, LATE);
  inputs[LOG_MESSAGES] = Math.log(Math.max(1, memory[0]!));
  inputs.set(features, FEATURES);
  return inputs;
}

/** Needs an open backend, as it scores on it. */
export function createSegmentJudge(model: SegmentModel, version: string): SegmentJudge {
  const deep = openDeep(model.deep);
  return {
    name: 'segments',
    version,
    initial: emptyMemory,
    observe: (before, reading, from) => addMessage(model, before, reading, from),
    predict: (batch) =>
      deep.predict(batch.map(({ memory, features }) => deepInputs(model, memory, features))),
  };
}

/** The trained judge. Throws if its artefact is missing or was trained for other segments or features. */
export function loadSegmentJudge(folder = new URL('./', import.meta.url)): SegmentJudge {
  const artefact = readArtefact(folder);
  const floats = (name: string) => artefact.array(name, 'Float32Array');
  const bag = (name: string): BagModel => ({
    text: readSparse(artefact, GRAM_SPACE, `${name}-`),
    rarity: floats(`${name}-rarity`),
  });
  const deep: DeepModel = {
    ...{ means: floats('means'), scales: floats('scales'), trust: floats('trust') },
    ...{ inWeights: floats('inWeights'), inBias: floats('inBias') },
    ...{ outWeights: floats('outWeights'), outBias: floats('outBias') },
  };
  if (deep.outBias.length !== SEGMENTS.length)
    throw new Error(
      `Segments were trained for ${deep.outBias.length}, not ${SEGMENTS.length}: run "make train"`,
    );
  if (deep.means.length !== FEATURES + FEATURE_NAMES.length)
    throw new Error('Segments were trained on other features: run "make train"');
  return createSegmentJudge({ early: bag('early'), late: bag('late'), deep }, artefact.version);
}
