/**
 * SendLog on Redis Streams: which orders are to be sent, who has them, and what became of them.
 *
 * A consumer group with its pending entries list, not a cursor under a lease: sending is slow, each order on its own,
 * and what makes it safe is the claim beside the order, not the place in the stream.
 */
import { SENDS_LIST, type ShardKeys, sendMember, shardKeys } from '../../schemas/shards.ts';
import type { DeliveryEvent } from '../../schemas/system-event.ts';
import type { RedisClient, RedisConnection } from './connect.ts';
import { script } from './scripts.ts';

/** One entry of a shard's actions, read and not yet done with. */
export interface SendEntry {
  shard: number;
  /** Redis stream id, `ms-n`. */
  id: string;
  /** JSON as it came; empty where a producer forgot it. */
  body: Uint8Array;
}

/** Names an order: what is kept of it. */
export interface OrderKey {
  tenant: string;
  lead: string;
  order: string;
}

export type Claim =
  | { kind: 'claimed' }
  /** Another consumer has the entry now: it is that one's to send and to tell. */
  | { kind: 'lost' }
  /** Cancelled, or done. */
  | { kind: 'gone' }
  | { kind: 'stopped' }
  /** `at`, epoch ms: somebody claimed it then and never said what came of it. */
  | { kind: 'claimed-before'; at: number };

/** What became of an order; null where it was cancelled and there is nothing to tell. */
export interface Settlement {
  delivery: DeliveryEvent;
  /** Of an unknown outcome: when it was claimed, epoch ms. */
  claimedAt?: number;
  /** Why it goes to the dead letters as well. */
  dead?: string;
}

export interface SendReader {
  /** New entries of its shards, at most `count` a shard; waits up to `blockMs`. Rejects when Redis is away. */
  read(count: number, blockMs: number): Promise<SendEntry[]>;
  close(): void;
}

export interface SendLog {
  group: string;
  /** Makes the group where it is missing. */
  open(): Promise<void>;
  /** One for all shards; in Redis Cluster one a shard, since a read may not span slots there. */
  readers(): SendReader[];
  /** Entries that nobody has shown to be alive with for `idleMs`. They are this consumer's from now on. */
  takeOver(idleMs: number): Promise<SendEntry[]>;
  /** Shows that this consumer is alive with these. */
  keep(entries: SendEntry[]): Promise<void>;
  /** Gives back what was not begun: the next that looks takes it over. */
  handOver(entries: SendEntry[]): Promise<void>;
  /** @param again whether an earlier claim may be taken over: the channel knows a repeat by its key */
  claim(entry: SendEntry, order: OrderKey, at: number, again: boolean): Promise<Claim>;
  /** After an attempt that certainly sent nothing. */
  release(entry: SendEntry, order: OrderKey, at: number): Promise<void>;
  /** Tells the outcome and is done with the entry, as one step. */
  settle(entry: SendEntry, order: OrderKey, settlement: Settlement | null): Promise<void>;
  /** Is done with entries that hold no order. */
  pass(entries: SendEntry[]): Promise<void>;
  /** Dead-letters an entry that cannot be read. */
  reject(entry: SendEntry, reason: string): Promise<void>;
  /** Removes consumers silent for `ms`; with `leaving`, this one too. */
  tidy(ms: number, leaving?: boolean): Promise<void>;
  /** Entries of a shard that are not read yet, and those read and not done with. */
  backlog(): Promise<{ shard: number; waiting: number; pending: number }[]>;
}

const DISPATCH = 'dispatch';
/** As idle as nobody alive ever is. */
const ABANDONED_MS = 86_400_000;

const openScript = script('sink-open', 'cursor');
const claimScript = script('send-claim');
const releaseScript = script('send-release');
const settleScript = script('send-settle');
const rejectScript = script('send-reject');
const keepScript = script('send-keep');
const tidyScript = script('send-tidy');

/**
 * @param shards lead shards
 * @param consumer unique to this process
 */
