/**
 * SinkLog on Redis Streams: what the analytics sink reads, and how far it has come.
 *
 * One member at a time sinks a whole space, under the lease of shard 00, because a batch takes from all its
 * shards: ClickHouse wants few large inserts, not one a shard. The batch under way is written down as ranges before
 * its insert; whoever takes over repeats exactly that batch, under the same deduplication token.
 */
import { createHash } from 'node:crypto';
import { type ShardKeys, type Space, shardKeys } from '../../schemas/shards.ts';
import type { Lease, ShardLog } from '../ports.ts';
import type { RedisConnection } from './connect.ts';
import { script } from './scripts.ts';
import { takeLease } from './shard-log.ts';

export type SinkStream = 'events' | 'insights' | 'actions' | 'alerts' | 'dead';

/** The streams of a shard that go into ClickHouse. */
export const SINK_STREAMS: Record<Space, readonly SinkStream[]> = {
  leads: ['events', 'insights', 'actions', 'alerts', 'dead'],
  market: ['events', 'dead'],
};

export interface SinkEntry {
  shard: number;
  stream: SinkStream;
  /** Redis stream id, `ms-n`. */
  id: string;
  fields: Record<string, Uint8Array>;
}

/** The entries (from, to] of one stream. */
export interface SinkRange {
  shard: number;
  stream: SinkStream;
  from: string;
  to: string;
  entries: number;
}

export interface SinkBatch {
  space: Space;
  /** Hash of the ranges: the same batch has the same id wherever and whenever it is read. */
  id: string;
  ranges: SinkRange[];
  entries: SinkEntry[];
}

/** Cursors by {@link positionKey}. */
export type Positions = Map<string, string>;
export const positionKey = (shard: number, stream: SinkStream): string => `${shard}/${stream}`;

export interface SinkLog {
  /** The consumer group that holds its place. */
  group: string;
  space: Space;
  acquire(owner: string, ttlMs: number): Promise<Lease | null>;
  renew(lease: Lease, owner: string, ttlMs: number): Promise<boolean>;
  release(lease: Lease, owner: string): Promise<void>;
  /** Where the sink is on every stream; makes its groups where they are missing. */
  open(): Promise<Positions>;
  /** The batch that was under way, read again; null when none was. */
  interrupted(): Promise<SinkBatch | null>;
  /** The next batch of at most about `limit` entries, shards taking turns; null when there is nothing. */
  read(positions: Positions, limit: number): Promise<SinkBatch | null>;
  /** Writes the batch down before its insert; false when the space has a new owner. */
  persist(lease: Lease, batch: SinkBatch): Promise<boolean>;
  /**
   * Moves the cursors over a stored batch; false when the space has a new owner. A shard whose cursor somebody
   * else moved keeps it, so read the positions again after `moved`.
   */
  confirm(lease: Lease, batch: SinkBatch): Promise<'ok' | 'moved' | 'fenced'>;
  /** Entries each shard has yet to sink. */
  backlog(): Promise<number[]>;
}

const ANALYTICS = 'analytics';
/** Entries taken from a stream at a time, and bytes from which a batch takes no more. */
const CHUNK = 250;
const BATCH_BYTES = 16 * 1024 * 1024;

const openScript = script('sink-open', 'cursor');
const persistScript = script('sink-persist');
const confirmScript = script('sink-confirm', 'cursor');
const clearScript = script('sink-clear');
const backlogScript = script('sink-backlog', 'cursor');

/** Who sinks what: each group goes its own way over the streams it names. */
export interface SinkOf {
  group: string;
  streams: readonly SinkStream[];
}

/**
 * @param log of the same space; lends its leases
 * @param of the analytics sink and all its streams where absent
 */
