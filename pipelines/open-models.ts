/** What a command needs to look at a running Doorstep's models and to decide on them. */
import { type Clickhouse, connectClickhouse } from '../infra/clickhouse/connect.ts';
import { INGEST_USER, ingestPassword } from '../infra/clickhouse/credentials.ts';
import type { Config } from '../infra/config.ts';
import type { Running } from '../infra/deploy/data-folder.ts';
import type { ShardLog } from '../infra/ports.ts';
import { connectRedis } from '../infra/redis/connect.ts';
import { createRedisShardLog } from '../infra/redis/shard-log.ts';
import { checkTopology } from '../infra/redis/topology.ts';
import { loadedReferences, type References } from './models.ts';
import { clickhouseFolder } from './start.ts';

export interface OpenModels {
  log: ShardLog;
  /** Connects on first use; undefined where no address is known. */
  clickhouse: Clickhouse | undefined;
  /** What the forecasts at hand were trained on; throws where a folder holds no card. */
  references(): References;
}

/** @param use receives the connections, which end with it */
export async function withModels<T>(
  config: Config,
  running: Running | undefined,
  use: (models: OpenModels) => Promise<T>,
): Promise<T> {
  const redis = connectRedis(config.redisUrl);
  const clickhouse = await connectAnalytics(config, running);
  try {
    await checkTopology(redis.client, { leads: config.shards, market: config.marketShards });
    return await use({
      log: createRedisShardLog(redis, 'leads', config.shards),
      clickhouse,
      references: () => loadedReferences(config),
    });
  } finally {
    await clickhouse?.close();
    redis.close();
  }
}

/** The server of the settings, or the embedded one of what runs here. */
async function connectAnalytics(
  config: Config,
  running: Running | undefined,
): Promise<Clickhouse | undefined> {
  const { clickhouseUrl: url, clickhouseUser: user, clickhousePassword: password } = config;
  if (url) return connectClickhouse({ url, user, password });
  if (!running?.clickhouseUrl) return undefined;
  const own = await ingestPassword(clickhouseFolder(config));
  return connectClickhouse({ url: running.clickhouseUrl, user: INGEST_USER, password: own });
}
