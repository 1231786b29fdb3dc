/** Reads what a crash test left on the streams: every event that came in, every insight that came out. */
import type { RedisClient } from '../../infra/redis/connect.ts';
import type { WireInsight } from '../../schemas/insight-wire.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { shardKeys } from '../../schemas/shards.ts';
import type { Seen } from './check.ts';

export interface Arrival {
  shard: number;
  /** When Redis took it, epoch ms. */
  at: number;
  lead: string;
  /** Event id. */
  id: string;
}

export interface Departure extends Seen {
  shard: number;
  /** When it was committed, epoch ms. */
  at: number;
  wire: WireInsight;
}

const PAGE = 2000;
const LEAD_EVENTS: readonly string[] = ['message', 'activity', 'profile', 'outcome'];

/** Entries of a stream as [id, value of `field`], in pages. */
async function* entriesOf(
  client: RedisClient,
  stream: string,
  field: string,
): AsyncGenerator<[string, string]> {
  for (let from = '-'; ; ) {
    const page = await client.xrange(stream, from, '+', 'COUNT', PAGE);
    for (const [id, fields] of page) yield [id, fields[fields.indexOf(field) + 1]!];
    if (page.length < PAGE) return;
    from = `(${page.at(-1)![0]}`;
  }
}

/** LeadEvents as they came, repeats and all. */
export async function readArrivals(client: RedisClient, shards: number): Promise<Arrival[]> {
  const all: Arrival[] = [];
  for (let shard = 0; shard < shards; shard++) {
    for await (const [id, text] of entriesOf(client, shardKeys('leads', shard).events, 'event')) {
      const event = JSON.parse(text) as LeadEvent;
      if (!LEAD_EVENTS.includes(event.type)) continue;
      all.push({ shard, at: Number.parseInt(id, 10), lead: event.lead, id: event.id });
    }
  }
  return all;
}

/** Distinct events that came in, the timers' own among them: what ClickHouse must hold. */
export async function countEvents(client: RedisClient, shards: number): Promise<number> {
  const ids = new Set<string>();
  for (let shard = 0; shard < shards; shard++) {
    for await (const [, text] of entriesOf(client, shardKeys('leads', shard).events, 'event')) {
      const { lead, id } = JSON.parse(text) as LeadEvent;
      ids.add(`${lead}\n${id}`);
    }
  }
  return ids.size;
}

export async function readDepartures(client: RedisClient, shards: number): Promise<Departure[]> {
  const all: Departure[] = [];
  for (let shard = 0; shard < shards; shard++) {
    for await (const [id, text] of entriesOf(client, shardKeys('leads', shard).insights, 'insight')) {
      const wire = JSON.parse(text) as WireInsight;
      const event = LEAD_EVENTS.includes(wire.cause.kind) ? wire.event : null;
      all.push({ shard, at: Number.parseInt(id, 10), lead: wire.lead, event, seq: wire.seq, wire });
    }
  }
  return all;
}

/** What must have been worked: ids of each lead in stream order, a repeat only once. */
export function expectedOf(arrivals: Arrival[]): Map<string, string[]> {
  const ids = new Map<string, Set<string>>();
  for (const { lead, id } of arrivals) {
    const own = ids.get(lead) ?? new Set();
    ids.set(lead, own.add(id));
  }
  return new Map([...ids].map(([lead, own]) => [lead, [...own]]));
}

/** Entries that no commit has passed yet, over all shards. */
export async function unread(client: RedisClient, shards: number, group = 'leads'): Promise<number> {
  let total = 0;
  for (let shard = 0; shard < shards; shard++) {
    const { events } = shardKeys('leads', shard);
    const groups = (await client.xinfo('GROUPS', events).catch(() => [])) as unknown[][];
    const info = groups.find((fields) => fields[fields.indexOf('name') + 1] === group);
    const cursor = info ? String(info[info.indexOf('last-delivered-id') + 1]) : '0-0';
    total += (await client.xrange(events, `(${cursor}`, '+', 'COUNT', PAGE)).length;
  }
  return total;
}
