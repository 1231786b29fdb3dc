/** The analytics role as `doorstep start` runs it: before ClickHouse is there, while it is, and to its end. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectClickhouse } from '../../infra/clickhouse/connect.ts';
import { ingestPassword } from '../../infra/clickhouse/credentials.ts';
import { type Config, loadConfig } from '../../infra/config.ts';
import { freePort } from '../../infra/free-port.ts';
import { createLog } from '../../infra/log.ts';
import { connectRedis } from '../../infra/redis/connect.ts';
import { createAnalyticsRole } from '../../pipelines/analytics.ts';
import { startTestClickhouse, stopTestClickhouse, type TestClickhouse } from '../clickhouse.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';
import { SHARDS, writeTraffic } from './analytics-traffic.ts';

let redis: TestRedis;
let clickhouse: TestClickhouse | undefined;
let dir: string;
let config: Config;
beforeEach(async () => {
  redis = await startTestRedis();
  dir = await mkdtemp(join(tmpdir(), 'doorstep-analytics-'));
  config = {
    ...loadConfig({}),
    ...{ redisUrl: redis.url, shards: SHARDS.leads, marketShards: SHARDS.market, leaseMs: 600, dataDir: dir },
    ...{ clickhouseUrl: `http://127.0.0.1:${await freePort()}`, clickhouseUser: 'doorstep' },
    clickhousePassword: await ingestPassword(join(dir, 'clickhouse')),
  };
});
afterEach(async () => {
  if (clickhouse) await stopTestClickhouse(clickhouse);
  clickhouse = undefined;
  await stopTestRedis(redis);
  await rm(dir, { recursive: true, force: true });
});

const logger = createLog('silent', 'test');
const startClickhouse = async () => {
  const port = Number(new URL(config.clickhouseUrl).port);
  clickhouse = await startTestClickhouse({ dir: join(dir, 'clickhouse'), port });
  return connectClickhouse(clickhouse);
};

describe('the analytics role', { timeout: 90_000 }, () => {
  it('waits for ClickHouse, makes the tables, sinks both spaces, and ends', async () => {
    const connection = connectRedis(redis.url);
    const abort = new AbortController();
    const ended = createAnalyticsRole(config, logger)(abort.signal);
    await writeTraffic(connection.client);
    const client = await startClickhouse();
    const count = async (table: string) => {
      const query = `SELECT count() AS n FROM analytics.${table}`;
      const answer = await client.query({ query, format: 'JSONEachRow' }).catch(() => null); // no table yet
      return answer && Number((await answer.json<{ n: string }>())[0]!.n);
    };
    const patient = { timeout: 40_000, interval: 100 };
    await expect.poll(() => count('insights'), patient).toBe(240);
    await expect.poll(() => count('events'), patient).toBe(240);
    await expect.poll(() => count('market_events'), patient).toBe(90);
    abort.abort();
    await ended;
    const shards = await Promise.all(
      ['{ds:00}', '{ds:m00}'].map((tag) => connection.client.exists(`${tag}:lease:analytics`)),
    );
    expect(shards).toEqual([0, 0]); // handed over, not left to expire
    await client.close();
    connection.close();
  });

  it('ends with what is wrong when the database is not one it can work with', async () => {
    const client = await startClickhouse();
    await client.command({ query: 'CREATE DATABASE analytics ENGINE = Atomic' });
    await client.command({
      query: `CREATE TABLE analytics.migrations (name String, hash String, applied DateTime DEFAULT now())
        ENGINE = ReplacingMergeTree ORDER BY (name, hash)`,
    });
    const values = [{ name: '999-newer.sql', hash: 'x' }];
    await client.insert({
      table: 'analytics.migrations',
      values,
      columns: ['name', 'hash'],
      format: 'JSONEachRow',
    });
    await client.close();
    const role = createAnalyticsRole(config, logger)(new AbortController().signal);
    await expect(role).rejects.toThrow(
      '999-newer.sql was applied to this ClickHouse but is not in this version',
    );
  });

  it('says which setting is missing', async () => {
    const role = createAnalyticsRole({ ...config, clickhouseUrl: '' }, logger);
    await expect(role(new AbortController().signal)).rejects.toThrow('CLICKHOUSE_URL: is empty');
  });
});
