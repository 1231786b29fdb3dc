/** `bench start`: from the start of a processor's process to its first insight on the stream. */
import { loadConfig } from '../../infra/config.ts';
import { freePort } from '../../infra/free-port.ts';
import { connectRedis, type RedisClient } from '../../infra/redis/connect.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { startChild } from './child.ts';
import { dropScratch, scratchDir } from './scratch.ts';
import { createTraffic } from './traffic.ts';

export interface StartReport {
  /** ms, each start. */
  firstInsightMs: number[];
  medianMs: number;
}

const STARTS = 5;
const WAIT_MS = 30_000;

/** An event waits on the stream; each start is a fresh Redis and a fresh process. */
export async function measureStart(): Promise<StartReport> {
  const all: number[] = [];
  for (let n = 0; n < STARTS; n++) all.push(await startOnce());
  const sorted = [...all].sort((a, b) => a - b);
  return { firstInsightMs: all, medianMs: sorted[STARTS >> 1]! };
}

async function startOnce(): Promise<number> {
  const dir = scratchDir();
  const redis = await startRedisServer({ dir, port: await freePort() });
  const connection = connectRedis(redis.url);
  const config = { ...loadConfig({}), redisUrl: redis.url, dataDir: dir, logLevel: 'warn' as const };
  try {
    const { shard, event } = createTraffic({ leads: 1, shards: config.shards })();
    const keys = shardKeys('leads', shard);
    await connection.client.xadd(keys.events, '*', 'event', JSON.stringify(event));
    const start = performance.now();
    const processor = startChild('./part', import.meta.url);
    const asked = processor.ask('role', { role: 'leads', config });
    await firstEntry(connection.dedicated(), keys.insights);
    const ms = Math.round(performance.now() - start);
    await asked;
    await processor.stop();
    return ms;
  } finally {
    connection.close();
    await redis.stop();
    dropScratch(dir);
  }
}

async function firstEntry(client: RedisClient, stream: string): Promise<void> {
  const entry = await client.xread('BLOCK', WAIT_MS, 'STREAMS', stream, '0-0');
  if (!entry) throw new Error(`no insight within ${WAIT_MS} ms`);
}
