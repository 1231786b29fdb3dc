/** `doorstep competitors` and `doorstep alerts` as an operator types them, on a real Redis and without a gateway. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import type { Competitors } from '../../schemas/competition-answers.ts';
import { proposedList, shardKeys } from '../../schemas/shards.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';

const SHARDS = 3;
const root = join(import.meta.dirname, '../..');
vi.setConfig({ testTimeout: 120_000 });
let redis: TestRedis;
let connection: RedisConnection;
let dir: string;
beforeAll(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
  dir = await mkdtemp(join(tmpdir(), 'doorstep-competition-'));
});
afterAll(async () => {
  connection.close();
  await stopTestRedis(redis);
  await rm(dir, { recursive: true, force: true });
});

/** Exit code and what was printed, both streams. */
function doorstep(...args: string[]): Promise<[code: number, printed: string]> {
  const command = ['--import', 'tsx', join(root, 'pipelines/main.ts'), ...args];
  const env = { ...process.env, DATA_DIR: dir, REDIS_URL: redis.url, SHARDS: String(SHARDS) };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: root, env }, (error, stdout, stderr) =>
      resolve([error ? Number(error.code) : 0, stdout + stderr]),
    );
  });
}

it('adds, ignores and lists competitors, and says what is wrong with one', async () => {
  await connection.client.zadd(shardKeys('leads', 1).roster + proposedList('main'), 1000, 'Aunt May');
  await connection.client.zadd(shardKeys('leads', 2).roster + proposedList('main'), 2000, 'Bluebird Homes');
  const added = await doorstep('competitors', 'add', 'Bluebird Homes', '--kind', 'brokerage');
  expect(added).toEqual([0, 'Bluebird Homes is a competitor of main\n']);
  const [, listed] = await doorstep('competitors', 'list');
  expect(listed).toMatch(/bluebird-homes +brokerage +Bluebird Homes\n +to review +Aunt May/);
  expect((await doorstep('competitors', 'ignore', 'Aunt May'))[0]).toBe(0);
  const json = JSON.parse((await doorstep('competitors', 'list', '--json'))[1]) as Competitors;
  expect(json).toMatchObject({
    registry: { version: 3, competitors: [{ id: 'bluebird-homes' }], ignored: ['Aunt May'] },
    ...{ changedBy: 'operator', told: true, proposed: [], mentions: null },
  });
  for (let shard = 0; shard < SHARDS; shard++)
    expect(await connection.client.xlen(shardKeys('leads', shard).events)).toBe(2);
  const [code, said] = await doorstep('competitors', 'add', 'zillow.com', '--kind', 'portal');
  expect(code).toBe(2);
  expect(said).toContain('is a name of zillow');
});

it('tells that no alert is open', async () => {
  expect(await doorstep('alerts', '--tenant', 'oak')).toEqual([0, '0 alerts are open\n']);
  expect(JSON.parse((await doorstep('alerts', '--json'))[1])).toEqual({ alerts: [], total: 0, more: 0 });
});
