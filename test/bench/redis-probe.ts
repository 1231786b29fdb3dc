/** What the bench asks Redis itself: its CPU time, and whether everything on the streams is worked. */
import type { Redis } from 'ioredis';
import type { RedisClient } from '../../infra/redis/connect.ts';
import { pause } from '../../infra/run.ts';
import { shardKeys } from '../../schemas/shards.ts';

export interface RedisProbe {
  /** CPU time used since the last call, in ms. */
  cpuMs(): Promise<number>;
  /** Events that the slowest group has yet to read. */
  unread(): Promise<number>;
  /** Waits until nothing is unread, and drops what is on the streams. Throws after half a minute. */
  settle(): Promise<void>;
}

const SETTLE_MS = 30_000;
const KEEP = 500;

export function createRedisProbe(client: RedisClient, shards: number): RedisProbe {
  const keys = Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard));
  let last = 0;
  const unread = async () => {
    const lags = await Promise.all(keys.map(({ events }) => lagOf(client, events)));
    return lags.reduce((a, b) => a + b, 0);
  };
  return {
    unread,
    async cpuMs() {
      const now = await redisCpuMs(client);
      const used = now - last;
      last = now;
      return used;
    },
    async settle() {
      for (const start = performance.now(); (await unread()) > 0; await pause(20)) {
        if (performance.now() - start > SETTLE_MS) throw new Error('the processor does not catch up');
      }
      await Promise.all(
        keys.flatMap(({ events, insights }) =>
          [events, insights].map((stream) => client.xtrim(stream, 'MAXLEN', KEEP)),
        ),
      );
    },
  };
}

async function lagOf(client: RedisClient, stream: string): Promise<number> {
  const groups = (await client.xinfo('GROUPS', stream).catch(() => [])) as unknown[][];
  return Number(groups[0]?.[groups[0].indexOf('lag') + 1] ?? 0);
}

/** A number of `INFO section`; 0 where there is none of that name. */
export async function infoOf(client: RedisClient, section: string, field: string): Promise<number> {
  const text = await (client as Redis).info(section);
  return Number(new RegExp(`^${field}:([\\d.]+)`, 'm').exec(text)?.[1] ?? 0);
}

/** Since its start. */
export async function redisCpuMs(client: RedisClient): Promise<number> {
  const [system, user] = await Promise.all(
    ['used_cpu_sys', 'used_cpu_user'].map((field) => infoOf(client, 'cpu', field)),
  );
  return 1000 * (system! + user!);
}
