/** A real Redis and a real ClickHouse, with a sink between them when the test says so. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clickhouse, connectClickhouse } from '../../infra/clickhouse/connect.ts';
import { insertBatch } from '../../infra/clickhouse/insert.ts';
import { migrate } from '../../infra/clickhouse/migrate.ts';
import { runSink, type SinkOptions } from '../../infra/clickhouse/sink.ts';
import { createSpool } from '../../infra/clickhouse/spool.ts';
import { ANALYST_TABLES, DATABASE } from '../../infra/clickhouse/tables.ts';
import { createLog } from '../../infra/log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { createRedisSinkLog, SINK_STREAMS, type SinkLog } from '../../infra/redis/sink-log.ts';
import { pause } from '../../infra/run.ts';
import { type Space, shardKeys } from '../../schemas/shards.ts';
import { startTestClickhouse, stopTestClickhouse, type TestClickhouse } from '../clickhouse.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';
import { SHARDS, TENANTS } from './analytics-traffic.ts';

export interface AnalyticsWorld {
  redis: TestRedis;
  connection: RedisConnection;
  clickhouse: TestClickhouse;
  client: Clickhouse;
  logs: Record<Space, SinkLog>;
  spoolDir: string;
  /** A sink of the leads space, running; stop it by what it resolves with. */
  sink(options?: Partial<SinkOptions>): { stop(): Promise<void>; metrics: SinkOptions['metrics'] };
  /** ClickHouse ends at once; {@link startClickhouse} continues its data on the same port. */
  killClickhouse(): Promise<void>;
  startClickhouse(): Promise<void>;
  /** One value. */
  ask(sql: string): Promise<number>;
  /** Rows of each table that a stream feeds, and the entries of those streams. */
  counts(): Promise<{ rows: Record<string, number>; entries: Record<string, number> }>;
  /** Waits until every row is there and confirmed, at most 60 s; the test's assertion then says what is not. */
  settled(): Promise<{ rows: Record<string, number>; entries: Record<string, number> }>;
  /** Ends every sink and empties both stores. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const TABLES = {
  events: ['leads', 'events'],
  market_events: ['market', 'events'],
  insights: ['leads', 'insights'],
  actions: ['leads', 'actions'],
  alerts: ['leads', 'alerts'],
  dead_letters: ['leads', 'dead'],
} as const;

export const quiet = { logger: createLog('silent', 'test'), leaseMs: 600, flushMs: 50 };

export async function startAnalyticsWorld(): Promise<AnalyticsWorld> {
  const redis = await startTestRedis();
  const connection = connectRedis(redis.url);
  let clickhouse = await startTestClickhouse({ tenants: [...TENANTS] });
  const client = connectClickhouse(clickhouse);
  await migrate(client);
  const logOf = (space: Space) =>
    createRedisSinkLog(connection, createRedisShardLog(connection, space, SHARDS[space]));
  const logs = { leads: logOf('leads'), market: logOf('market') };
  const spoolDir = join(redis.dir, 'spool');
  const running = new Set<() => Promise<void>>();
  let members = 0;

  const world: AnalyticsWorld = {
    ...{ redis, connection, clickhouse, client, logs, spoolDir },

    sink(options = {}) {
      const abort = new AbortController();
      const log = options.log ?? logs.leads;
      const metrics = createMetrics();
      const run = runSink({
        ...{ ...quiet, log, metrics, member: `member-${members++}`, spoolEntries: 100_000 },
        ...{ spool: createSpool(spoolDir, log.space), insert: (b, again) => insertBatch(client, b, again) },
        ...options,
      });
      const ended = run(abort.signal);
      const stop = async () => {
        running.delete(stop);
        abort.abort();
        await ended;
      };
      running.add(stop);
      return { stop, metrics };
    },

    killClickhouse: () => clickhouse.kill(),
    async startClickhouse() {
      clickhouse = await startTestClickhouse({ ...clickhouse, tenants: [...TENANTS] });
      world.clickhouse = clickhouse;
    },

    async ask(sql) {
      const answer = await client.query({ query: sql, format: 'JSONCompactEachRow' });
      return Number((await answer.json<unknown[]>())[0]![0]);
    },

    async counts() {
      const rows: Record<string, number> = {};
      const entries: Record<string, number> = {};
      for (const [table, [space, stream]] of Object.entries(TABLES)) {
        rows[table] = await world.ask(`SELECT count() FROM analytics.${table}`);
        entries[table] = 0;
        for (let shard = 0; shard < SHARDS[space]; shard++)
          entries[table] += await connection.client.xlen(shardKeys(space, shard)[stream]);
      }
      return { rows, entries };
    },

    async settled() {
      for (const start = Date.now(); ; await pause(50)) {
        const counts = await world.counts().catch(() => null); // ClickHouse may be on its way back
        const equal = counts && Object.keys(TABLES).every((t) => counts.rows[t]! >= counts.entries[t]!);
        // A row may be there before what the views make of it; the cursor moves after both.
        const done = equal && (await sunk(world, 'leads')) && (await sunk(world, 'market'));
        if (done || Date.now() - start > 60_000) return counts ?? world.counts();
      }
    },

    async reset() {
      await Promise.all([...running].map((stop) => stop()));
      await connection.client.flushall();
      await rm(spoolDir, { recursive: true, force: true });
      for (const table of ANALYST_TABLES)
        await client.command({ query: `TRUNCATE TABLE ${DATABASE}.${table}` });
    },

    async stop() {
      await Promise.all([...running].map((stop) => stop()));
      await client.close();
      connection.close();
      await stopTestClickhouse(clickhouse);
      await stopTestRedis(redis);
    },
  };
  return world;
}

/** What the sink reads in a space, so that a test can wait until it has confirmed all of it. */
export async function sunk({ connection }: AnalyticsWorld, space: Space): Promise<boolean> {
  for (let shard = 0; shard < SHARDS[space]; shard++) {
    for (const stream of SINK_STREAMS[space]) {
      const groups = (await connection.client.xinfo(
        'GROUPS',
        shardKeys(space, shard)[stream],
      )) as unknown[][];
      const group = groups.find((info) => info[info.indexOf('name') + 1] === 'analytics');
      if (group?.[group.indexOf('lag') + 1] !== 0) return false;
    }
  }
  return true;
}
