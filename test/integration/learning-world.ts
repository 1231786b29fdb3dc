/** A real Redis, a real ClickHouse, a processor over fake judges, and leads that live through months in a moment. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clickhouse, connectClickhouse } from '../../infra/clickhouse/connect.ts';
import { migrate } from '../../infra/clickhouse/migrate.ts';
import { loadConfig } from '../../infra/config.ts';
import { createLog } from '../../infra/log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import type { ShardLog } from '../../infra/ports.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import type { Judges } from '../../models/judges.ts';
import { runAnalytics } from '../../pipelines/analytics.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { type LearnDeps, runLearn } from '../../pipelines/learn.ts';
import { serveFlow } from '../../pipelines/serve-flows.ts';
import type { ForecastFacts } from '../../schemas/forecast-facts.ts';
import type { WireInsight } from '../../schemas/insight-wire.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { startTestClickhouse, stopTestClickhouse } from '../clickhouse.ts';
import { startTestRedis, stopTestRedis } from '../redis.ts';
import { withChallenger } from '../unit/processors/fake-challenger.ts';

export const SHARDS = 4;
export const LEADS = 40;
const DAY = 86_400_000;
const START = Math.floor(Date.now() / DAY) * DAY - 300 * DAY;
const logger = createLog('silent', 'test');

/** The bundled forecast is f1, its challenger f2. */
export const judges = withChallenger('f2');
export const LOADED = ['f1', 'f2'];

export interface LearningWorld {
  client: Clickhouse;
  connection: RedisConnection;
  log: ShardLog;
  /** Ends the processor and starts another, over these judges. */
  anotherProcessor(by?: Judges): Promise<void>;
  says(lead: string, day: number, tenant?: string): Promise<unknown>;
  /**
   * Every lead speaks on days 0, 3, 35, 65 and 95; every fourth converts on day 50, every fourth is lost on day 10.
   */
  live(): Promise<void>;
  /** Analytics, running; resolves with how to end them. */
  analytics(): () => Promise<void>;
  /** A learner, running. */
  learn(further?: Pick<LearnDeps, 'warm'>): { deps: LearnDeps; stop(): Promise<void> };
  /** What is on the insight streams. */
  entries(): Promise<{ wire: WireInsight; facts: ForecastFacts }[]>;
  stop(): Promise<void>;
}

/** @param first judges of the first processor */
export async function startLearningWorld(first: Judges = judges): Promise<LearningWorld> {
  const redis = await startTestRedis();
  const clickhouse = await startTestClickhouse();
  const client = connectClickhouse(clickhouse);
  await migrate(client);
  const connection = connectRedis(redis.url);
  const dir = await mkdtemp(join(tmpdir(), 'doorstep-learning-'));
  const config = {
    ...loadConfig({}),
    ...{ redisUrl: redis.url, shards: SHARDS, marketShards: 1, leaseMs: 600, dataDir: dir },
  };
  const log = createRedisShardLog(connection, 'leads', SHARDS);
  let members = 0;

  const running = (run: (signal: AbortSignal) => Promise<void>) => {
    const abort = new AbortController();
    const ended = run(abort.signal);
    return async () => {
      abort.abort();
      await ended;
    };
  };
  const startProcessor = (by: Judges) =>
    running((signal) =>
      serveFlow(createLeadsFlow(by, { shards: SHARDS }), config, createMetrics(), logger, signal),
    );
  let stopProcessor = startProcessor(first);

  const put = (lead: string, day: number, event: object, tenant = 'main') => {
    const at = START + day * DAY;
    const whole = { id: `${lead}/${day}/${JSON.stringify(event).length}`, tenant, lead, at, ...event };
    return log.append(shardOf(leadKey(tenant, lead), SHARDS), [JSON.stringify(whole)]);
  };
  const says: LearningWorld['says'] = (lead, day, tenant) =>
    put(lead, day, { type: 'message', from: 'lead', channel: 'sms', text: 'hello' }, tenant);
  const ends = (lead: string, day: number, result: string) => put(lead, day, { type: 'outcome', result });

  return {
    ...{ client, connection, log, says },
    async anotherProcessor(by = judges) {
      await stopProcessor();
      stopProcessor = startProcessor(by);
    },
    async live() {
      for (let i = 0; i < LEADS; i++) {
        const lead = `lead ${i}`;
        for (const day of [0, 3]) await says(lead, day);
        if (i % 4 === 1) await ends(lead, 10, 'lost');
        else {
          await says(lead, 35);
          if (i % 4 === 0) await ends(lead, 50, 'converted');
          else for (const day of [65, 95]) await says(lead, day);
        }
      }
    },
    analytics: () =>
      running(
        runAnalytics({
          ...{ config, redis: connection, clickhouse: client },
          ...{ member: `sink-${members++}`, metrics: createMetrics(), logger },
        }),
      ),
    learn(further = {}) {
      const deps: LearnDeps = {
        ...{ config, loaded: LOADED, references: new Map(), redis: connection, clickhouse: client },
        ...{ member: `learner-${members++}`, metrics: createMetrics(), logger },
        ...further,
      };
      return { deps, stop: running(runLearn(deps)) };
    },
    async entries() {
      const all = await Promise.all(
        Array.from({ length: SHARDS }, (_, shard) =>
          connection.client.xrange(shardKeys('leads', shard).insights, '-', '+'),
        ),
      );
      return all.flat().map(([, fields]) => ({
        wire: JSON.parse(fields[fields.indexOf('insight') + 1]!) as WireInsight,
        facts: JSON.parse(fields[fields.indexOf('facts') + 1]!) as ForecastFacts,
      }));
    },
    async stop() {
      await stopProcessor();
      await client.close();
      connection.close();
      await stopTestClickhouse(clickhouse);
      await stopTestRedis(redis);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
