/** One processor in this process with a Redis of its own, to be given events and timed. */
import type { Redis } from 'ioredis';
import { loadConfig } from '../../infra/config.ts';
import { freePort } from '../../infra/free-port.ts';
import { createLog } from '../../infra/log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import type { ShardLog } from '../../infra/ports.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createRedisRoll } from '../../infra/redis/roll.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { pause } from '../../infra/run.ts';
import { runFlow } from '../../infra/runtime/run-flow.ts';
import type { WarmUp } from '../../infra/runtime/warm-state.ts';
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

export interface Worked {
  /** To the last commit. */
  micros: number;
  /** Committed: the events, and those that the processor asked for itself. */
  entries: number;
}

export interface Solo {
  url: string;
  /** Puts these on the streams and resolves when they and what came of them are committed. */
  work(events: LeadEvent[]): Promise<Worked>;
  /** The processor begins anew, holding the states of these leads in memory as they are in Redis. */
  restart(holding: string[]): Promise<void>;
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
  const committed = countCommits(log);
  let processor = startProcessor(flow, connection, committed.log);
  const client = connection.client as Redis;
  const memory = async () => Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))![1]);
  return {
    ...{ url: redis.url, memory },
    async work(events) {
      const done = committed.all(new Set(events.map(({ id }) => id)));
      const start = nowMicros();
      for (const event of events) {
        void log.append(shardOf(leadKey(TENANT, event.lead), SHARDS), [JSON.stringify(event)]);
      }
      const { last, entries } = await done;
      return { micros: last - start, entries };
    },
    async restart(holding) {
      await processor.stop();
      processor = startProcessor(flow, connection, committed.log);
      for (const lead of holding) await processor.hold(leadKey(TENANT, lead));
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
      await processor.stop();
      connection.close();
      await redis.kill();
      dropScratch(dir);
    },
  };
}

function startProcessor(flow: LeadsFlow, connection: RedisConnection, log: ShardLog) {
  const stopping = new AbortController();
  const market = createRedisShardLog(connection, 'market', MARKET_SHARDS);
  const { readCount, attempts, retainEntries } = loadConfig({});
  let warmUp: WarmUp = async () => null;
  const options = {
    ...{ flow, log, targets: [market], timers: { mirror: async () => {} }, readCount, attempts },
    ...{ pipelined: 4, metrics: createMetrics(), logger: createLog('warn', 'bench'), member: 'solo' },
    ...{ roll: createRedisRoll(connection, flow.name), leaseMs: LEASE_MS, retainEntries },
    place: { node: 'solo', locality: '' },
    hearOpenings: async (warm: WarmUp) => {
      warmUp = warm;
    },
  };
  const running = runFlow(options, stopping.signal);
  return {
    /** Once its shard is taken. */
    async hold(key: string) {
      while ((await warmUp(shardOf(key, SHARDS), key)) === null) await pause(20);
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** So long after the last commit nothing more comes of anything. */
const QUIET_MS = 200;

interface Commits {
  /** When the last of them was, µs. */
  last: number;
  entries: number;
}

/** The same log, with a way to wait until events are committed and nothing more follows. */
function countCommits(log: ShardLog): { log: ShardLog; all(ids: Set<string>): Promise<Commits> } {
  let left = new Set<string>();
  let seen: Commits = { last: 0, entries: 0 };
  let resolve = (_: Commits) => {};
  let quiet: NodeJS.Timeout | undefined;
  return {
    log: {
      ...log,
      async commit(commit) {
        const result = await log.commit(commit);
        if (result.kind !== 'ok') return result;
        seen = { last: nowMicros(), entries: seen.entries + commit.entries };
        for (const { id } of commit.marks) left.delete(id);
        clearTimeout(quiet);
        if (!left.size) quiet = setTimeout(() => resolve(seen), QUIET_MS);
        return result;
      },
    },
    all(ids) {
      left = ids;
      seen = { last: 0, entries: 0 };
      return new Promise((done) => {
        resolve = done;
      });
    },
  };
}
