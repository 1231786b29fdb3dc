/**
 * Market intake: follows the log of a RESO feed (RCP-27) and tells the market shards what changed. A webhook (RCP-28)
 * wakes it and no more: what is true is what the log and the records say.
 */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { type Config, ConfigError } from '../infra/config.ts';
import { createPressureGauge, type PressureGauge } from '../infra/gateway/pressure.ts';
import type { Log } from '../infra/log.ts';
import { createMetrics } from '../infra/metrics.ts';
import { connectRedis, type RedisConnection } from '../infra/redis/connect.ts';
import { createGatewayStore } from '../infra/redis/gateway-store.ts';
import { createIntakeStore } from '../infra/redis/intake-store.ts';
import { hearWakes } from '../infra/redis/intake-wake.ts';
import { pinMetrics } from '../infra/redis/metrics-board.ts';
import { checkTopology } from '../infra/redis/topology.ts';
import { createBearer } from '../infra/reso/bearer.ts';
import { createResoClient } from '../infra/reso/client.ts';
import { pause, type Run } from '../infra/run.ts';
import { runTogether } from '../infra/run-together.ts';
import { stopWithin } from '../infra/stop-within.ts';
import { GAP_RULES } from '../processors/intake/sequence-gaps.ts';
import { createAlarm } from './market-intake/alarm.ts';
import { followLog, type IntakeTimes, TOP } from './market-intake/follow-log.ts';
import { holdSource } from './market-intake/hold-source.ts';
import { openSource } from './market-intake/open-source.ts';

const TIMES: Omit<IntakeTimes, 'pollMs'> = {
  ...{ gapRules: GAP_RULES, againMs: 1000, callMs: 30_000, retryMs: 250, halfOpenMs: 15_000 },
};
const BREAK_AFTER = 6;
const FULL_LOOK_MS = 250;
/** What a stop may take: the page under way is given up. */
const STOP_MS = 2000;

/** Follows the feed until the signal aborts. Throws {@link ConfigError} where there is none, or a file of its settings is wrong. */
export const createIntakeRole =
  (config: Config, logger: Log, times: Partial<IntakeTimes> = {}): Run =>
  async (signal) => {
    if (!config.resoUrl) throw new ConfigError('RESO_URL: is empty; set it to the feed that is to be read');
    const redis = connectRedis(config.redisUrl);
    try {
      const role = await openRole(config, logger, redis, {
        ...{ ...TIMES, pollMs: config.resoPollSeconds * 1000 },
        ...times,
      });
      await stopWithin(STOP_MS, role)(signal);
    } finally {
      redis.close();
    }
  };

async function openRole(
  config: Config,
  logger: Log,
  redis: RedisConnection,
  times: IntakeTimes,
): Promise<Run> {
  const { resoTenant: tenant, resoSource: label, resoUrl: url, leaseMs } = config;
  const shards = { leads: config.shards, market: config.marketShards };
  await checkTopology(redis.client, shards);
  const metrics = createMetrics();
  const member = `intake-${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const streams = createGatewayStore(redis, { shards });
  const store = createIntakeStore(redis, { tenant, source: label, owner: member });
  const gauge = createPressureGauge(streams, config, (err) =>
    logger.error({ err }, 'reading the pressure failed'),
  );
  const onCall = (outcome: string) => metrics.intakeCalls.inc({ outcome });
  const { callMs, retryMs, halfOpenMs, gapRules } = times;
  const bearer = createBearer(config);
  const breaking = { breakAfter: BREAK_AFTER, halfOpenMs };
  const client = createResoClient({ url, bearer, top: TOP, callMs, retryMs, ...breaking, onCall });
  const source = await openSource(config);
  const room = roomIn(gauge, shards.market);
  const deps = { source, client, store, streams, room, gapRules, metrics, logger, times };
  const alarm = createAlarm();
  return runTogether(
    holdSource(store, leaseMs, followLog(deps, alarm)),
    (until) =>
      hearWakes(
        redis,
        tenant,
        ({ sequence, source }) => {
          if (source === undefined || source === label) alarm.ring(sequence);
        },
        until,
      ),
    gauge.run,
    (until) => pinMetrics(redis.client, member, metrics.registry, until),
  );
}

const roomIn =
  (gauge: PressureGauge, shards: number) =>
  async (signal: AbortSignal): Promise<void> => {
    const all = Array.from({ length: shards }, (_, shard) => shard);
    while (gauge.advice('market', all).kind !== 'take' && !signal.aborted) await pause(FULL_LOOK_MS, signal);
    signal.throwIfAborted();
  };
