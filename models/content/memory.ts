/** What a lead has read, by the variants it was sent. */
import { crc32 } from '../../schemas/crc32.ts';
import { seededRandom } from '../linear/random.ts';
import { idOf, type Said } from './bank.ts';

/** Stands in a variant for a phrase that is not there. */
const NONE = '-';

export const idOrNone = (said: Said | undefined): string => (said ? idOf(said) : NONE);
/** A number in [0, 1) that orders equals, the same for the same seed. */
export const lot = (seed: string, id: string): number => seededRandom(crc32(`${seed}/${id}`))();

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

  core({ fragments }: Core): number {
    return fragments.reduce((sum, fragment) => sum + this.of(idOf(fragment)), 0);
  }
}
