/** A role that lives between Redis and ClickHouse: connections opened, checked, worked with, and closed. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { type Clickhouse, connectClickhouse } from '../infra/clickhouse/connect.ts';
import { type Config, ConfigError } from '../infra/config.ts';
import type { Log } from '../infra/log.ts';
import { createMetrics, type Metrics } from '../infra/metrics.ts';
import { connectRedis, type RedisConnection } from '../infra/redis/connect.ts';
import { pinMetrics } from '../infra/redis/metrics-board.ts';
import { checkTopology } from '../infra/redis/topology.ts';
import type { Run } from '../infra/run.ts';
import { runTogether } from '../infra/run-together.ts';
import { stopWithin } from '../infra/stop-within.ts';

export interface RoleParts {
  config: Config;
  redis: RedisConnection;
  clickhouse: Clickhouse;
  /** Unique to this process. */
  member: string;
  metrics: Metrics;
  logger: Log;
}

/** What a stop may take: an insert under way, no more. */
const STOP_MS = 6000;

/**
 * Throws {@link ConfigError} where no ClickHouse is named.
 *
 * @param work what the role does with its parts
 */
export const clickhouseRole =
  (name: string, config: Config, logger: Log, work: (parts: RoleParts) => Run | Promise<Run>): Run =>
  async (signal) => {
    const { clickhouseUrl: url, clickhouseUser: user, clickhousePassword: password } = config;
    if (!url)
      throw new ConfigError(
        'CLICKHOUSE_URL: is empty; set it, or let `doorstep start` run the embedded server',
      );
    const redis = connectRedis(config.redisUrl);
    const clickhouse = connectClickhouse({ url, user, password });
    const metrics = createMetrics();
    const member = `${name}-${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
    const role = async (until: AbortSignal) => {
      await checkTopology(redis.client, { leads: config.shards, market: config.marketShards });
      const run = await work({ config, redis, clickhouse, member, metrics, logger });
      await runTogether(run, (end) => pinMetrics(redis.client, member, metrics.registry, end))(until);
    };
    try {
      await stopWithin(STOP_MS, role)(signal);
    } finally {
      await clickhouse.close();
      redis.close();
    }
  };
