/** The processor: works the leads flow over the shards it holds, and fires timers. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Config } from '../infra/config.ts';
import { easeCollector } from '../infra/heap.ts';
import type { Log } from '../infra/log.ts';
import { createMetrics, type Metrics } from '../infra/metrics.ts';
import { createBullTimers, runBullTimers } from '../infra/queues/bull-timers.ts';
import { connectRedis, type RedisConnection } from '../infra/redis/connect.ts';
import { pinMetrics } from '../infra/redis/metrics-board.ts';
import { hearOpenings } from '../infra/redis/openings.ts';
import { createRedisRoll } from '../infra/redis/roll.ts';
import { createRedisShardLog } from '../infra/redis/shard-log.ts';
import { checkTopology } from '../infra/redis/topology.ts';
import type { Run } from '../infra/run.ts';
import { runTogether } from '../infra/run-together.ts';
import { TIMER_HORIZON_MS } from '../infra/runtime/housekeeping.ts';
import { runFlow } from '../infra/runtime/run-flow.ts';
import type { WarmUp } from '../infra/runtime/warm-state.ts';
import { stopWithin } from '../infra/stop-within.ts';
import { loadJudges } from '../models/load-judges.ts';
import type { Flow } from '../schemas/flow.ts';
import type { Space } from '../schemas/shards.ts';
import { createLeadsFlow } from './leads.ts';
import { createMarketFlow } from './market.ts';
import { challengerFolder } from './models.ts';
import { warmUp } from './warm-up.ts';

/** Percent: scoring makes much that is dead soon. */
const HEAP_GROWTH = 400;
/** How many commits of a shard may be under way at once. */
const PIPELINED = 4;
/** What a stop may take: handing shards over takes milliseconds. */
const STOP_MS = 3000;

/** Runs until the signal aborts, then hands its shards over. */
export const createLeadsRole =
  (config: Config, logger: Log): Run =>
  async (signal) => {
    easeCollector(HEAP_GROWTH);
    const metrics = createMetrics();
    const observe = (stage: string, _size: number, ms: number) =>
      metrics.stageMs.observe({ flow: 'leads', stage }, ms);
    const flow = createLeadsFlow(await loadJudges(challengerFolder(config)), {
      shards: config.shards,
      observe,
    });
    await warmUp(flow, config.shards, Date.now());
    await serveFlow(flow, config, metrics, logger, signal);
  };

/** Keeps area and listing state, and passes changes on to the leads they touch. */
export const createMarketRole =
  (config: Config, logger: Log): Run =>
  (signal) =>
    serveFlow(createMarketFlow({ shards: config.marketShards }), config, createMetrics(), logger, signal);

/** Works a flow over the shards it gets, until the signal aborts; then hands them over. */
export async function serveFlow<S extends object, E>(
  flow: Flow<S, E>,
  config: Config,
  metrics: Metrics,
  logger: Log,
  signal: AbortSignal,
): Promise<void> {
  const redis = connectRedis(config.redisUrl);
  try {
    await stopWithin(STOP_MS, (until) => runOn(redis, flow, config, metrics, logger, until))(signal);
  } finally {
    redis.close();
  }
}

async function runOn<S extends object, E>(
  redis: RedisConnection,
  flow: Flow<S, E>,
  config: Config,
  metrics: Metrics,
  logger: Log,
  signal: AbortSignal,
): Promise<void> {
  const shards = { leads: config.shards, market: config.marketShards };
  await checkTopology(redis.client, shards);
  const logs = (['leads', 'market'] as Space[]).map((space) =>
    createRedisShardLog(redis, space, shards[space]),
  );
  const log = logs.find(({ space }) => space === flow.space)!;
  const timers = createBullTimers(redis, TIMER_HORIZON_MS);
  const member = `${flow.name}-${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const { readCount, attempts, leaseMs, retainEntries } = config;
  const options = {
    ...{ flow, log, targets: logs, timers, readCount, attempts, pipelined: PIPELINED, metrics, logger },
    ...{ member, roll: createRedisRoll(redis, flow.name), leaseMs, retainEntries },
    place: { node: config.nodeName || hostname(), locality: config.nodeLocality },
    hearOpenings: (warm: WarmUp, until: AbortSignal) => hearOpenings(redis, member, warm, until),
  };
  try {
    await runTogether(
      (until) => runFlow(options, until),
      (until) => runBullTimers(redis, logs, logger, until),
      (until) => pinMetrics(redis.client, member, metrics.registry, until),
    )(signal);
  } finally {
    await timers.close().catch(() => {}); // Redis may be gone before us
  }
}
