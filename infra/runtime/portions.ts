/** What was read at once, in portions to be worked one after the other. */
import type { Entry } from '../../schemas/flow.ts';

/**
 * After a pause hundreds of entries may wait. Worked as one, the first would wait for the last, and a lease for all
 * of them; portions are committed as they are done, and are still large enough for scoring in batches.
 */
export const PORTION = 24;

/**
 * Whole shards together up to {@link PORTION} entries (a shard's own entries are never split); of a careful shard
 * only the first entry, alone.
 *
 * @param entries as read: a shard's entries in a row, in order
 */
export function portions(entries: Entry[], careful: ReadonlySet<number>): Entry[][] {
  const all: Entry[][] = [];
  const alone = new Map<number, Entry>();
  let shard: number | undefined;
  for (const entry of entries) {
    if (careful.has(entry.shard)) {
      if (!alone.has(entry.shard)) alone.set(entry.shard, entry);
      continue;
    }
    const last = all.at(-1);
    if (last && (entry.shard === shard || last.length < PORTION)) last.push(entry);
    else all.push([entry]);
    shard = entry.shard;
  }
  return [...all, ...[...alone.values()].map((entry) => [entry])];
}
