/** Waiting for Redis no longer than one has to, on a real one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { inTime } from '../../infra/redis/in-time.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';

let redis: TestRedis;
let connection: RedisConnection;
beforeAll(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
  await connection.client.ping();
});
afterAll(async () => {
  connection.close();
  await stopTestRedis(redis);
});

/** Keeps this thread from everything for so long. */
const holdUp = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

it('does not take its own stall for an absence of Redis', async () => {
  const answer = inTime(connection.client, 50, () => connection.client.ping());
  await new Promise((resolve) => process.nextTick(resolve));
  holdUp(200);
  expect(await answer).toBe('PONG');
});

it('says that Redis is away when it does not answer', async () => {
  const blocked = connection.dedicated();
  const answer = inTime(blocked, 50, () => blocked.blpop('nothing comes here', 1));
  await expect(answer).rejects.toThrow('Redis did not answer within 50 ms');
  blocked.disconnect();
});
