/**
 * SendLog on Redis Streams: which messages are to be sent, who has them, and what became of them.
 *
 * A consumer group with its pending entries list, not a cursor under a lease: sending is slow, each order on its own,
 * and what makes it safe is the claim beside the order, not the place in the stream.
 */
import { NOTICES_LIST, SENDS_LIST, type ShardKeys, sendMember, shardKeys } from '../../schemas/shards.ts';
import type { RedisClient, RedisConnection } from './connect.ts';
import { script } from './scripts.ts';

/** What is sent: messages to leads as actions order them, or notices of alerts to a brokerage's own people. */
export interface SendsOf {
  group: string;
  stream: 'actions' | 'alerts';
  /** Stream on which it is told what became of them. */
  told: 'events' | 'alerts';
  /** Roster of claims. */
  list: string;
  /** Whether that roster lists what is to be sent, until the lead's log has heard of it: so it can be called back. */
  listed: boolean;
}
export const ORDERS: SendsOf = {
  ...{ group: 'dispatch', stream: 'actions', told: 'events', list: SENDS_LIST, listed: true },
};
export const NOTICES: SendsOf = {
  ...{ group: 'notify', stream: 'alerts', told: 'alerts', list: NOTICES_LIST, listed: false },
};

/** One entry of the stream, read and not yet done with. */
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
  /** As they are put on the stream of what is told. */
  fields: Record<string, string>;
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
export function createRedisSendLog(
  connection: RedisConnection,
  shards: number,
  consumer: string,
  of: SendsOf = ORDERS,
): SendLog {
  const { client } = connection;
  const { group, stream } = of;
  const sends = (k: ShardKeys): string => k.roster + of.list;
  const keys = Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard));
  const at = (shard: number): ShardKeys => keys[shard]!;
  const all = keys.map((_, shard) => shard);
  const setIdle = async (entries: SendEntry[], idleMs: number) => {
    await Promise.all(
      idsByShard(entries).map(([shard, ids]) =>
        keepScript(client, [at(shard)[stream]], [group, consumer, idleMs, ...ids]),
      ),
    );
  };

  return {
    group,
    async open() {
      await Promise.all(keys.map((k) => openScript(client, [k[stream]], [group])));
    },
    readers() {
      const groups = connection.cluster ? all.map((shard) => [shard]) : [all];
      return groups.map((some) =>
        createReader(connection.dedicated(), keys, some, { group, stream, consumer }),
      );
    },
    async takeOver(idleMs) {
      const taken = await Promise.all(
        all.map((shard) => autoClaim(client, shard, [at(shard)[stream], group, consumer, String(idleMs)])),
      );
      return taken.flat();
    },
    keep: (entries) => setIdle(entries, 0),
    handOver: (entries) => setIdle(entries, ABANDONED_MS),

    async claim({ shard, id }, order, now, again) {
      const k = at(shard);
      const args = [
        memberOf(order),
        order.tenant,
        group,
        consumer,
        id,
        now,
        again ? 1 : 0,
        of.listed ? 1 : 0,
      ];
      const [kind, when] = (await claimScript(client, [sends(k), k.stopped, k[stream]], args)) as string[];
      return kind === 'claimed-before' ? { kind, at: Number(when) } : ({ kind } as Claim);
    },
    async release({ shard }, order, claimedAt) {
      await releaseScript(client, [sends(at(shard))], [memberOf(order), claimedAt]);
    },
    async settle({ shard, id, body }, order, settlement) {
      const k = at(shard);
      const { fields = {}, claimedAt = '', dead = '' } = settlement ?? {};
      const args = [group, id, memberOf(order), claimedAt, dead, dead ? body : '', of.listed ? 0 : 1];
      const keysOfAll = [k[stream], k[of.told], k.uncertain, k.dead, sends(k)];
      await settleScript(client, keysOfAll, [...args, ...Object.entries(fields).flat()]);
    },
    async pass(entries) {
      await Promise.all(
        idsByShard(entries).map(([shard, ids]) => client.xack(at(shard)[stream], group, ...ids)),
      );
    },
    async reject({ shard, id, body }, reason) {
      await rejectScript(client, [at(shard)[stream], at(shard).dead], [group, id, reason, body]);
    },
    async tidy(ms, leaving = false) {
      const args = [group, ms, leaving ? consumer : ''];
      await Promise.all(keys.map((k) => tidyScript(client, [k[stream]], args)));
    },
    backlog: () =>
      Promise.all(
        all.map(async (shard) => {
          const groups = (await client.xinfo('GROUPS', at(shard)[stream])) as (string | number | null)[][];
          const info = groups.find((one) => one[one.indexOf('name') + 1] === group) ?? [];
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

const memberOf = ({ tenant, lead, order }: OrderKey): string => sendMember(tenant, lead, order);

type Reply = [stream: Buffer, entries: [id: Buffer, fields: Buffer[]][]][];

function createReader(
  client: RedisClient,
  keys: ShardKeys[],
  shards: number[],
  { group, stream, consumer }: Pick<SendsOf, 'group' | 'stream'> & { consumer: string },
): SendReader {
  const streams = shards.map((shard) => keys[shard]![stream]);
  const shardByStream = new Map(streams.map((stream, i) => [stream, shards[i]!]));
  return {
    async read(count, blockMs) {
      const reply = (await client.callBuffer(
        'XREADGROUP',
        ...['GROUP', group, consumer, 'COUNT', String(count), 'BLOCK', String(blockMs), 'STREAMS'],
        ...streams,
        ...streams.map(() => '>'),
      )) as Reply | null;
      return (reply ?? []).flatMap(([name, entries]) =>
        entries.map((entry) => entryOf(shardByStream.get(String(name))!, entry)),
      );
    },
    close: () => client.disconnect(),
  };
}

/** What was trimmed meanwhile is no entry any more, and Redis forgets it here. */
async function autoClaim(
  client: RedisClient,
  shard: number,
  of: [stream: string, group: string, consumer: string, idleMs: string],
): Promise<SendEntry[]> {
  const taken: SendEntry[] = [];
  let cursor = '0-0';
  do {
    const args = [...of, cursor, 'COUNT', '100'];
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
