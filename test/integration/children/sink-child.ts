/** A sink to be killed: stops for good at the point asked for, and says so. */
import { connectClickhouse } from '../../../infra/clickhouse/connect.ts';
import { insertBatch } from '../../../infra/clickhouse/insert.ts';
import { runSink } from '../../../infra/clickhouse/sink.ts';
import { createSpool } from '../../../infra/clickhouse/spool.ts';
import { createLog } from '../../../infra/log.ts';
import { createMetrics } from '../../../infra/metrics.ts';
import { connectRedis } from '../../../infra/redis/connect.ts';
import { createRedisShardLog } from '../../../infra/redis/shard-log.ts';
import { createRedisSinkLog } from '../../../infra/redis/sink-log.ts';

const [redisUrl, shards, url, user, password, spoolDir, point] = process.argv.slice(2) as string[];
const clickhouse = connectClickhouse({ url: url!, user: user!, password: password! });
const log = createRedisSinkLog(
  connectRedis(redisUrl!),
  createRedisShardLog(connectRedis(redisUrl!), 'leads', Number(shards)),
);
const forever = new Promise<never>(() => {});

await runSink({
  ...{ log, metrics: createMetrics(), logger: createLog('silent', 'test'), member: `child-${process.pid}` },
  ...{ spool: createSpool(spoolDir!, 'leads'), spoolEntries: 100_000, leaseMs: 600, flushMs: 50 },
  async insert(batch, repeated) {
    if (point === 'inserted') await insertBatch(clickhouse, batch, repeated);
    process.send!(batch.id);
    return forever;
  },
})(new AbortController().signal);