export function createRedisSinkLog(
  { client }: RedisConnection,
  log: ShardLog,
  of: SinkOf = { group: ANALYTICS, streams: SINK_STREAMS[log.space] },
): SinkLog {
  const { space } = log;
  const { group, streams } = of;
  const keys = Array.from({ length: log.shards }, (_, shard) => shardKeys(space, shard));
  const streamKeys = (k: ShardKeys) => streams.map((stream) => k[stream]);
  const underWay = group === ANALYTICS ? keys[0]!.sink : `${keys[0]!.sink}:${group}`;
  const fence = [keys[0]!.epoch + group, underWay];
  let turn = 0;

  return {
    group,
    space,
    async acquire(owner, ttlMs) {
      // On a stream it reads: a group that never reads on would keep its stream from being trimmed.
      const taken = await takeLease(client, keys[0]!, { group, owner, ttlMs }, keys[0]![streams[0]!]);
      return taken && { space, group, shard: 0, ...taken };
    },
    renew: async (lease, owner, ttlMs) => (await log.renew([lease], owner, ttlMs))[0]!,
    release: (lease, owner) => log.release(lease, owner),

    async open() {
      const cursors = await Promise.all(keys.map((k) => openScript(client, streamKeys(k), [group])));
      return new Map(
        (cursors as string[][]).flatMap((ofShard, shard) =>
          streams.map((stream, i) => [positionKey(shard, stream), ofShard[i]!] as const),
        ),
      );
    },

    async interrupted() {
      const written = await client.get(fence[1]!);
      if (!written) return null;
      const ranges = JSON.parse(written) as SinkRange[];
      const entries = await Promise.all(
        ranges.map(({ shard, stream, from, to }) => readEntries(shard, stream, from, to)),
      );
      return batchOf(space, ranges, entries.flat());
    },

    async read(positions, limit) {
      const ranges: SinkRange[] = [];
      const entries: SinkEntry[] = [];
      let bytes = 0;
      for (let i = 0; i < log.shards && entries.length < limit && bytes < BATCH_BYTES; i++) {
        const shard = turn++ % log.shards;
        const found = await Promise.all(streams.map((stream) => readAfter(positions, shard, stream)));
        for (const [stream, from, some] of found) {
          if (!some.length) continue;
          ranges.push({ shard, stream, from, to: some.at(-1)!.id, entries: some.length });
          for (const entry of some) {
            entries.push(entry);
            bytes += sizeOf(entry);
          }
        }
      }
      return ranges.length ? batchOf(space, ranges, entries) : null;
    },

    async persist(lease, batch) {
      return (await persistScript(client, fence, [lease.epoch, JSON.stringify(batch.ranges)])) === 1;
    },

    async confirm(lease, { ranges }) {
      const shards = [...new Set(ranges.map(({ shard }) => shard))];
      const moved = await Promise.all(
        shards.map((shard) =>
          confirmShard(
            shard,
            ranges.filter((range) => range.shard === shard),
          ),
        ),
      );
      const cleared = await clearScript(client, fence, [lease.epoch, JSON.stringify(ranges)]);
      if (cleared !== 1) return 'fenced';
      return moved.every(Boolean) ? 'ok' : 'moved';
    },

    backlog: () =>
      Promise.all(keys.map((k) => backlogScript(client, streamKeys(k), [group]) as Promise<number>)),
  };

  async function confirmShard(shard: number, ranges: SinkRange[]): Promise<boolean> {
    const args = ranges.flatMap(({ from, to, entries }) => [from, to, entries]);
    const confirmed = await confirmScript(
      client,
      ranges.map(({ stream }) => keys[shard]![stream]),
      [group, ...args],
    );
    return confirmed === 1;
  }

  async function readAfter(positions: Positions, shard: number, stream: SinkStream) {
    const from = positions.get(positionKey(shard, stream))!;
    return [stream, from, await readEntries(shard, stream, from, '+', CHUNK)] as const;
  }

  async function readEntries(shard: number, stream: SinkStream, from: string, to: string, count?: number) {
    const key = keys[shard]![stream];
    const found = count
      ? await client.xrangeBuffer(key, `(${from}`, to, 'COUNT', count)
      : await client.xrangeBuffer(key, `(${from}`, to);
    return found.map(([id, fields]): SinkEntry => ({ shard, stream, id: String(id), fields: named(fields) }));
  }
}

function batchOf(space: Space, ranges: SinkRange[], entries: SinkEntry[]): SinkBatch {
  const id = createHash('sha256').update(JSON.stringify(ranges)).digest('hex').slice(0, 32);
  return { space, id, ranges, entries };
}

function named(fields: Buffer[]): Record<string, Uint8Array> {
  const record: Record<string, Uint8Array> = {};
  for (let i = 0; i + 1 < fields.length; i += 2) record[String(fields[i])] = fields[i + 1]!;
  return record;
}

const sizeOf = ({ fields }: SinkEntry): number =>
  Object.values(fields).reduce((sum, value) => sum + value.length, 0);
