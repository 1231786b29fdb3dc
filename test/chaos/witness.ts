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

/** An insight on a stream. */
export interface Entry {
  id: string;
  lead: string;
  seq: number;
}

export interface Witness {
  take(frame: ServerFrame): void;
  /** The latest offset by shard. */
  known: ReadonlyMap<string, string>;
  /** @param entries everything on the topic's streams, by shard, in order */
  hearing(entries: ReadonlyMap<string, Entry[]>): Hearing;
}

type Began = Extract<ServerFrame, { type: 'subscribed' }>;

export function createWitness(): Witness {
  const known = new Map<string, string>();
  const begun = new Map<string, string>();
  const heard = new Set<string>();
  const stretches: Stretch[] = [];
  /** Each lead's number in the latest snapshot. It is read after its offset is noted, so it may know more than that. */
  let snapshot = new Map<string, number>();
  const counts = { twice: 0, misordered: 0, toldGaps: 0, states: 0 };

  const replaced = (shard: string, to: string) => {
    stretches.push({ shard, after: known.get(shard)!, to });
    known.set(shard, to);
  };
  const began = ({ offset, snapshot: insights = [] }: Began) => {
    if (begun.size > 0) counts.toldGaps++;
    snapshot = new Map(insights.map(({ lead, seq }) => [lead, seq]));
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
      if (frame.type === 'subscribed' && !frame.recovered) began(frame);
      else if (frame.type === 'delta') delta(frame.shard, frame.offset);
      else if (frame.type === 'state') {
        counts.states++;
        replaced(frame.shard, frame.offset);
      }
    },
    hearing(entries) {
      let missing = 0;
      for (const [shard, ids] of entries) {
        for (const { id, lead, seq } of ids) {
          if (compareIds(id, begun.get(shard)!) <= 0 || heard.has(`${shard}/${id}`)) continue;
          if (seq > (snapshot.get(lead) ?? 0) && !isToldOf(shard, id)) missing++;
        }
      }
      return { ...counts, heard: heard.size, missing };
    },
  };
}
