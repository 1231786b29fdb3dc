/**
 * Dispatchers killed and stalled at every step, and Redis killed under them. A channel that does not know a repeat is
 * never called twice for one order; no order is lost; what nobody knows the outcome of is counted as that.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createDeliveryLog } from '../../infra/redis/delivery-log.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { type FakeProvider, startFakeProvider, TWILIO } from '../fakes/provider.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';
import type { Point } from './children/dispatch-child.ts';
import {
  channelsTo,
  createScript,
  type Dispatcher,
  type Script,
  SHARDS,
  startDispatcher,
} from './dispatch-world.ts';

const TIMEOUT = 120_000;
const PATIENT = { timeout: 40_000, interval: 20 };
let redis: TestRedis;
let connection: RedisConnection;
let provider: FakeProvider;
let script: Script;
let running: Dispatcher[] = [];
let children: ChildProcess[] = [];

beforeEach(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
  script = createScript(connection);
  provider = await startFakeProvider(TWILIO);
});
afterEach(async () => {
  for (const child of children) await killed(child);
  await Promise.all(running.map((one) => one.stop()));
  [running, children] = [[], []];
  await provider.stop();
  connection.close();
  await stopTestRedis(redis);
});

const start = () => void running.push(startDispatcher(redis.url, channelsTo(provider.url)));

/** Resolves when the first order is at the point. */
async function childAt(point: Point): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('./children/dispatch-child.ts', import.meta.url));
  const child = fork(file, [redis.url, provider.url, point, '600'], { execArgv: ['--import', 'tsx'] });
  children.push(child);
  await once(child, 'message');
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const died = once(child, 'exit');
  child.kill('SIGKILL');
  await died;
}

const callsOf = () => {
  const calls = new Map<string, number>();
  for (const { body } of provider.seen) {
    const text = new URLSearchParams(body).get('Body')!;
    calls.set(text, (calls.get(text) ?? 0) + 1);
  }
  return calls;
};

/** Every order told, none called twice, none told as sent that was not, and none that was kept from a person. */
async function expectOnce(count: number): Promise<{ sent: number; uncertain: number }> {
  await expect
    .poll(async () => new Set((await script.deliveries()).map((d) => d.lead)).size, PATIENT)
    .toBe(count);
  await expect.poll(() => script.open(), PATIENT).toBe(0);
  const deliveries = await script.deliveries();
  const calls = callsOf();
  expect([...calls.values()].filter((n) => n > 1)).toEqual([]);
  const told = (status: string) => new Set(deliveries.filter((d) => d.status === status).map((d) => d.lead));
  const [sent, uncertain] = [told('sent'), told('uncertain')];
  for (const lead of sent) expect(calls.get(lead.replace('lead', 'message'))).toBe(1);
  const unsaid = [...uncertain].filter((lead) => !sent.has(lead));
  const listed = await createDeliveryLog(connection.client, SHARDS).uncertain();
  expect(listed.map(({ lead }) => lead).sort()).toEqual(unsaid.sort());
  expect(sent.size + unsaid.length).toBe(count);
  return { sent: sent.size, uncertain: unsaid.length };
}

describe('kill -9 of a dispatcher', { timeout: TIMEOUT }, () => {
  it.each([
    ['read', { sent: 12, uncertain: 0 }],
    ['claimed', { sent: 0, uncertain: 12 }],
    ['called', { sent: 0, uncertain: 12 }],
    ['told', { sent: 12, uncertain: 0 }],
  ] as const)('with every order at the point %s', async (point, outcome) => {
    const child = await withAllAt(point);
    await settledAt(point);
    await killed(child);
    start();
    expect(await expectOnce(12)).toEqual(outcome);
    expect(provider.seen).toHaveLength(point === 'claimed' ? 0 : 12);
  });

  it('six times, whenever, with another that goes on', async () => {
    start();
    for (let round = 0; round < 6; round++) {
      const child = await childAt('anywhere');
      const before = provider.seen.length;
      await script.orders(40, {}, round * 40);
      // Another moment every round: that of the fourth call to the thirty-fourth.
      const some = before + 3 + 6 * round;
      await expect.poll(() => provider.seen.length, { ...PATIENT, interval: 1 }).toBeGreaterThan(some);
      await killed(child);
    }
    const { sent, uncertain } = await expectOnce(240);
    expect(sent).toBeGreaterThan(180);
    expect(uncertain).toBe(240 - sent);
  });

  /** Twelve orders, all of them at the point or held before it. */
  async function withAllAt(point: Point): Promise<ChildProcess> {
    await script.orders(12);
    return childAt(point);
  }
  async function settledAt(point: Point): Promise<void> {
    if (point === 'called') await expect.poll(() => provider.seen.length, PATIENT).toBe(12);
    if (point === 'told') await expect.poll(async () => (await script.statuses()).sent, PATIENT).toBe(12);
    if (point === 'claimed') {
      const claimed = async () => (await script.allScores()).filter((at) => Number(at) > 0).length;
      await expect.poll(claimed, PATIENT).toBe(12);
    }
  }
});

describe('a dispatcher that stalls, is taken over from, and goes on', { timeout: TIMEOUT }, () => {
  it.each([
    ['read', 'sent'],
    ['claimed', 'uncertain'],
    ['called', 'uncertain'],
  ] as const)('at the point %s calls no second time', async (point, first) => {
    await script.orders(6);
    const child = await childAt(point);
    await expect.poll(async () => (await reached(point)) === 6, PATIENT).toBe(true);
    child.kill('SIGSTOP');
    start();
    await expect.poll(async () => (await script.statuses())[first], PATIENT).toBe(6);
    child.kill('SIGCONT');
    child.send('go');
    // What the stalled one knows settles what the other could only call unknown.
    await expect.poll(async () => (await script.statuses()).sent, PATIENT).toBe(6);
    expect(await expectOnce(6)).toEqual({ sent: 6, uncertain: 0 });
    expect(provider.seen).toHaveLength(6);
  });

  async function reached(point: Point): Promise<number> {
    if (point === 'called') return provider.seen.length;
    if (point === 'read') return script.open();
    return (await script.allScores()).filter((at) => Number(at) > 0).length;
  }
});

describe('Redis killed under two dispatchers', { timeout: TIMEOUT }, () => {
  it('three times loses and repeats nothing', async () => {
    start();
    start();
    for (let round = 0; round < 3; round++) {
      const before = provider.seen.length;
      await script.orders(60, {}, round * 60);
      await expect.poll(() => provider.seen.length, { ...PATIENT, interval: 1 }).toBeGreaterThan(before + 3);
      await redis.kill();
      redis = { ...(await startRedisServer({ dir: redis.dir, port: redis.port })), dir: redis.dir };
    }
    expect(await expectOnce(180)).toEqual({ sent: 180, uncertain: 0 });
  });
});
