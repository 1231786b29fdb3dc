/** Which words to keep of a large table of vectors, and their rows as an artefact holds them. */
import { quantise } from '../linear/quantised-rows.ts';
import { DIMENSIONS, hashWord, type WordVectors } from './word-vectors.ts';

/** The commonest words kept beside those of the corpus. */
const COMMONEST = 20_000;
/** Weight of a word seen with frequency p is a / (a + p). */
const SMOOTH = 1e-3;
/** Zipf: frequency of the word of a rank is about 1 / (rank × this). */
const ZIPF = 12;

const ENDINGS: readonly (readonly [string, string])[] = [
  ["n't", 'not'],
  ["'m", 'am'],
  ["'d", 'would'],
  ["'s", 'is'],
  ["'ve", 'have'],
  ["'ll", 'will'],
  ["'re", 'are'],
];

/** @param words in order of frequency; `vectorOf` gives at least DIMENSIONS numbers, or undefined */
export function pruneVectors(
  words: readonly string[],
  vectorOf: (word: string) => readonly number[] | undefined,
  corpusWords: Iterable<string>,
): WordVectors {
  const rank = new Map(words.map((word, i) => [word, i + 1]));
  const rows = new Map<number, { vector: number[]; tell: number }>();
  const tellOf = (word: string) => SMOOTH / (SMOOTH + 1 / (ZIPF * (rank.get(word) ?? words.length)));
  const keep = (word: string, vector: readonly number[] | undefined, tell: number) => {
    if (vector === undefined || /\d/.test(word)) return;
    const hash = hashWord(word);
    if (!rows.has(hash)) rows.set(hash, { vector: vector.slice(0, DIMENSIONS), tell });
  };
  for (const word of new Set([...corpusWords, ...words.slice(0, COMMONEST)])) {
    const plain = vectorOf(word) ? word : word.normalize('NFD').replace(/\p{M}/gu, '');
    if (vectorOf(plain)) keep(word, vectorOf(plain), tellOf(plain));
    else keepContraction(word);
  }
  /** "won't" is half "would not": the mean of its parts. */
  function keepContraction(word: string): void {
    const ending = ENDINGS.find(([end]) => word.endsWith(end));
    if (!ending) return;
    const head = vectorOf(word.slice(0, -ending[0].length));
    const tail = vectorOf(ending[1]);
    if (head && tail)
      keep(
        word,
        tail.map((x, d) => (x + head[d]!) / 2),
        tellOf(ending[1]),
      );
  }
  const kept = [...rows].sort(([a], [b]) => a - b);
  const { bytes, scales } = quantise(
    kept.flatMap(([, { vector }]) => vector),
    DIMENSIONS,
  );
  return {
    hashes: Uint32Array.from(kept, ([hash]) => hash),
    bytes,
    scales,
    tells: Float32Array.from(kept, ([, { tell }]) => tell),
  };
}
