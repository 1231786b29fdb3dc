/** What the model sees of an outbound text: signs of the grammar, and n-grams of the plain words. */
import { GRAM_SPACE, readGrams } from '../features/grams.ts';
import type { SparseVector } from '../linear/sparse-linear.ts';
import { CLASSES } from './mentions.ts';
import { normalise } from './normalise.ts';
import { findSigns, NEARBY_AT, SIGN_SPACE } from './signs.ts';

/** Classes of the model: lawful, or unlawful by a protected class. */
export const VERDICTS = ['none', ...CLASSES] as const;

/** Ids of inputs are below it. */
export const FAIR_HOUSING_SPACE = GRAM_SPACE + SIGN_SPACE;

const GRAM_SHARE = 0.6;
const SIGN_VALUE = 0.4;
/** Signs of two marks together are many and rare: each weighs less. */
const PAIR_VALUE = 0.2;

export function fairHousingInputs(text: string): SparseVector {
  const plain = normalise(text);
  const { grams, weights } = readGrams(plain.split(' ').filter((word) => word !== '' && word !== '.'));
  const signs = findSigns(plain);
  const ids = new Uint32Array(grams.length + signs.length);
  const values = new Float32Array(ids.length);
  ids.set(grams);
  for (let i = 0; i < weights.length; i++) values[i] = weights[i]! * GRAM_SHARE;
  for (const [i, sign] of signs.entries()) {
    ids[grams.length + i] = GRAM_SPACE + sign;
    values[grams.length + i] = sign < NEARBY_AT ? SIGN_VALUE : PAIR_VALUE;
  }
  return { ids, values };
}
