/**
 * The small network on top of the linear scores: one hidden layer over the pooled word vectors of a text and the
 * linear score of every intent; what it says is added to the linear score, scaled. Plain arithmetic, one text at a
 * time, so that a result is the same to the bit in any batch.
 */
import { INTENTS } from '../../schemas/intents.ts';
import type { Artefact } from '../artefact.ts';
import { DIMENSIONS, loadWordPool } from '../word-vectors/word-vectors.ts';

const INTENT_COUNT = INTENTS.length;
const POOLED = 3 * DIMENSIONS;
/** Pooled word vectors, then linear scores. */
export const NETWORK_INPUTS = POOLED + INTENT_COUNT;

export interface IntentNetwork {
  /** Input scaling: (x − mean) × scale. */
  mean: Float32Array;
  scale: Float32Array;
  /** inputs × hidden, row by row. */
  hidden: Float32Array;
  hiddenBias: Float32Array;
  /** hidden × intents, row by row. */
  out: Float32Array;
  outBias: Float32Array;
  /** What the linear score of each intent counts. */
  trust: Float32Array;
}

/** Unscaled inputs of a text. */
export function networkInputs(tokens: readonly string[], scores: ArrayLike<number>): Float32Array {
  const inputs = new Float32Array(NETWORK_INPUTS);
  loadWordPool().pool(tokens, inputs, 0);
  for (let k = 0; k < INTENT_COUNT; k++) inputs[POOLED + k] = scores[k]!;
  return inputs;
}

/** Uncalibrated logit of each intent. */
export function networkScores(network: IntentNetwork, inputs: Float32Array): Float64Array {
  const { mean, scale, hidden, hiddenBias, out, outBias, trust } = network;
  const width = hiddenBias.length;
  const h = Float64Array.from(hiddenBias);
  for (let i = 0; i < NETWORK_INPUTS; i++) {
    const x = (inputs[i]! - mean[i]!) * scale[i]!;
    const row = i * width;
    for (let j = 0; j < width; j++) h[j] = h[j]! + x * hidden[row + j]!;
  }
  const z = Float64Array.from(outBias);
  for (let k = 0; k < INTENT_COUNT; k++) z[k] = z[k]! + trust[k]! * inputs[POOLED + k]!;
  for (let j = 0; j < width; j++) {
    const active = h[j]!;
    if (active <= 0) continue;
    const row = j * INTENT_COUNT;
    for (let k = 0; k < INTENT_COUNT; k++) z[k] = z[k]! + active * out[row + k]!;
  }
  return z;
}

const ARRAYS = ['mean', 'scale', 'hidden', 'hiddenBias', 'out', 'outBias', 'trust'] as const;

/** The network as arrays of an artefact. */
export const networkArrays = (network: IntentNetwork): Record<string, Float32Array> =>
  Object.fromEntries(ARRAYS.map((name) => [`network.${name}`, network[name]]));

export const readNetwork = (artefact: Artefact): IntentNetwork =>
  Object.fromEntries(
    ARRAYS.map((name) => [name, artefact.array(`network.${name}`, 'Float32Array')]),
  ) as unknown as IntentNetwork;
