import { expect, test } from 'vitest';
import { pruneVectors } from '../../../models/word-vectors/prune.ts';
import { DIMENSIONS, hashWord, loadWordPool, WordPool } from '../../../models/word-vectors/word-vectors.ts';

const vector = (first: number): number[] =>
  Array.from({ length: DIMENSIONS }, (_, d) => (d === 0 ? first : 0));
const TABLE: Record<string, number[]> = {
  the: vector(1),
  house: vector(2),
  would: vector(-1),
  he: vector(3),
  cafe: vector(4),
  '2300': vector(9),
};
const pruned = () =>
  pruneVectors(Object.keys(TABLE), (word) => TABLE[word], ['house', "he'd", 'café', 'zzz', '2300']);

test('keeps words of the corpus and common ones; contractions are the mean of their parts, accents fall back', () => {
  const pool = new WordPool(pruned());
  const first = (word: string) => pool.pool([word])[DIMENSIONS];
  expect(first('house')).toBeCloseTo(2, 5);
  expect(first("he'd")).toBeCloseTo(1, 5);
  expect(first('café')).toBeCloseTo(4, 5);
  expect(pool.row('zzz')).toBe(-1);
  expect(pool.row('2300')).toBe(-1);
});

test('pools mean, most and least; telling words weigh more', () => {
  const pool = new WordPool(pruned());
  const tokens = ['the', 'house'];
  const out = pool.pool(tokens);
  expect(out[0]).toBeGreaterThan(1.5);
  expect(out[DIMENSIONS]).toBeCloseTo(2, 5);
  expect(out[2 * DIMENSIONS]).toBeCloseTo(1, 5);
  expect(pool.pool([]).every((x) => x === 0)).toBe(true);
  for (let i = 0; i < 100; i++) pool.pool(['would', 'he']);
  expect(pool.pool(tokens)).toEqual(out);
});

test('digits hash alike', () => expect(hashWord('2,300')).toBe(hashWord('1,750')));

test('the committed vectors know what is near', () => {
  const pool = loadWordPool();
  const of = (word: string) => pool.pool([word]).subarray(0, DIMENSIONS);
  const cosine = (a: string, b: string) => {
    const [x, y] = [of(a), of(b)];
    const dot = (u: Float32Array, v: Float32Array) => u.reduce((sum, value, d) => sum + value * v[d]!, 0);
    return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
  };
  expect(cosine('mortgage', 'loan')).toBeGreaterThan(cosine('mortgage', 'porch'));
  expect(cosine('wife', 'husband')).toBeGreaterThan(cosine('wife', 'garage'));
});
