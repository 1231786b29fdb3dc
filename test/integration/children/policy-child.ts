/** A learner to be killed: it has told some shards, says so, and goes no further. */
import { connectClickhouse } from '../../../infra/clickhouse/connect.ts';
import { createLog } from '../../../infra/log.ts';
import { createMetrics } from '../../../infra/metrics.ts';
import { connectRedis } from '../../../infra/redis/connect.ts';
import { createPolicyStore } from '../../../infra/redis/policy-store.ts';
import { createRedisShardLog } from '../../../infra/redis/shard-log.ts';
import { learnPolicies } from '../../../pipelines/learn-policy.ts';

const [redisUrl, shards, url, user, password, now, most] = process.argv.slice(2) as string[];
const redis = connectRedis(redisUrl!);
const log = createRedisShardLog(redis, 'leads', Number(shards));
const forever = new Promise<never>(() => {});
let told = 0;

await learnPolicies(
  {
    clickhouse: connectClickhouse({ url: url!, user: user!, password: password! }),
    ...{ metrics: createMetrics(), logger: createLog('silent', 'test') },
  },
  {
    store: createPolicyStore(redis),
    log: {
      shards: log.shards,
      async append(shard, events) {
        if (told++ < Number(most)) return log.append(shard, events);
        process.send!('half told');
        return forever;
      },
    },
  },
  Number(now),
);
