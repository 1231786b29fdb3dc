/** What the network says of a candidate. Words are projected once and kept: most messages are made of the same ones. */
import type { Artefact } from '../artefact.ts';
import { softmax } from '../linear/softmax.ts';
import { DIMENSIONS, loadWordPool } from '../word-vectors/word-vectors.ts';
import type { Candidate } from './find-candidates.ts';
import type { Message } from './message.ts';
import {
  eachFlag,
  eachWord,
  type MentionNetwork,
  OUTPUTS,
  PROJECTED,
  SLOTS,
  STANCE_FROM,
  SWITCHING_AT,
} from './network.ts';

interface Projected {
  values: Float32Array;
  known: Uint8Array;
}
const projected = new WeakMap<MentionNetwork, Projected>();
const vector = new Float32Array(DIMENSIONS);

/** Where the projection of a word's row begins in `values`. */
function project({ projection }: MentionNetwork, { values, known }: Projected, row: number): number {
  const at = row * PROJECTED;
  if (known[row] === 1) return at;
  known[row] = 1;
  vector.fill(0);
  loadWordPool().addVector(row, 1, vector, 0);
  for (let d = 0; d < DIMENSIONS; d++) {
    const value = vector[d]!;
    for (let j = 0; j < PROJECTED; j++) values[at + j]! += value * projection[d * PROJECTED + j]!;
  }
  return at;
}

function projectedOf(network: MentionNetwork): Projected {
  let words = projected.get(network);
  if (words === undefined) {
    const { size } = loadWordPool();
    words = { values: new Float32Array(size * PROJECTED), known: new Uint8Array(size) };
    projected.set(network, words);
  }
  return words;
}

export interface NetworkSays {
  /** Probability of each of OUTCOMES. */
  outcomes: Float64Array;
  /** Of each of STANCES, were it a mention. */
  stances: Float64Array;
  /** That the lead leaves, were it one. */
  switching: number;
}

/** @param rows of the message's words (`wordRows`) */
export function askNetwork(
  network: MentionNetwork,
  message: Message,
  rows: Int32Array,
  candidate: Candidate,
  others: readonly Candidate[],
): NetworkSays {
  const { words, flags, hiddenBias, out, outBias } = network;
  const width = hiddenBias.length;
  const known = projectedOf(network);
  const slots = new Float64Array(SLOTS * PROJECTED);
  eachWord(rows, candidate, (slot, row, weight) => {
    const at = project(network, known, row);
    for (let j = 0; j < PROJECTED; j++) slots[slot * PROJECTED + j]! += weight * known.values[at + j]!;
  });
  const h = Float64Array.from(hiddenBias);
  for (let i = 0; i < slots.length; i++) {
    const value = slots[i]!;
    if (value === 0) continue;
    for (let j = 0, at = i * width; j < width; j++, at++) h[j]! += value * words[at]!;
  }
  eachFlag(message, candidate, others, (flag) => {
    for (let j = 0, at = flag * width; j < width; j++, at++) h[j]! += flags[at]!;
  });
  const z = Float64Array.from(outBias);
  for (let j = 0; j < width; j++) {
    if (h[j]! <= 0) continue;
    for (let k = 0; k < OUTPUTS; k++) z[k]! += h[j]! * out[j * OUTPUTS + k]!;
  }
  const outcomes = z.slice(0, STANCE_FROM);
  const stances = z.slice(STANCE_FROM, SWITCHING_AT);
  softmax(outcomes);
  softmax(stances);
  return { outcomes, stances, switching: 1 / (1 + Math.exp(-z[SWITCHING_AT]!)) };
}

/** The geometric mean of two distributions, scaled to 1: both must think it likely. */
export function agreed(a: Float64Array, b: Float64Array): Float64Array {
  const mean = a.map((p, k) => (Math.log(p + 1e-9) + Math.log(b[k]! + 1e-9)) / 2);
  softmax(mean);
  return mean;
}

const ARRAYS = ['projection', 'words', 'flags', 'hiddenBias', 'out', 'outBias'] as const;

/** The network as arrays of an artefact. */
export const networkArrays = (network: MentionNetwork): Record<string, Float32Array> =>
  Object.fromEntries(ARRAYS.map((name) => [`network-${name}`, network[name]]));

export const readNetwork = (artefact: Artefact): MentionNetwork =>
  Object.fromEntries(
    ARRAYS.map((name) => [name, artefact.array(`network-${name}`, 'Float32Array')]),
  ) as unknown as MentionNetwork;
