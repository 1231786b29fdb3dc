/** An insight or an alert on its way to many sockets: the bytes all frames share, made once. */
import { shardName } from '../../schemas/shards.ts';
import type { Feed, TailEntry } from './store.ts';

export interface Delivery {
  entry: TailEntry;
  /** Type of its frame. */
  frame: 'delta' | 'alert';
  /** The end of that frame: `,"shard":…,"offset":…,"insight":…}`, or `"alert":…}`. */
  tail: Uint8Array;
  /** The same with another body in it. */
  tailWith(body: Uint8Array): Uint8Array;
  /** The number of the insight, or of the one an alert came with; the JSON is parsed at the first call only. */
  seq(): number;
}

/** Null for what no socket hears of: an entry without a body, and records that are no alert's. */
export function createDelivery(feed: Feed, entry: TailEntry): Delivery | null {
  return feed === 'alerts' ? alertDelivery(entry) : insightDelivery(entry);
}

function insightDelivery(entry: TailEntry): Delivery | null {
  if (!entry.body.length) return null;
  let seq: number | undefined;
  return {
    ...{ entry, frame: 'delta', ...tails('insight', entry) },
    seq() {
      seq ??= (JSON.parse(Buffer.from(entry.body).toString()) as { seq: number }).seq;
      return seq;
    },
  };
}

function alertDelivery(entry: TailEntry): Delivery | null {
  const { kind, seq } = recordIn(entry.body);
  return kind === 'alert' ? { entry, frame: 'alert', ...tails('alert', entry), seq: () => seq! } : null;
}

/** Bytes that are no record must not end the tail, and with it what everybody else hears. */
function recordIn(body: Uint8Array): { kind?: string; seq?: number } {
  try {
    return (JSON.parse(Buffer.from(body).toString()) as object | null) ?? {};
  } catch {
    return {};
  }
}

function tails(member: string, { shard, id, body }: TailEntry): Pick<Delivery, 'tail' | 'tailWith'> {
  const tailWith = (bytes: Uint8Array) =>
    Buffer.concat([Buffer.from(`,${place(shard, id)},"${member}":`), bytes, END]);
  return { tail: tailWith(body), tailWith };
}

const END = Buffer.from('}');

/** The members `shard` and `offset` of a frame. */
export const place = (shard: number, id: string): string => `"shard":"${shardName(shard)}","offset":"${id}"`;
