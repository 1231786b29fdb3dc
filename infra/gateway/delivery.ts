/** An insight on its way to many sockets: the bytes all frames share, made once. */
import { shardName } from '../../schemas/shards.ts';
import type { TailEntry } from './store.ts';

export interface Delivery {
  entry: TailEntry;
  /** The end of a delta frame: `,"shard":…,"offset":…,"insight":…}`. */
  tail: Uint8Array;
  /** The insight's number; the JSON is parsed at the first call only. */
  seq(): number;
}

export function createDelivery(entry: TailEntry): Delivery {
  let seq: number | undefined;
  const { shard, id, insight } = entry;
  return {
    entry,
    tail: Buffer.concat([Buffer.from(`,${place(shard, id)},"insight":`), insight, END]),
    seq() {
      seq ??= (JSON.parse(Buffer.from(insight).toString()) as { seq: number }).seq;
      return seq;
    },
  };
}

const END = Buffer.from('}');

/** The members `shard` and `offset` of a frame. */
export const place = (shard: number, id: string): string => `"shard":"${shardName(shard)}","offset":"${id}"`;
