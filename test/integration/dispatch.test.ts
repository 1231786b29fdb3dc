/** Sending on a real Redis: what may go goes once, what may not does not, and each order has its word. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createSendLimits } from '../../infra/redis/send-limits.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { addressHash } from '../../processors/addresses.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { SYSTEM_EVENT_CHECKERS } from '../../schemas/system-event.ts';
import { type FakeProvider, startFakeProvider, TWILIO } from '../fakes/provider.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';
import {
  channelsTo,
  createScript,
  type Dispatcher,
  type Script,
  SHARDS,
  shardKeysOf,
  startDispatcher,
} from './dispatch-world.ts';

const PATIENT = { timeout: 15_000, interval: 10 };
let redis: TestRedis;
let connection: RedisConnection;
let provider: FakeProvider;
let script: Script;
const running: Dispatcher[] = [];

beforeAll(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
  script = createScript(connection);
});
beforeEach(async () => {
  await connection.client.flushall();
  provider = await startFakeProvider(TWILIO);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  await provider.stop();
});
afterAll(async () => {
  connection.close();
  await stopTestRedis(redis);
});

const start = (perSecond?: number, options?: Parameters<typeof startDispatcher>[2]) => {
  const dispatcher = startDispatcher(redis.url, channelsTo(provider.url, perSecond), options);
  running.push(dispatcher);
  return dispatcher;
};
const bodies = () => provider.seen.map(({ body }) => new URLSearchParams(body).get('Body'));
const told = (count: number) =>
  expect.poll(async () => (await script.deliveries()).length, PATIENT).toBe(count);

describe('an order', () => {
  it('is sent once, told in words the log takes, and done with', async () => {
    await script.lead('ann', { phone: '(303) 555-0142' });
    const order = await script.order();
    start();
    await told(1);
    const [delivery] = await script.deliveries();
    expect(delivery).toMatchObject({
      id: 'delivery:o1:sent',
      lead: 'ann',
      action: 'o1',
      status: 'sent',
      detail: 'SM0123',
    });
    expect(SYSTEM_EVENT_CHECKERS.delivery.check(delivery)).toBeNull();
    expect(new URLSearchParams(provider.seen[0]!.body).get('To')).toBe('+13035550142');
    expect(Number(await script.score(order))).toBeGreaterThan(Date.now() - 60_000);
    await expect.poll(() => script.open(), PATIENT).toBe(0);
  });

  it('that was cancelled before is not sent, and nothing is told', async () => {
    await script.lead('ann');
    await script.cancel(await script.order());
    await script.lead('bob');
    await script.order({ id: 'o2', lead: 'bob' });
    start();
    await told(1);
    await expect.poll(() => script.open(), PATIENT).toBe(0);
    expect(await script.deliveries()).toMatchObject([{ action: 'o2' }]);
    expect(provider.seen).toHaveLength(1);
  });

  it.each([
    ['a lead nobody knows', async () => {}, 'unknown-lead'],
    ['an erased lead', () => script.lead('ann', { phone: '303 555 0142' }, true), 'unknown-lead'],
    ['a lead without an address', () => script.lead('ann', { email: 'ann@example.com' }), 'no-address'],
    ['a lead with a number that is none', () => script.lead('ann', { phone: 'ask my wife' }), 'no-address'],
  ])('to %s is refused', async (_who, known, detail) => {
    await known();
    await script.order();
    start();
    await told(1);
    expect(await script.deliveries()).toMatchObject([{ status: 'refused', detail }]);
    expect(provider.seen).toEqual([]);
  });

  it('that lay about is refused: what made it lawful may have changed', async () => {
    await script.lead('ann');
    await script.order({ at: new Date(Date.now() - 16 * 60_000).toISOString() });
    start();
    await told(1);
    expect(await script.deliveries()).toMatchObject([{ status: 'refused', detail: 'stale' }]);
  });

  it('to a suppressed address is refused, whichever lead has it and however it is written', async () => {
    const limits = createSendLimits(connection.client, SHARDS);
    await limits.suppress('main', addressHash('sms', '+13035550142'), Date.now());
    await script.lead('ann', { phone: '303.555.0142' });
    await script.order();
    start();
    await told(1);
    expect(await script.deliveries()).toMatchObject([{ status: 'refused', detail: 'suppressed-address' }]);
    expect(provider.seen).toEqual([]);
  });

  it('to a number that opted out at the provider is told so, and the next one is not even asked', async () => {
    await provider.stop();
    provider = await startFakeProvider({ ...TWILIO, refuse: [400, {}, { code: 21610, status: 400 }] });
    provider.behave('refuse');
    await script.lead('ann', { phone: '303 555 0142' });
    await script.lead('bea', { phone: '(303) 555-0142' });
    await script.order();
    start();
    await told(1);
    await script.order({ id: 'o2', lead: 'bea' });
    await told(2);
    expect(await script.statuses()).toEqual({ opted_out: 1, refused: 1 });
    expect(provider.seen).toHaveLength(1);
  });

  it('that cannot be read is a dead letter; what is no order is passed over', async () => {
    const { actions, dead } = shardKeys('leads', 0);
    await connection.client.xadd(actions, '*', 'body', '{"kind":"decision"}');
    await connection.client.xadd(actions, '*', 'body', '{"kind":"send","id":7}');
    await connection.client.xadd(actions, '*', 'body', '{"kind":');
    await connection.client.xadd(actions, '*', 'nobody', 'x');
    start();
    await expect.poll(() => connection.client.xlen(dead), PATIENT).toBe(3);
    await expect.poll(() => script.open(), PATIENT).toBe(0);
    const [[, fields]] = (await connection.client.xrange(dead, '-', '+')) as [[string, string[]]];
    expect(fields).toEqual(expect.arrayContaining(['step', 'dispatch', '{"kind":"send","id":7}']));
  });
});

describe('a provider', () => {
  it('that takes none for a while is asked again; after so many tries it is a dead letter', async () => {
    provider.behave('busy');
    await script.lead('ann');
    await script.order();
    start(undefined, { times: { breakAfter: 100 } });
    await told(1);
    expect(await script.statuses()).toEqual({ failed: 1 });
    expect(provider.seen).toHaveLength(3);
    expect(await connection.client.xlen(shardKeysOf('main', 'ann').dead)).toBe(1);
  }, 20_000);

  it('that may have taken it is never asked again, and a person can see it', async () => {
    provider.behave('drop');
    await script.lead('ann');
    await script.order();
    start();
    await told(1);
    expect(await script.deliveries()).toMatchObject([{ status: 'uncertain' }]);
    expect(provider.seen).toHaveLength(1);
    expect(await connection.client.zcard(shardKeysOf('main', 'ann').uncertain)).toBe(1);
  });

  it('that is away is left alone until it is back, and then all are sent once', async () => {
    provider.behave('drop');
    await script.orders(3);
    const { metrics } = start();
    const open = async () => (await metrics.breakerOpen.get()).values[0]?.value;
    await expect.poll(open, PATIENT).toBe(1);
    provider.behave('take');
    const before = provider.seen.length;
    const openedAt = performance.now();
    await script.orders(20, {}, 3);
    await expect.poll(open, PATIENT).toBe(0);
    expect(performance.now() - openedAt).toBeGreaterThan(150);
    expect(before).toBe(3);
    await expect.poll(async () => (await script.statuses()).sent, PATIENT).toBe(20);
    expect(provider.seen).toHaveLength(23);
  });
});

describe('limits', () => {
  it('a campaign’s day is kept to the message by two dispatchers at once', async () => {
    await script.orders(60, { campaign: 'c1', dailyBudget: 25 });
    start();
    start();
    await told(60);
    expect(await script.statuses()).toEqual({ sent: 25, deferred: 35 });
    expect(provider.seen).toHaveLength(25);
    expect(new Set(bodies()).size).toBe(25);
  });

  it('what was certainly not sent takes nothing from the day', async () => {
    provider.behave('refuse');
    await script.orders(10, { campaign: 'c1', dailyBudget: 5 });
    start();
    await told(10);
    provider.behave('take');
    await script.orders(10, { campaign: 'c1', dailyBudget: 5, id: 'second' });
    await told(20);
    const statuses = await script.statuses();
    expect(statuses.sent).toBe(5);
    expect(statuses.failed! + statuses.deferred!).toBe(15);
  });

  it('a sender’s pace is kept by two dispatchers together', async () => {
    const at: number[] = [];
    provider.onSeen(() => at.push(performance.now()));
    await script.orders(21);
    start(20);
    start(20);
    await told(21);
    const seconds = (at.at(-1)! - at[0]!) / 1000;
    expect(at).toHaveLength(21);
    expect(20 / seconds).toBeLessThan(21.5); // 20 gaps at 20 a second
    expect(20 / seconds).toBeGreaterThan(12);
  });

  it('the kill switch holds within a second', async () => {
    const at: number[] = [];
    provider.onSeen(() => at.push(performance.now()));
    await script.orders(150);
    start(50);
    await expect.poll(() => provider.seen.length, PATIENT).toBeGreaterThan(15);
    const thrown = performance.now();
    await script.stopSwitch(true);
    await told(150);
    const lateMs = Math.max(...at) - thrown;
    expect(lateMs).toBeLessThan(1000);
    const { sent, refused } = await script.statuses();
    expect(sent).toBe(provider.seen.length);
    expect(sent! + refused!).toBe(150);
    expect((await script.deliveries()).find(({ status }) => status === 'refused')!.detail).toBe(
      'kill-switch',
    );
    await script.stopSwitch(false);
    await script.stopSwitch(true, '*');
    await script.lead('zoe');
    await script.order({ id: 'after', lead: 'zoe' });
    await told(151);
    expect((await script.statuses()).refused).toBe(refused! + 1);
  });
});

describe('housekeeping', () => {
  it('trims no order that is not done with', async () => {
    provider.behave('hang');
    await script.lead('ann');
    await script.order();
    start(undefined, { times: { callMs: 2500 } });
    await expect.poll(() => provider.seen.length, PATIENT).toBe(1);
    const { client } = connection;
    const { actions } = shardKeysOf('main', 'ann');
    for (let i = 0; i < 1000; i++) await client.xadd(actions, '*', 'body', '{"kind":"decision"}');
    const pending = async () => ((await client.xpending(actions, 'dispatch')) as [number])[0];
    await expect.poll(pending, PATIENT).toBe(1);
    const shard = actions === shardKeys('leads', 0).actions ? 0 : 1;
    await createRedisShardLog(connection, 'leads', SHARDS).trim(shard, 10);
    expect(await client.xlen(actions)).toBe(1001);
    provider.behave('take');
  });

  it('a dispatcher that stops gives back what it had not begun, and leaves no consumer behind', async () => {
    await script.orders(30);
    const first = start(5);
    await expect.poll(() => provider.seen.length, PATIENT).toBeGreaterThan(2);
    await running.splice(running.indexOf(first), 1)[0]!.stop();
    const before = provider.seen.length;
    expect(await script.open()).toBe(30 - before);
    start();
    await told(30);
    expect(await script.statuses()).toEqual({ sent: 30 });
    expect(new Set(bodies()).size).toBe(30);
    expect(provider.seen).toHaveLength(30);
  });
});
