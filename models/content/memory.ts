/** What a lead has read, by the variants it was sent. */
import { crc32 } from '../../schemas/crc32.ts';
import { idOf, marksOf, type Said } from './bank.ts';

/** Stands in a variant for a phrase that is not there. */
export const NONE = '-';

export const idOrNone = (said: Said | undefined): string => (said ? idOf(said) : NONE);

/** Knuth's multiplicative hash: 2^32 over the golden ratio, odd. */
const MIXER = 0x9e3779b1;

export const seedOf = (seed: string): number => crc32(seed);

/** A whole number that orders equals: the same for the same {@link seedOf} and phrases. */
export const lot = (seed: number, phrases: readonly (Said | undefined)[]): number =>
  scattered(mixed(seed, phrases));

/** The same of phrases that {@link mixed} has begun with, and one more, by its {@link keyOf}. */
export const drawn = (begun: number, last: number): number => scattered(mix(begun, last));

/** A lot half drawn: more phrases may follow. */
export function mixed(seed: number, phrases: readonly (Said | undefined)[]): number {
  let begun = seed;
  for (const said of phrases) begun = mix(begun, keyOf(said));
  return begun;
}

export const keyOf = (said: Said | undefined): number => (said ? marksOf(said).key : 1);

const mix = (begun: number, key: number): number => Math.imul(begun ^ key, MIXER) ^ (begun >>> 15);

/** The finaliser of MurmurHash3 (Austin Appleby): near hashes end far apart. */
function scattered(begun: number): number {
  let h = begun ^ (begun >>> 16);
  h = Math.imul(h ^ (h >>> 13), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** How often each phrase was read, and which triples and texts were. */
export class Memory {
  readonly times = new Map<string, number>();
  readonly triples = new Set<string>();
  readonly texts = new Set<string>();

  constructor(used: readonly string[], type: string) {
    for (const variant of used) {
      const [of, ids = ''] = variant.replace(/@.*$/, '').split(':');
      for (const id of ids.split(/[.+]/)) this.times.set(id, this.of(id) + 1);
      if (of !== type) continue;
      this.triples.add(ids.split('.').slice(0, 3).join('.'));
      this.texts.add(ids);
    }
  }

  of(id: string): number {
    return this.times.get(id) ?? 0;
  }

  ofAll(phrases: readonly (Said | undefined)[]): number {
    return phrases.reduce((sum, said) => sum + (said ? this.of(idOf(said)) : 0), 0);
  }
}
