/** A role stops in time even while Redis is away. */
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../infra/config.ts';
import { createLog } from '../../infra/log.ts';
import { connectRedis } from '../../infra/redis/connect.ts';
import { createRole, type Role } from '../../pipelines/roles.ts';
import { startTestRedis, stopTestRedis } from '../redis.ts';

describe.each(['leads', 'market'] as Role[])('the %s role', (role) => {
  it('stops within 5 s while Redis is away', async () => {
    const redis = await startTestRedis();
    const config = loadConfig({ REDIS_URL: redis.url, LEASE_MS: '400' });
    const abort = new AbortController();
    const running = (await createRole(role, config, createLog('silent', 'test')))(abort.signal);
    const connection = connectRedis(redis.url);
    await expect.poll(() => connection.client.hlen(`ds:members:${role}`), { timeout: 20_000 }).toBe(1);
    connection.close();
    await redis.kill();
    const start = performance.now();
    abort.abort();
    await running;
    expect(performance.now() - start).toBeLessThan(5000);
    await stopTestRedis(redis);
  });
});
