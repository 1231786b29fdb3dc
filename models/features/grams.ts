/**
 * Hashed n-grams: word 1- and 2-grams, and character 3- to 5-grams inside each token with its edges marked.
 * Digits count as one sign and accents as their letter, so that "$2,300" and "$1,750", "qué" and "que" are alike.
 * The hashing trick: Weinberger et al., Feature Hashing for Large Scale Multitask Learning, ICML 2009.
 */

export const GRAM_BITS = 18;
/** Size of the hashed space; gram ids are below it. */
export const GRAM_SPACE = 1 << GRAM_BITS;

const PRIME = 16777619;
const WORD_SEED = 0x811c9dc5 | 0;
const PAIR_SEED = 0x5bd1e995 | 0;
const CHAR_SEED = 0x27d4eb2f | 0;
const EDGE = 32;
const LONGEST = 5;
const SHORTEST = 3;

/** Code unit → code unit with digits as "0" and Latin accents dropped. */
const FOLDED = new Uint16Array(0x180);
for (let code = 0; code < FOLDED.length; code++) {
  const plain = String.fromCharCode(code).normalize('NFD').charCodeAt(0);
  FOLDED[code] = plain >= 48 && plain <= 57 ? 48 : plain;
}
const folded = (code: number): number => (code < FOLDED.length ? FOLDED[code]! : code);

/** Spreads the bits of a running hash over the whole space (finaliser of MurmurHash3). */
function spread(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> (32 - GRAM_BITS);
}

// Scratch space of one call. A small table that stays in the nearest cache: the slot of a gram holds its place in
// `order` plus one, 0 is free. Slots are free between calls, so results depend on nothing but the tokens.
let slots = new Uint16Array(1024);
let order = new Uint32Array(512);
let counts = new Uint16Array(512);
let used = 0;

/** Makes room for `most` different grams in a table at most half full. */
function reserve(most: number): void {
  if (most <= order.length) return;
  const size = 2 ** Math.ceil(Math.log2(most));
  order = new Uint32Array(size);
  counts = new Uint16Array(size);
  slots = new Uint16Array(size * 2);
}

function slotOf(id: number): number {
  const mask = slots.length - 1;
  let slot = id & mask;
  while (slots[slot] !== 0 && order[slots[slot]! - 1] !== id) slot = (slot + 1) & mask;
  return slot;
}

function count(id: number): void {
  const slot = slotOf(id);
  const place = slots[slot]!;
  if (place > 0) {
    counts[place - 1]!++;
    return;
  }
  order[used] = id;
  counts[used] = 1;
  slots[slot] = ++used;
}

function countWords(tokens: readonly string[]): void {
  let before = WORD_SEED;
  for (const token of tokens) {
    let hash = WORD_SEED;
    for (let i = 0; i < token.length; i++) hash = Math.imul(hash ^ folded(token.charCodeAt(i)), PRIME);
    count(spread(hash));
    count(spread(Math.imul(before ^ PAIR_SEED, PRIME) ^ hash));
    before = hash;
  }
  if (tokens.length > 0) count(spread(Math.imul(before ^ PAIR_SEED, PRIME) ^ WORD_SEED));
}

/** Code units of one token between its edges. */
let codes = new Uint16Array(256);

function countCharacters(token: string): void {
  const length = token.length + 2;
  if (codes.length < length) codes = new Uint16Array(length * 2);
  codes[0] = EDGE;
  for (let i = 0; i < token.length; i++) codes[i + 1] = folded(token.charCodeAt(i));
  codes[length - 1] = EDGE;
  for (let start = 0; start + SHORTEST <= length; start++) {
    const end = Math.min(start + LONGEST, length);
    let hash = CHAR_SEED;
    for (let i = start; i < end; i++) {
      hash = Math.imul(hash ^ codes[i]!, PRIME);
      if (i - start + 1 >= SHORTEST) count(spread(hash));
    }
  }
}

/** No text has more: two word grams a token and one at the end, three character grams a position. */
function mostGrams(tokens: readonly string[]): number {
  let characters = 0;
  for (const token of tokens) characters += token.length;
  return 1 + 2 * tokens.length + 3 * characters;
}

/** Weights of the grams counted from `from` to `to`: 1 + ln(count), scaled so that their squares sum to a half. */
function weigh(weights: Float32Array, from: number, to: number): void {
  let square = 0;
  for (let i = from; i < to; i++) {
    const w = counts[i] === 1 ? 1 : 1 + Math.log(counts[i]!);
    weights[i] = w;
    square += w * w;
  }
  const scale = square > 0 ? Math.sqrt(0.5 / square) : 0;
  for (let i = from; i < to; i++) weights[i] = weights[i]! * scale;
}

/** Gram ids in order of first occurrence, and their weights of L2 norm 1, words and characters weighing the same. */
export function readGrams(tokens: readonly string[]): { grams: Uint32Array; weights: Float32Array } {
  used = 0;
  reserve(mostGrams(tokens));
  countWords(tokens);
  const words = used;
  for (const token of tokens) countCharacters(token);
  const weights = new Float32Array(used);
  weigh(weights, 0, words);
  weigh(weights, words, used);
  slots.fill(0);
  return { grams: order.slice(0, used), weights };
}
