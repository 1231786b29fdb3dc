/** An insight on its way to many sockets: the bytes all frames share, made once. */
import { shardName } from '../../schemas/shards.ts';
import type { TailEntry } from './store.ts';

export interface Delivery {
  entry: TailEntry;
  /** The end of a delta frame: `,"shard":…,"offset":…,"insight":…}`. */
  tail: Uint8Array;
  /** The same with another insight in it. */
  tailWith(insight: Uint8Array): Uint8Array;
  /** The insight's number; the JSON is parsed at the first call only. */
  seq(): number;
}

export function createDelivery(entry: TailEntry): Delivery {
  let seq: number | undefined;
  const { shard, id, insight } = entry;
  const tailWith = (bytes: Uint8Array) =>
    Buffer.concat([Buffer.from(`,${place(shard, id)},"insight":`), bytes, END]);
  return {
    ...{ entry, tail: tailWith(insight), tailWith },
    seq() {
      seq ??= (JSON.parse(Buffer.from(insight).toString()) as { seq: number }).seq;
      return seq;
    },
  };
}

const END = Buffer.from('}');

/** The members `shard` and `offset` of a frame. */
export const place = (shard: number, id: string): string => `"shard":"${shardName(shard)}","offset":"${id}"`;
