/**
 * A sparse vector filled template by template: each template of inputs gives its hashes a seed of its own. Scratch space
 * of one call, reused, so that results depend on nothing but what was added.
 */
import type { SparseVector } from '../linear/sparse-linear.ts';
import { CLASS_BITS } from './words.ts';

const SPACE_BITS = 18;
/** Ids of inputs are below it. */
export const MENTION_SPACE = 1 << SPACE_BITS;

let ids = new Uint32Array(1024);
let values = new Float32Array(1024);
let used = 0;

/** Finaliser of MurmurHash3 over a hash and the seed of its template. */
export function add(template: number, hash: number, value: number): void {
  if (used === ids.length) {
    const [more, their] = [new Uint32Array(used * 2), new Float32Array(used * 2)];
    more.set(ids);
    their.set(values);
    [ids, values] = [more, their];
  }
  let h = Math.imul(hash ^ template, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  ids[used] = (h ^ (h >>> 16)) >>> (32 - SPACE_BITS);
  values[used++] = value;
}

/** One hash of two, in order. */
export const pair = (a: number, b: number): number =>
  Math.imul(a, 0x01000193) ^ Math.imul(b ^ 0x5bd1e995, 0x27d4eb2f);

/** Each class of `bits`, with what the candidate stands for where `own` is given. */
export function addBits(template: number, bits: number, value: number, own?: number): void {
  for (let bit = 0; bit < CLASS_BITS; bit++) {
    if ((bits & (1 << bit)) !== 0) add(template, own === undefined ? bit + 1 : pair(own, bit + 1), value);
  }
}

/** Seeds of templates, one for each name. */
export function templates<T extends string>(names: readonly T[]): Record<T, number> {
  return Object.fromEntries(names.map((name, i) => [name, Math.imul(i + 1, 0x9e3779b1)])) as Record<
    T,
    number
  >;
}

/** Begins a vector. */
export function begin(): void {
  used = 0;
}

/** What was added since {@link begin}. */
export const taken = (): SparseVector => ({ ids: ids.slice(0, used), values: values.slice(0, used) });
