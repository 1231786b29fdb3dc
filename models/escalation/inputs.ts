/**
 * What the model of escalation sees of a message. Sparse: n-grams, signs alone and in pairs, and the length. Dense, for
 * the layer above: pooled word vectors, the log-odds of every intent, the signs, and what the sparse model says.
 */
import { INTENTS } from '../../schemas/intents.ts';
import { GRAM_SPACE } from '../features/grams.ts';
import type { TextReading } from '../judges.ts';
import type { SparseVector } from '../linear/sparse-linear.ts';
import { DIMENSIONS, loadWordPool } from '../word-vectors/word-vectors.ts';
import { OUTCOMES, ROUTINE } from './outcomes.ts';
import { SIGNS } from './signs.ts';

const LENGTHS = 8;
const SIGN_AT = GRAM_SPACE;
const PAIR_AT = SIGN_AT + SIGNS.length;
const LENGTH_AT = PAIR_AT + SIGNS.length ** 2;
/** Ids of sparse inputs are below it. */
export const ESCALATION_SPACE = LENGTH_AT + LENGTHS;

const GRAM_SHARE = 0.7;
const SIGN_VALUE = 0.7;
const PAIR_VALUE = 0.35;
const LENGTH_VALUE = 0.3;

/** @param signs indexes of the signs found in the reading, ascending */
export function sparseInputs(
  { grams, weights, tokens }: TextReading,
  signs: readonly number[],
): SparseVector {
  const count = grams.length;
  const pairs = (signs.length * (signs.length - 1)) / 2;
  const ids = new Uint32Array(count + signs.length + pairs + 1);
  const values = new Float32Array(ids.length);
  ids.set(grams);
  for (let i = 0; i < count; i++) values[i] = weights[i]! * GRAM_SHARE;
  let at = count;
  const add = (id: number, value: number) => {
    ids[at] = id;
    values[at++] = value;
  };
  signs.forEach((sign, i) => {
    add(SIGN_AT + sign, SIGN_VALUE);
    for (let j = i + 1; j < signs.length; j++) add(PAIR_AT + sign * SIGNS.length + signs[j]!, PAIR_VALUE);
  });
  add(LENGTH_AT + Math.min(LENGTHS - 1, 31 - Math.clz32(tokens.length + 1)), LENGTH_VALUE);
  return { ids, values };
}

const INTENT_AT = 3 * DIMENSIONS;
const SHOWN_AT = INTENT_AT + INTENTS.length;
const SAID_AT = SHOWN_AT + SIGNS.length;
const DENSE_INPUTS = SAID_AT + OUTCOMES.length - 1;

/** Log-odds of intents are cut here, and counted from here so that what is surely not said costs nothing. */
const LEAST_LOG_ODDS = -4;
const MOST_LOG_ODDS = 7;

const logOdds = (p: number): number =>
  Math.min(MOST_LOG_ODDS, Math.max(LEAST_LOG_ODDS, Math.log(p / (1 - p)))) - LEAST_LOG_ODDS;

/**
 * @param intents probability of each intent, INTENTS order
 * @param scores the sparse model's logit of each outcome
 */
export function denseInputs(
  { tokens }: TextReading,
  signs: readonly number[],
  intents: Float32Array,
  scores: Float64Array,
): Float32Array {
  const inputs = new Float32Array(DENSE_INPUTS);
  inputs.set(loadWordPool().pool(tokens));
  for (let k = 0; k < INTENTS.length; k++) inputs[INTENT_AT + k] = logOdds(intents[k]!);
  for (const sign of signs) inputs[SHOWN_AT + sign] = 1;
  for (let k = 0; k < ROUTINE; k++) inputs[SAID_AT + k] = scores[k]! - scores[ROUTINE]!;
  return inputs;
}
