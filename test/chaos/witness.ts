/** What a client heard on all its sockets together, held against the streams: nothing twice, no hole it was not told of. */
import { compareIds } from '../../infra/gateway/stream-id.ts';
import type { ServerFrame } from '../../schemas/frames.ts';

/** Entries of one shard's insight stream, (after, to], that something else stands for. */
interface Stretch {
  shard: string;
  after: string;
  to: string;
}

export interface Hearing {
  heard: number;
  twice: number;
  misordered: number;
  /** Neither heard nor told of. */
  missing: number;
  /** Snapshots after the first: gaps that the client was told of. */
  toldGaps: number;
  /** States in place of deltas. */
  states: number;
}

export interface Witness {
  take(frame: ServerFrame): void;
  /** The latest offset by shard. */
  known: ReadonlyMap<string, string>;
  /** @param entries ids of everything on the topic's streams, by shard, in order */
  hearing(entries: ReadonlyMap<string, string[]>): Hearing;
}

export function createWitness(): Witness {
  const known = new Map<string, string>();
  const begun = new Map<string, string>();
  const heard = new Set<string>();
  const stretches: Stretch[] = [];
  const counts = { twice: 0, misordered: 0, toldGaps: 0, states: 0 };

  const replaced = (shard: string, to: string) => {
    stretches.push({ shard, after: known.get(shard)!, to });
    known.set(shard, to);
  };
  const began = (offset: Record<string, string>) => {
    if (begun.size > 0) counts.toldGaps++;
    for (const [shard, to] of Object.entries(offset)) {
      if (known.has(shard)) replaced(shard, to);
      else for (const map of [begun, known]) map.set(shard, to);
    }
  };
  const delta = (shard: string, offset: string) => {
    const entry = `${shard}/${offset}`;
    if (heard.has(entry)) counts.twice++;
    else if (compareIds(offset, known.get(shard)!) <= 0) counts.misordered++;
    heard.add(entry);
    known.set(shard, offset);
  };
  const isToldOf = (shard: string, id: string) =>
    stretches.some(
      (one) => one.shard === shard && compareIds(id, one.after) > 0 && compareIds(id, one.to) <= 0,
    );

  return {
    known,
    take(frame) {
      if (frame.type === 'subscribed' && !frame.recovered) began(frame.offset);
      else if (frame.type === 'delta') delta(frame.shard, frame.offset);
      else if (frame.type === 'state') {
        counts.states++;
        replaced(frame.shard, frame.offset);
      }
    },
    hearing(entries) {
      let missing = 0;
      for (const [shard, ids] of entries) {
        for (const id of ids) {
          if (compareIds(id, begun.get(shard)!) <= 0 || heard.has(`${shard}/${id}`)) continue;
          if (!isToldOf(shard, id)) missing++;
        }
      }
      return { ...counts, heard: heard.size, missing };
    },
  };
}
