/** What is put on the shards' actions from now on, for a reader that may miss some. */
import { shardKeys } from '../../schemas/shards.ts';
import { backoff, pause } from '../run.ts';
import type { RedisClient, RedisConnection } from './connect.ts';

const COUNT = 100;
const BLOCK_MS = 1000;

/** Calls `heard` with each body until the signal aborts; what comes while Redis or the reader is away is not read later. */
export async function tailActions(
  connection: RedisConnection,
  shards: number,
  heard: (body: Buffer) => void,
  signal: AbortSignal,
): Promise<void> {
  const all = Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard).actions);
  const groups = connection.cluster ? all.map((stream) => [stream]) : [all];
  await Promise.all(groups.map((streams) => tail(connection.dedicated(), streams, heard, signal)));
}

async function tail(
  client: RedisClient,
  streams: string[],
  heard: (body: Buffer) => void,
  signal: AbortSignal,
): Promise<void> {
  signal.addEventListener('abort', () => client.disconnect(), { once: true });
  const after = new Map(streams.map((stream) => [stream, '$']));
  for (let failures = 0; !signal.aborted; ) {
    try {
      const args = ['COUNT', COUNT, 'BLOCK', BLOCK_MS, 'STREAMS', ...streams, ...after.values()] as const;
      const reply = await client.xreadBuffer(...(args as unknown as Parameters<RedisClient['xreadBuffer']>));
      failures = 0;
      for (const [stream, entries] of reply ?? []) {
        for (const [id, fields] of entries) {
          after.set(String(stream), String(id));
          heard(fields[fields.findIndex((field) => String(field) === 'body') + 1] ?? Buffer.alloc(0));
        }
      }
    } catch {
      await pause(backoff(++failures), signal);
    }
  }
}
