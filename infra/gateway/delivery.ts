/** An insight or an alert on its way to many sockets: the bytes all frames share, made once. */
import { LRUCache } from 'lru-cache';
import { shardName } from '../../schemas/shards.ts';
import type { Feed, TailEntry } from './store.ts';

/** Clients give few different ids: what many subscriptions share is at hand when the next one needs it. */
const starts = new LRUCache<string, Uint8Array>({ max: 1000 });

/** What a frame that passes on an entry of the feed begins with, up to its number. @param id of the subscription */
export function startOf(feed: Feed, id: string): Uint8Array {
  const type = feed === 'alerts' ? 'alert' : 'delta';
  const text = `{"type":"${type}","id":${JSON.stringify(id)},"n":`;
  const start = starts.get(text) ?? Buffer.from(text);
  starts.set(text, start);
  return start;
}

/** A class, since each socket looks into it: objects made in several ways are slower to read. */
export class Delivery {
  readonly entry: TailEntry;
  readonly feed: Feed;
  /** The end of its frame: `,"shard":…,"offset":…,"insight":…}`, or `"alert":…}`. */
  readonly tail: Uint8Array;
  #seq: number | undefined;

  constructor(feed: Feed, entry: TailEntry, seq?: number) {
    this.entry = entry;
    this.feed = feed;
    this.tail = this.tailWith(entry.body);
    this.#seq = seq;
  }

  /** The same with another body in it. */
  tailWith(body: Uint8Array): Uint8Array {
    const { shard, id } = this.entry;
    const member = this.feed === 'alerts' ? 'alert' : 'insight';
    return Buffer.concat([Buffer.from(`,${place(shard, id)},"${member}":`), body, END]);
  }

  /** The number of the insight, or of the one an alert came with; an insight is parsed at the first call only. */
  seq(): number {
    this.#seq ??= (JSON.parse(Buffer.from(this.entry.body).toString()) as { seq: number }).seq;
    return this.#seq;
  }
}

/** Null for what no socket hears of: an entry without a body, and records that are no alert's. */
export function createDelivery(feed: Feed, entry: TailEntry): Delivery | null {
  if (feed === 'insights') return entry.body.length ? new Delivery(feed, entry) : null;
  const { kind, seq } = recordIn(entry.body);
  return kind === 'alert' ? new Delivery(feed, entry, seq) : null;
}

/** Bytes that are no record must not end the tail, and with it what everybody else hears. */
function recordIn(body: Uint8Array): { kind?: string; seq?: number } {
  try {
    return (JSON.parse(Buffer.from(body).toString()) as object | null) ?? {};
  } catch {
    return {};
  }
}

const END = Buffer.from('}');

/** The members `shard` and `offset` of a frame. */
export const place = (shard: number, id: string): string => `"shard":"${shardName(shard)}","offset":"${id}"`;
