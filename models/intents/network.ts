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
  inputs.set(loadWordPool().pool(tokens));
  for (let k = 0; k < INTENT_COUNT; k++) inputs[POOLED + k] = scores[k]!;
  return inputs;
}

/** Uncalibrated logit of each intent. */
export function networkScores(network: IntentNetwork, inputs: Float32Array): Float64Array {
  const { mean, scale, hidden, hiddenBias, out, outBias, trust } = network;
  const scaled = new Float64Array(NETWORK_INPUTS);
  for (let i = 0; i < NETWORK_INPUTS; i++) scaled[i] = (inputs[i]! - mean[i]!) * scale[i]!;
  const h = new Float64Array(hiddenBias);
  addWeighted(hidden, scaled, h);
  for (let j = 0; j < h.length; j++) h[j] = Math.max(0, h[j]!);
  const z = new Float64Array(outBias);
  for (let k = 0; k < INTENT_COUNT; k++) z[k] = z[k]! + trust[k]! * inputs[POOLED + k]!;
  addWeighted(out, h, z);
  return z;
}

/** sums += values × weights (row by row), four rows at a time: `sums` is read and written a fourth as often. */
function addWeighted(weights: Float32Array, values: Float64Array, sums: Float64Array): void {
  const width = sums.length;
  let i = 0;
  for (; i + 4 <= values.length; i += 4) {
    const a = i * width;
    const b = a + width;
    const c = b + width;
    const d = c + width;
    const p = values[i]!;
    const q = values[i + 1]!;
    const r = values[i + 2]!;
    const s = values[i + 3]!;
    for (let j = 0; j < width; j++) {
      sums[j] =
        sums[j]! + (p * weights[a + j]! + q * weights[b + j]!) + (r * weights[c + j]! + s * weights[d + j]!);
    }
  }
  for (; i < values.length; i++) {
    const row = i * width;
    const value = values[i]!;
    for (let j = 0; j < width; j++) sums[j]! += value * weights[row + j]!;
  }
}

const ARRAYS = ['mean', 'scale', 'hidden', 'hiddenBias', 'out', 'outBias', 'trust'] as const;

/** The network as arrays of an artefact. */
export const networkArrays = (network: IntentNetwork): Record<string, Float32Array> =>
  Object.fromEntries(ARRAYS.map((name) => [`network.${name}`, network[name]]));

export const readNetwork = (artefact: Artefact): IntentNetwork =>
  Object.fromEntries(
    ARRAYS.map((name) => [name, artefact.array(`network.${name}`, 'Float32Array')]),
  ) as unknown as IntentNetwork;
