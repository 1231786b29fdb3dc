/** What holds sending back, and how a dispatcher keeps its house, on a real Redis. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../infra/config.ts';
import { createLog } from '../../infra/log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import { fleetMetrics } from '../../infra/redis/metrics-board.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { createDispatchRole } from '../../pipelines/dispatch.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { SHARDS, shardKeysOf } from './dispatch-world.ts';
import { type DispatchWorld, PATIENT, useDispatchWorld } from './use-dispatch-world.ts';

let world: DispatchWorld;
useDispatchWorld((made) => {
  world = made;
});

describe('limits', () => {
  it('a campaign’s day is kept to the message by two dispatchers at once', async () => {
    await world.script.orders(60, { campaign: 'c1', dailyBudget: 25 });
    world.start();
    world.start();
    await world.told(60);
    expect(await world.script.statuses()).toEqual({ sent: 25, deferred: 35 });
    expect(world.provider.seen).toHaveLength(25);
    expect(new Set(world.bodies()).size).toBe(25);
  });

  it('what was certainly not sent takes nothing from the day', async () => {
    world.provider.behave('refuse');
    await world.script.orders(10, { campaign: 'c1', dailyBudget: 5 });
    world.start();
    await world.told(10);
    world.provider.behave('take');
    await world.script.orders(10, { campaign: 'c1', dailyBudget: 5, id: 'second' });
    await world.told(20);
    const statuses = await world.script.statuses();
    expect(statuses.sent).toBe(5);
    expect(statuses.failed! + statuses.deferred!).toBe(15);
  });

  it('a sender’s pace is kept by two dispatchers together', async () => {
    const at: number[] = [];
    world.provider.onSeen(() => at.push(performance.now()));
    await world.script.orders(21);
    world.start(20);
    world.start(20);
    await world.told(21);
    const seconds = (at.at(-1)! - at[0]!) / 1000;
    expect(at).toHaveLength(21);
    expect(20 / seconds).toBeLessThan(21.5); // 20 gaps at 20 a second
    expect(20 / seconds).toBeGreaterThan(12);
  });

  it('the kill switch holds within a second', async () => {
    const at: number[] = [];
    world.provider.onSeen(() => at.push(performance.now()));
    await world.script.orders(150);
    world.start(50);
    await expect.poll(() => world.provider.seen.length, PATIENT).toBeGreaterThan(15);
    const thrown = performance.now();
    await world.script.stopSwitch(true);
    await world.told(150);
    const lateMs = Math.max(...at) - thrown;
    expect(lateMs).toBeLessThan(1000);
    const { sent, refused } = await world.script.statuses();
    expect(sent).toBe(world.provider.seen.length);
    expect(sent! + refused!).toBe(150);
    expect((await world.script.deliveries()).find(({ status }) => status === 'refused')!.detail).toBe(
      'kill-switch',
    );
    await world.script.stopSwitch(false);
    await world.script.stopSwitch(true, '*');
    await world.script.lead('zoe');
    await world.script.order({ id: 'after', lead: 'zoe' });
    await world.told(151);
    expect((await world.script.statuses()).refused).toBe(refused! + 1);
  });
});

describe('the role', () => {
  it('runs by its settings, and by default sends nothing anywhere', async () => {
    await world.script.lead('ann');
    await world.script.order();
    const dataDir = await mkdtemp(join(tmpdir(), 'doorstep-dispatch-'));
    const config = { ...loadConfig({}), redisUrl: world.redis.url, shards: SHARDS, dataDir };
    const abort = new AbortController();
    const role = createDispatchRole(config, createLog('silent', 'test'))(abort.signal);
    await world.told(1);
    expect(await world.script.deliveries()).toMatchObject([{ status: 'sent', detail: 'outbox' }]);
    expect(await fleetMetrics(world.connection.client, createMetrics().registry)).toContain(
      'doorstep_sends_uncertain',
    );
    abort.abort();
    await role;
    await rm(dataDir, { recursive: true });
    const { actions } = shardKeysOf('main', 'ann');
    expect(await world.connection.client.xinfo('CONSUMERS', actions, 'dispatch')).toEqual([]);
  });
});

describe('housekeeping', () => {
  it('trims no order that is not done with', async () => {
    world.provider.behave('hang');
    await world.script.lead('ann');
    await world.script.order();
    world.start(undefined, { times: { callMs: 2500 } });
    await expect.poll(() => world.provider.seen.length, PATIENT).toBe(1);
    const { client } = world.connection;
    const { actions } = shardKeysOf('main', 'ann');
    for (let i = 0; i < 1000; i++) await client.xadd(actions, '*', 'body', '{"kind":"decision"}');
    const pending = async () => ((await client.xpending(actions, 'dispatch')) as [number])[0];
    await expect.poll(pending, PATIENT).toBe(1);
    const shard = actions === shardKeys('leads', 0).actions ? 0 : 1;
    await createRedisShardLog(world.connection, 'leads', SHARDS).trim(shard, 10);
    expect(await client.xlen(actions)).toBe(1001);
    world.provider.behave('take');
  });

  it('a dispatcher that stops gives back what it had not begun, and leaves no consumer behind', async () => {
    await world.script.orders(30);
    const first = world.start(5);
    await expect.poll(() => world.provider.seen.length, PATIENT).toBeGreaterThan(2);
    await first.stop();
    const before = world.provider.seen.length;
    expect(await world.script.open()).toBe(30 - before);
    world.start();
    await world.told(30);
    expect(await world.script.statuses()).toEqual({ sent: 30 });
    expect(new Set(world.bodies()).size).toBe(30);
    expect(world.provider.seen).toHaveLength(30);
  });
});
