/**
 * Pretrained word vectors (GloVe: Pennington, Socher, Manning, EMNLP 2014; Wikipedia and Gigaword, 100 dimensions),
 * pruned to the words of the corpus and the commonest English ones; int8, one scale a row. Words are kept as hashes.
 */
import { readArtefact } from '../artefact.ts';

export const DIMENSIONS = 100;

export interface WordVectors {
  /** Hash of each word; row i belongs to hashes[i]. */
  hashes: Uint32Array;
  /** Rows of DIMENSIONS. */
  bytes: Int8Array;
  /** Vector = byte × scale of its row. */
  scales: Float32Array;
  /** How telling a word is: near 0 for "the", near 1 for rare ones (Arora et al., ICLR 2017). */
  tells: Float32Array;
}

/** 32-bit FNV-1a over UTF-16 code units, digits as one. The make script checks that no two words share a hash. */
export function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    hash = Math.imul(hash ^ (code >= 48 && code <= 57 ? 48 : code), 16777619);
  }
  return hash >>> 0;
}

/** Texts whose pooled vectors are remembered: about as many as go through the judges together. */
const REMEMBERED = 32;

/** Pools the vectors of a text's words. */
export class WordPool {
  private readonly latest: { tokens: readonly string[]; pooled: Float32Array }[] = [];
  private asked = 0;
  private readonly vectors: WordVectors;
  private readonly slots: Int32Array;
  private readonly mask: number;

  constructor(vectors: WordVectors) {
    this.vectors = vectors;
    const size = 2 ** Math.ceil(Math.log2(vectors.hashes.length * 2));
    this.mask = size - 1;
    this.slots = new Int32Array(size).fill(-1);
    vectors.hashes.forEach((hash, row) => {
      let slot = hash & this.mask;
      while (this.slots[slot]! >= 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = row;
    });
  }

  /** Row of a word, or −1. */
  row(word: string): number {
    const hash = hashWord(word);
    let slot = hash & this.mask;
    while (this.slots[slot]! >= 0) {
      const row = this.slots[slot]!;
      if (this.vectors.hashes[row] === hash) return row;
      slot = (slot + 1) & this.mask;
    }
    return -1;
  }

  /** How telling the word of a row is. */
  tell(row: number): number {
    return this.vectors.tells[row]!;
  }

  /**
   * The mean of the vectors weighted by how telling their words are, then the largest and the least of each dimension;
   * zeros where no word is known. Remembered while other judges ask of the same tokens: not to be written to.
   *
   * @returns length 3 × DIMENSIONS
   */
  pool(tokens: readonly string[]): Float32Array {
    for (const known of this.latest) if (known.tokens === tokens) return known.pooled;
    const pooled = this.poolAnew(tokens);
    this.latest[this.asked++ % REMEMBERED] = { tokens, pooled };
    return pooled;
  }

  private poolAnew(tokens: readonly string[]): Float32Array {
    const { bytes, scales, tells } = this.vectors;
    const pooled = new Float32Array(3 * DIMENSIONS);
    const sums = pooled.subarray(0, DIMENSIONS);
    const most = pooled.subarray(DIMENSIONS, 2 * DIMENSIONS).fill(-Infinity);
    const least = pooled.subarray(2 * DIMENSIONS).fill(Infinity);
    let weight = 0;
    for (const token of tokens) {
      const row = this.row(token);
      if (row < 0) continue;
      const tell = tells[row]!;
      const scale = scales[row]!;
      const from = row * DIMENSIONS;
      weight += tell;
      for (let d = 0; d < DIMENSIONS; d++) {
        const value = bytes[from + d]! * scale;
        sums[d]! += tell * value;
        if (value > most[d]!) most[d] = value;
        if (value < least[d]!) least[d] = value;
      }
    }
    if (weight === 0) return pooled.fill(0);
    for (let d = 0; d < DIMENSIONS; d++) sums[d]! /= weight;
    return pooled;
  }
}

let loaded: WordPool | undefined;

/** The vectors beside this file, read once. Throws if the artefact is missing. */
export function loadWordPool(): WordPool {
  if (loaded) return loaded;
  const artefact = readArtefact(new URL('./', import.meta.url));
  loaded = new WordPool({
    hashes: artefact.array('hashes', 'Uint32Array'),
    bytes: artefact.array('bytes', 'Int8Array'),
    scales: artefact.array('scales', 'Float32Array'),
    tells: artefact.array('tells', 'Float32Array'),
  });
  return loaded;
}
