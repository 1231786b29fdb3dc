/** What the opt-out model sees of a text: signs of the grammar, alone and in pairs, and n-grams of the plain words. */
import { GRAM_SPACE, readGrams } from '../features/grams.ts';
import type { SparseVector } from '../linear/sparse-linear.ts';
import { EXPLAINED, explainAway } from './explain-away.ts';
import { ASKING, findSigns, SIGNS } from './grammar.ts';
import { normalisedWords } from './normalise.ts';

/** Classes of the model; the first three are opt-outs. */
export const OUTCOMES = ['all', 'channel', 'topic', 'otherTopic', 'none'] as const;

const LENGTHS = 6;
const SIGN_AT = GRAM_SPACE;
/** A sign that asks beside one that narrows or denies. */
const PAIR_AT = SIGN_AT + SIGNS.length;
const EXPLAINED_AT = PAIR_AT + ASKING * (SIGNS.length - ASKING);
const COUNT_AT = EXPLAINED_AT + EXPLAINED.length;
const LENGTH_AT = COUNT_AT + 4;
/** Ids of inputs are below it. */
export const OPTOUT_SPACE = LENGTH_AT + LENGTHS;

const GRAM_SHARE = 0.6;
const SIGN_VALUE = 0.7;
const PAIR_VALUE = 0.35;
const LENGTH_VALUE = 0.3;

export function optOutInputs(text: string): SparseVector {
  const words = normalisedWords(text);
  const plain = words.join(' ');
  const { grams, weights } = readGrams(words);
  const { left, kinds } = explainAway(plain);
  const asking = findSigns(left, 0, ASKING);
  const signs = [...asking, ...findSigns(plain, ASKING)];
  const further: [id: number, value: number][] = signs.map((sign) => [SIGN_AT + sign, SIGN_VALUE]);
  for (const sign of asking) {
    for (const other of signs) {
      if (other >= ASKING)
        further.push([PAIR_AT + sign * (SIGNS.length - ASKING) + other - ASKING, PAIR_VALUE]);
    }
  }
  for (const kind of kinds) further.push([EXPLAINED_AT + kind, SIGN_VALUE]);
  further.push([COUNT_AT + Math.min(3, asking.length), SIGN_VALUE]);
  further.push([LENGTH_AT + Math.min(LENGTHS - 1, 31 - Math.clz32(words.length + 1)), LENGTH_VALUE]);
  return joined(grams, weights, further);
}

/** Typed arrays filled in place: made of lists they cost more than all patterns together. */
function joined(
  grams: Uint32Array,
  weights: Float32Array,
  further: readonly (readonly [id: number, value: number])[],
): SparseVector {
  const ids = new Uint32Array(grams.length + further.length);
  const values = new Float32Array(ids.length);
  ids.set(grams);
  for (let i = 0; i < weights.length; i++) values[i] = weights[i]! * GRAM_SHARE;
  further.forEach(([id, value], i) => {
    ids[grams.length + i] = id;
    values[grams.length + i] = value;
  });
  return { ids, values };
}
