/**
 * The tail of a feed's streams. An era lasts as long as its connections and its epoch: whatever ends it, the
 * epoch is read again before one more entry is passed on, so that no entry of a rolled-back Redis is ever taken
 * for the continuation of what was sent before.
 */
import type { TailListener } from '../gateway/store.ts';
import { backoff, pause, unlessAborted } from '../run.ts';
import type { RedisClient, RedisConnection } from './connect.ts';
import { readEpoch } from './gateway-epoch.ts';
import { hasHole, streamPast, tailEntry } from './gateway-streams.ts';

const READ_COUNT = 500;
const BLOCK_MS = 500;
const WATCH_MS = 1000;

interface Tail {
  streams: string[];
  /** Shards each reader covers: one reader for all, or in a Cluster one a shard. */
  readers: { client: RedisClient; shards: number[] }[];
  epoch: string;
  positions: string[];
  listener: TailListener;
}

export async function runTail(
  connection: RedisConnection,
  streams: string[],
  listener: TailListener,
  signal: AbortSignal,
): Promise<void> {
  const all = streams.map((_, shard) => shard);
  const groups = connection.cluster ? all.map((shard) => [shard]) : [all];
  const readers = groups.map((shards) => ({ client: connection.dedicated(), shards }));
  const tail: Tail = { streams, readers, epoch: '', positions: [], listener };
  const stop = () => {
    for (const { client } of readers) client.disconnect();
  };
  signal.addEventListener('abort', stop, { once: true });
  for (let failures = 1; !signal.aborted; failures++) {
    if (await runEra(tail, connection.client, signal)) failures = 0;
    else await pause(backoff(failures, 20, 500), signal);
  }
  stop();
}

/** One era; true when it got as far as reading. */
async function runEra(tail: Tail, shared: RedisClient, signal: AbortSignal): Promise<boolean> {
  const era = new AbortController();
  const end = () => era.abort();
  signal.addEventListener('abort', end, { once: true });
  for (const { client } of tail.readers) client.on('close', end).on('-node', end);
  let began = false;
  try {
    await unlessAborted(begin(tail), signal);
    began = !era.signal.aborted;
    const readers = tail.readers.map((reader) => read(tail, reader, era.signal).finally(end));
    // A command queued in a client that is closed while it reconnects never settles: the signal ends the wait.
    await unlessAborted(
      Promise.all([...readers, watch(tail.epoch, shared, era.signal).finally(end)]),
      signal,
    );
  } catch {
    // The connection went away, which the next era finds out for itself.
  } finally {
    signal.removeEventListener('abort', end);
    for (const { client } of tail.readers) client.off('close', end).off('-node', end);
  }
  return began;
}

/** Carries on where the last era ended, or starts anew at the streams' ends when that is not sure to be whole. */
async function begin(tail: Tail): Promise<void> {
  const { client } = tail.readers[0]!;
  const epoch = await readEpoch(client);
  const pasts = await Promise.all(tail.streams.map((stream) => streamPast(client, stream)));
  if (epoch === tail.epoch && !pasts.some((past, shard) => hasHole(past, tail.positions[shard]!))) return;
  tail.epoch = epoch;
  tail.positions = pasts.map((past) => past.lastId);
  tail.listener.reset(epoch, [...tail.positions]);
}

async function read(
  tail: Tail,
  { client, shards }: Tail['readers'][number],
  era: AbortSignal,
): Promise<void> {
  const streams = shards.map((shard) => tail.streams[shard]!);
  const shardOf = new Map(streams.map((stream, i) => [stream, shards[i]!]));
  while (!era.aborted) {
    const after = shards.map((shard) => tail.positions[shard]!);
    const reply = await client.xreadBuffer(
      'COUNT',
      READ_COUNT,
      'BLOCK',
      BLOCK_MS,
      'STREAMS',
      ...streams,
      ...after,
    );
    if (!reply || era.aborted) continue;
    const entries = reply.flatMap(([stream, raw]) => {
      const shard = shardOf.get(String(stream))!;
      return raw.map((entry) => tailEntry(shard, entry));
    });
    for (const { shard, id } of entries) tail.positions[shard] = id;
    tail.listener.entries(entries);
  }
}

/** Ends the era when the epoch changed under a living connection: an emptied store, another node's failover. */
async function watch(epoch: string, shared: RedisClient, era: AbortSignal): Promise<void> {
  for (;;) {
    await pause(WATCH_MS, era);
    // While Redis is away the shared client waits for it, which must not keep the era from ending.
    if (era.aborted || (await unlessAborted(readEpoch(shared), era)) !== epoch) return;
  }
}
