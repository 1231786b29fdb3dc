/** Analytics: every shard's streams into ClickHouse, each entry once. */
import { join } from 'node:path';
import { grantAnalysts } from '../infra/clickhouse/analysts.ts';
import { analystCredentials } from '../infra/clickhouse/credentials.ts';
import { insertBatch } from '../infra/clickhouse/insert.ts';
import { MigrationError, migrate } from '../infra/clickhouse/migrate.ts';
import { runSink } from '../infra/clickhouse/sink.ts';
import { createSpool } from '../infra/clickhouse/spool.ts';
import type { Config } from '../infra/config.ts';
import type { Log } from '../infra/log.ts';
import { createRedisShardLog } from '../infra/redis/shard-log.ts';
import { createRedisSinkLog, type SinkBatch } from '../infra/redis/sink-log.ts';
import { backoff, pause, type Run } from '../infra/run.ts';
import { runTogether } from '../infra/run-together.ts';
import type { Space } from '../schemas/shards.ts';
import { clickhouseRole, type RoleParts } from './clickhouse-role.ts';

/** Brings the database up to date, then sinks the lead and the market shards until the signal aborts. */
export function runAnalytics(deps: RoleParts): Run {
  const prepared = once(() => prepare(deps));
  const insert = async (batch: SinkBatch, repeated: boolean) => {
    await prepared();
    return insertBatch(deps.clickhouse, batch, repeated);
  };
  return runTogether(
    // Tables are there before the first event; while ClickHouse is away, the sinks already keep to disk.
    (signal) => untilDone(prepared, deps.logger, signal),
    (signal) => sink('leads', signal),
    (signal) => sink('market', signal),
  );

  function sink(space: Space, signal: AbortSignal): Promise<void> {
    const { config, redis, member, metrics, logger } = deps;
    const shards = space === 'leads' ? config.shards : config.marketShards;
    const log = createRedisSinkLog(redis, createRedisShardLog(redis, space, shards));
    const spool = createSpool(join(config.dataDir, 'spool'), space);
    const { spoolEntries, leaseMs } = config;
    return runSink({ log, insert, spool, spoolEntries, member, leaseMs, metrics, logger })(signal);
  }
}

export const createAnalyticsRole = (config: Config, logger: Log): Run =>
  clickhouseRole('analytics', config, logger, runAnalytics);

async function prepare({ config, clickhouse, logger }: RoleParts): Promise<void> {
  const applied = await migrate(clickhouse);
  if (applied.length) logger.info({ applied }, 'migrations applied');
  const analysts = await analystCredentials(join(config.dataDir, 'clickhouse'), config.analystTenants);
  await grantAnalysts(clickhouse, analysts);
}

/** One success is enough; a failure is tried again by the next call. */
function once(work: () => Promise<void>): () => Promise<void> {
  let under: Promise<void> | undefined;
  return () => {
    under ??= work().catch((error) => {
      under = undefined;
      throw error;
    });
    return under;
  };
}

async function untilDone(work: () => Promise<void>, logger: Log, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof MigrationError) throw error;
      logger.warn({ err: error }, 'ClickHouse cannot be prepared yet; will try again');
      await pause(backoff(attempt, 100, 5000), signal);
    }
  }
}
