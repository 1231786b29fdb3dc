/** Commands that leave together, against a real Redis. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { corkForTick } from '../../infra/redis/cork.ts';
import { readPressure } from '../../infra/redis/gateway-pressure.ts';
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

/** Writes to the socket while `work` runs. */
async function writesOf(work: () => Promise<unknown>): Promise<number> {
  const { stream } = connection.client as Redis;
  const writes = [vi.spyOn(stream, '_write'), vi.spyOn(stream, '_writev' as '_write')];
  await work();
  const count = writes.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  for (const write of writes) write.mockRestore();
  return count;
}

it('writes once what is asked at once, and answers each', async () => {
  const { client } = connection;
  const keys = ['a', 'b', 'c'];
  expect(await writesOf(() => Promise.all(keys.map((key) => client.set(key, key))))).toBe(3);
  let answers: (string | null)[] = [];
  const read = async () => {
    corkForTick(client);
    answers = await Promise.all(keys.map((key) => client.get(key)));
  };
  expect(await writesOf(read)).toBe(1);
  expect(answers).toEqual(keys);
});

it('reads the pressure in one write, with nothing behind on a stream that is not there', async () => {
  const { client } = connection;
  await client.xgroup('CREATE', 'read', 'readers', '0', 'MKSTREAM');
  for (let n = 0; n < 3; n++) await client.xadd('read', '*', 'event', '{}');
  let lag: unknown;
  const read = async () => {
    ({ lag } = await readPressure(client, { leads: ['read', 'missing'], market: ['missing too'] }));
  };
  expect(await writesOf(read)).toBe(1);
  expect(lag).toEqual({ leads: [3, 0], market: [0] });
  await client.xadd('unread', '*', 'event', '{}');
  expect((await readPressure(client, { leads: ['unread'], market: [] })).lag.leads).toEqual([1]);
});
