/** Redis dies under load, with and without the tail of its append-only file. */
import { expect, it } from 'vitest';
import { crashRedis, loseLastCommits } from './crash-redis.ts';

const load = { crashes: 1, rate: 300, leads: 200, say: () => {} };
const clean = { lost: 0, duplicated: 0, misordered: 0, strangers: 0 };

it('goes on by itself after kill -9 of Redis, and nothing acknowledged is lost', async () => {
  const report = await crashRedis({ ...load, durability: 'always', loseLastSecond: false });
  expect(report.outcome).toMatchObject(clean);
  expect(report.outcome.events).toBeGreaterThan(300);
  expect(report.differ).toEqual([]);
}, 120_000);

it('loses at most the last second to a power cut by default, and stays consistent', async () => {
  const { outcome, differ, reachedBackMs } = await crashRedis({
    ...load,
    durability: 'everysec',
    loseLastSecond: true,
  });
  expect(outcome).toMatchObject({ ...clean, lost: outcome.vanished.length });
  expect(outcome.vanished.length).toBeGreaterThan(0);
  expect(reachedBackMs).toBeLessThan(1500);
  expect(differ).toEqual([]);
}, 120_000);

it('works events again whose commits were lost, though nothing new arrives', async () => {
  const { outcome, differ } = await loseLastCommits();
  expect(outcome).toMatchObject(clean);
  expect(differ).toEqual([]);
}, 120_000);
