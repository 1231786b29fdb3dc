/** `doorstep nurture` as an operator types it, on a real Redis and without a gateway. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { DEFAULT_SETTINGS } from '../../schemas/nurture-settings.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';

const SHARDS = 3;
const root = join(import.meta.dirname, '../..');
vi.setConfig({ testTimeout: 60_000 });
let redis: TestRedis;
let connection: RedisConnection;
let dir: string;
beforeAll(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
  dir = await mkdtemp(join(tmpdir(), 'doorstep-nurture-'));
});
afterAll(async () => {
  connection.close();
  await stopTestRedis(redis);
  await rm(dir, { recursive: true, force: true });
});

/** Exit code and what was printed, both streams. */
function nurture(...args: string[]): Promise<[code: number, printed: string]> {
  const command = ['--import', 'tsx', join(root, 'pipelines/main.ts'), 'nurture', ...args];
  const env = { ...process.env, DATA_DIR: dir, REDIS_URL: redis.url, SHARDS: String(SHARDS) };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: root, env }, (error, stdout, stderr) =>
      resolve([error ? Number(error.code) : 0, stdout + stderr]),
    );
  });
}
const stopped = () =>
  Promise.all(
    Array.from({ length: SHARDS }, async (_, shard) =>
      (await connection.client.smembers(shardKeys('leads', shard).stopped)).sort(),
    ),
  );

it('stops and resumes one brokerage, and all of them', async () => {
  expect(await nurture('stop', '--tenant', 'oak')).toEqual([0, 'Nothing is sent for oak any more\n']);
  expect(await stopped()).toEqual([['oak'], ['oak'], ['oak']]);
  expect((await nurture('stop', '--all'))[1]).toContain('any brokerage');
  expect((await nurture('resume', '--tenant', 'oak'))[1]).toContain('doorstep nurture resume --all');
  expect(await stopped()).toEqual([['*'], ['*'], ['*']]);
  expect((await nurture('resume', '--all'))[0]).toBe(0);
  expect(await stopped()).toEqual([[], [], []]);
});

it('prints settings, sets them, and says what is wrong with them', async () => {
  expect(JSON.parse((await nurture('settings'))[1])).toEqual(DEFAULT_SETTINGS);
  const file = join(dir, 'settings.json');
  await writeFile(file, JSON.stringify({ ...DEFAULT_SETTINGS, approvalHours: 8 }));
  expect(await nurture('settings', '--set', file)).toEqual([0, 'Settings of main are of version 2\n']);
  const again = await nurture('settings', '--set', file);
  expect(again).toEqual([1, expect.stringContaining('Other settings are in force')]);
  await writeFile(file, JSON.stringify({ ...DEFAULT_SETTINGS, version: 2, highValue: -1 }));
  expect(await nurture('settings', '--set', file)).toEqual([2, expect.stringContaining('highValue')]);
  await writeFile(file, 'settings');
  expect(await nurture('settings', '--set', file)).toEqual([2, expect.stringContaining('is not JSON')]);
  expect(JSON.parse((await nurture('settings'))[1])).toMatchObject({ version: 2, approvalHours: 8 });
});

it('lists what waits', async () => {
  expect(await nurture('approvals')).toEqual([0, '0 drafts wait for approval\n']);
});
