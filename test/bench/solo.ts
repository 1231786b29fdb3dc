/** One processor in this process with a Redis of its own, to be given events and timed. */
import type { Redis } from 'ioredis';
import { loadConfig } from '../../infra/config.ts';
import { freePort } from '../../infra/free-port.ts';
import { createLog } from '../../infra/log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import type { ShardLog } from '../../infra/ports.ts';
import { connectRedis } from '../../infra/redis/connect.ts';
import { createRedisRoll } from '../../infra/redis/roll.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { runFlow } from '../../infra/runtime/run-flow.ts';
import type { LeadsFlow } from '../../pipelines/leads.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { nowMicros } from './clock.ts';
import { dropScratch, scratchDir } from './scratch.ts';
import { TENANT } from './traffic.ts';

export const SHARDS = 16;
const MARKET_SHARDS = 4;
/** Long: preparing states keeps this process busy, and nobody else wants the shards. */
const LEASE_MS = 60_000;

export interface Solo {
  url: string;
  /** Puts these on the streams and resolves when all are committed, with the time it took in µs. */
  work(events: LeadEvent[]): Promise<number>;
  /** Memory that Redis uses for data, bytes. */
  memory(): Promise<number>;
  dropStreams(): Promise<void>;
  stop(): Promise<void>;
}

export async function startSolo(flow: LeadsFlow): Promise<Solo> {
  const dir = scratchDir();
  // A rewrite of the file in the midst of a round would be measured, too.
  const args = ['--auto-aof-rewrite-percentage', '0'];
  const redis = await startRedisServer({ dir, port: await freePort(), args });
  const connection = connectRedis(redis.url);
  const log = createRedisShardLog(connection, 'leads', SHARDS);
  const market = createRedisShardLog(connection, 'market', MARKET_SHARDS);
  const committed = countCommits(log);
  const stopping = new AbortController();
  const { readCount, attempts, retainEntries } = loadConfig({});
  const options = {
    ...{
      flow,
      log: committed.log,
      targets: [market],
      timers: { mirror: async () => {} },
      readCount,
      attempts,
    },
    ...{ pipelined: 4, metrics: createMetrics(), logger: createLog('warn', 'bench'), member: 'solo' },
    ...{ roll: createRedisRoll(connection, flow.name), leaseMs: LEASE_MS, retainEntries },
    place: { node: 'solo', locality: '' },
    hearOpenings: async () => {},
  };
  const running = runFlow(options, stopping.signal);
  const client = connection.client as Redis;
  const memory = async () => Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))![1]);
  return {
    ...{ url: redis.url, memory },
    async work(events) {
      const done = committed.next(events.length);
      const start = nowMicros();
      for (const event of events) {
        void log.append(shardOf(leadKey(TENANT, event.lead), SHARDS), [JSON.stringify(event)]);
      }
      await done;
      return nowMicros() - start;
    },
    async dropStreams() {
      for (let shard = 0; shard < SHARDS; shard++) {
        const { events, insights } = shardKeys('leads', shard);
        await client.xtrim(events, 'MAXLEN', 0);
        await client.xtrim(insights, 'MAXLEN', 0);
      }
      for (let shard = 0; shard < MARKET_SHARDS; shard++) await client.del(shardKeys('market', shard).events);
    },
    async stop() {
      stopping.abort();
      await running;
      connection.close();
      await redis.kill();
      dropScratch(dir);
    },
  };
}

/** The same log, with a way to wait until so many more entries are committed. */
function countCommits(log: ShardLog): { log: ShardLog; next(count: number): Promise<void> } {
  let left = 0;
  let resolve = () => {};
  return {
    log: {
      ...log,
      async commit(commit) {
        const result = await log.commit(commit);
        if (result.kind === 'ok') left -= commit.entries;
        if (left <= 0) resolve();
        return result;
      },
    },
    next(count) {
      left += count;
      return new Promise((done) => {
        resolve = done;
      });
    },
  };
}