export function createRedisSendLog(connection: RedisConnection, shards: number, consumer: string): SendLog {
  const { client } = connection;
  const keys = Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard));
  const at = (shard: number): ShardKeys => keys[shard]!;
  const all = keys.map((_, shard) => shard);
  const setIdle = async (entries: SendEntry[], idleMs: number) => {
    await Promise.all(
      idsByShard(entries).map(([shard, ids]) =>
        keepScript(client, [at(shard).actions], [DISPATCH, consumer, idleMs, ...ids]),
      ),
    );
  };

  return {
    group: DISPATCH,
    async open() {
      await Promise.all(keys.map((k) => openScript(client, [k.actions], [DISPATCH])));
    },
    readers() {
      const groups = connection.cluster ? all.map((shard) => [shard]) : [all];
      return groups.map((some) => createReader(connection.dedicated(), keys, some, consumer));
    },
    async takeOver(idleMs) {
      const taken = await Promise.all(
        all.map((shard) => autoClaim(client, at(shard), shard, consumer, idleMs)),
      );
      return taken.flat();
    },
    keep: (entries) => setIdle(entries, 0),
    handOver: (entries) => setIdle(entries, ABANDONED_MS),

    async claim({ shard, id }, order, now, again) {
      const k = at(shard);
      const args = [memberOf(order), order.tenant, DISPATCH, consumer, id, now, again ? 1 : 0];
      const [kind, when] = (await claimScript(client, [sends(k), k.stopped, k.actions], args)) as string[];
      return kind === 'claimed-before' ? { kind, at: Number(when) } : ({ kind } as Claim);
    },
    async release({ shard }, order, claimedAt) {
      await releaseScript(client, [sends(at(shard))], [memberOf(order), claimedAt]);
    },
    async settle({ shard, id, body }, order, settlement) {
      const k = at(shard);
      const { delivery, claimedAt = '', dead = '' } = settlement ?? {};
      const event = delivery ? JSON.stringify(delivery) : '';
      const args = [DISPATCH, id, memberOf(order), event, claimedAt, dead, dead ? body : ''];
      await settleScript(client, [k.actions, k.events, k.uncertain, k.dead], args);
    },
    async pass(entries) {
      await Promise.all(
        idsByShard(entries).map(([shard, ids]) => client.xack(at(shard).actions, DISPATCH, ...ids)),
      );
    },
    async reject({ shard, id, body }, reason) {
      await rejectScript(client, [at(shard).actions, at(shard).dead], [DISPATCH, id, reason, body]);
    },
    async tidy(ms, leaving = false) {
      const args = [DISPATCH, ms, leaving ? consumer : ''];
      await Promise.all(keys.map((k) => tidyScript(client, [k.actions], args)));
    },
    backlog: () =>
      Promise.all(
        all.map(async (shard) => {
          const groups = (await client.xinfo('GROUPS', at(shard).actions)) as (string | number | null)[][];
          const info = groups.find((group) => group[group.indexOf('name') + 1] === DISPATCH) ?? [];
          const field = (name: string) => Number(info[info.indexOf(name) + 1] ?? 0);
          return { shard, waiting: field('lag'), pending: field('pending') };
        }),
      ),
  };
}

function idsByShard(entries: SendEntry[]): [shard: number, ids: string[]][] {
  const byShard = new Map<number, string[]>();
  for (const { shard, id } of entries) byShard.set(shard, [...(byShard.get(shard) ?? []), id]);
  return [...byShard];
}

const sends = (k: ShardKeys): string => k.roster + SENDS_LIST;
const memberOf = ({ tenant, lead, order }: OrderKey): string => sendMember(tenant, lead, order);

type Reply = [stream: Buffer, entries: [id: Buffer, fields: Buffer[]][]][];

function createReader(
  client: RedisClient,
  keys: ShardKeys[],
  shards: number[],
  consumer: string,
): SendReader {
  const streams = shards.map((shard) => keys[shard]!.actions);
  const shardByStream = new Map(streams.map((stream, i) => [stream, shards[i]!]));
  return {
    async read(count, blockMs) {
      const reply = (await client.callBuffer(
        'XREADGROUP',
        ...['GROUP', DISPATCH, consumer, 'COUNT', String(count), 'BLOCK', String(blockMs), 'STREAMS'],
        ...streams,
        ...streams.map(() => '>'),
      )) as Reply | null;
      return (reply ?? []).flatMap(([stream, entries]) =>
        entries.map((entry) => entryOf(shardByStream.get(String(stream))!, entry)),
      );
    },
    close: () => client.disconnect(),
  };
}

/** What was trimmed meanwhile is no entry any more, and Redis forgets it here. */
async function autoClaim(
  client: RedisClient,
  { actions }: ShardKeys,
  shard: number,
  consumer: string,
  idleMs: number,
): Promise<SendEntry[]> {
  const taken: SendEntry[] = [];
  let cursor = '0-0';
  do {
    const args = [actions, DISPATCH, consumer, String(idleMs), cursor, 'COUNT', '100'];
    const [next, entries] = (await client.callBuffer('XAUTOCLAIM', ...args)) as [Buffer, Reply[number][1]];
    for (const entry of entries) taken.push(entryOf(shard, entry));
    cursor = String(next);
  } while (cursor !== '0-0');
  return taken;
}

const NOTHING = new Uint8Array();
const BODY = Buffer.from('body');

function entryOf(shard: number, [id, fields]: Reply[number][1][number]): SendEntry {
  const place = fields.findIndex((field, i) => i % 2 === 0 && field.equals(BODY));
  return { shard, id: String(id), body: place < 0 ? NOTHING : fields[place + 1]! };
}
