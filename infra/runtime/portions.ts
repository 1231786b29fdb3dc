/** What was read at once, in portions to be worked one after the other. */
import type { Entry } from '../../schemas/flow.ts';

/**
 * After a pause hundreds of entries may wait. Worked as one, the first would wait for the last, and a lease for all
 * of them; portions are committed as they are done, and are still large enough for scoring in batches.
 */
export const PORTION = 24;

export interface Portions {
  /** Somebody waits for these. */
  soon: Entry[][];
  /** For these nobody does. */
  later: Entry[][];
}

/**
 * Whole shards together up to {@link PORTION} entries (a shard's own entries are never split); of a careful shard only
 * the first entry, alone. A shard with nothing but what can wait comes later, alone.
 *
 * @param entries as read: a shard's entries in a row, in order
 */
export function portions(
  entries: Entry[],
  careful: ReadonlySet<number>,
  canWait: (bytes: Uint8Array) => boolean = () => false,
): Portions {
  const [soon, later, alone]: [Entry[][], Entry[][], Entry[][]] = [[], [], []];
  for (const own of shardByShard(entries)) {
    const last = soon.at(-1);
    if (careful.has(own[0]!.shard)) alone.push([own[0]!]);
    else if (own.every(({ bytes }) => canWait(bytes))) later.push(own);
    else if (last && last.length < PORTION) last.push(...own);
    else soon.push(own);
  }
  return { soon: [...soon, ...alone], later };
}

function shardByShard(entries: Entry[]): Entry[][] {
  const all: Entry[][] = [];
  for (const entry of entries) {
    const own = all.at(-1);
    if (own && own[0]!.shard === entry.shard) own.push(entry);
    else all.push([entry]);
  }
  return all;
}
