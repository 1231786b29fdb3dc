/** Critical alerts on a real Redis: told once to whom they are for, not to whoever has them at a socket, and in no storm. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AWAY_MS } from '../../infra/gateway/presence.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createDeliveryLog } from '../../infra/redis/delivery-log.ts';
import { createPresenceBoard } from '../../infra/redis/presence.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { type FakeProvider, startFakeProvider, TWILIO } from '../fakes/provider.ts';
import { mentionRecord } from '../made-up-competition.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';
import type { Point } from './children/notify-child.ts';
import {
  type AlertScript,
  createAlertScript,
  type Notifier,
  noticeChannelsTo,
  SHARDS,
  startNotifier,
} from './notify-world.ts';

const PATIENT = { timeout: 15_000, interval: 10 };
const KIM = '+13035550111';
const BOSS = '+13035550199';
let redis: TestRedis;
let connection: RedisConnection;
let provider: FakeProvider;
let script: AlertScript;
let running: Notifier[] = [];
let children: ChildProcess[] = [];

beforeAll(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
});
beforeEach(async () => {
  await connection.client.flushall();
  provider = await startFakeProvider(TWILIO);
  script = createAlertScript(connection);
  await script.contacts.set('main', 'kim', { sms: KIM });
  await script.contacts.set('main', null, { sms: BOSS, email: 'boss@example.com' });
});
afterEach(async () => {
  for (const child of children) await killed(child);
  await Promise.all(running.map((one) => one.stop()));
  [running, children] = [[], []];
  await provider.stop();
});
afterAll(async () => {
  connection.close();
  await stopTestRedis(redis);
});

const start = (options?: Parameters<typeof startNotifier>[2]) =>
  void running.push(startNotifier(redis.url, noticeChannelsTo(provider.url), options));
const calls = () =>
  provider.seen.map(({ body }) => {
    const form = new URLSearchParams(body);
    return [form.get('To'), form.get('Body')] as const;
  });
const told = async (expected: Record<string, number>) => {
  await expect.poll(() => script.statuses(), PATIENT).toEqual(expected);
  await expect.poll(() => script.open(), PATIENT).toBe(0);
};

describe('a critical alert', () => {
  it('goes to its agent, once, however often its entry is read', async () => {
    start();
    start();
    await script.raised('ann');
    await told({ sent: 1 });
    expect(calls()).toEqual([[KIM, 'Critical: Lead ann\n\nAlert of ann. Open the console']]);
    expect(await script.notices()).toMatchObject([
      { lead: 'ann', alert: 'a-ann', audience: 'agent', channel: 'sms', detail: 'SM0123' },
    ]);
    expect(await script.claims()).toEqual([]);
  });

  it('goes to who answers for the brokerage when two saw it in vain, and where there is no agent or no address', async () => {
    start();
    await script.lead('twice');
    await script.step('twice', { step: 'escalated', raised: 1, seq: 2 });
    await script.step('twice', { step: 'escalated', raised: 2, seq: 3 });
    await script.raised('nobody’s', '');
    await script.raised('of lou', 'lou');
    await told({ sent: 4 });
    const to = Object.fromEntries(calls().map(([number, text]) => [text, number]));
    expect(to).toEqual({
      'Still critical: Lead twice\n\nAlert of twice. Nobody has acted on it yet. Open the console':
        expect.any(String),
      'Critical: Lead nobody’s\n\nAlert of nobody’s. Open the console': BOSS,
      'Critical: Lead of lou\n\nAlert of of lou. Open the console': BOSS,
    });
    expect(
      calls()
        .filter(([, text]) => text!.includes('twice'))
        .map(([number]) => number)
        .sort(),
    ).toEqual([KIM, BOSS]);
  });

  it('is told when an open one becomes critical, and again when its snooze ends', async () => {
    start();
    await script.lead('ann');
    await script.step('ann', { level: 'high', seq: 1 });
    await script.step('ann', { step: 'grown', from: 'high', seq: 2 });
    await script.step('ann', { step: 'grown', from: 'critical', seq: 3 });
    await script.step('ann', { step: 'snoozed', from: 'critical', seq: 4 });
    await told({ sent: 1 });
    await script.step('ann', { from: 'critical', seq: 9 });
    await told({ sent: 2 });
    expect(calls()).toHaveLength(2);
  });

  it('is not told where it is not critical, over, of an erased lead, or nobody’s to hear', async () => {
    start();
    await script.lead('ann');
    await script.step('ann', { level: 'high' });
    await script.step('ann', { step: 'grown', from: 'critical' });
    await script.step('ann', { step: 'closed' });
    await script.step('gone');
    const { alerts } = shardKeys('leads', 0);
    await connection.client.xadd(alerts, '*', 'body', JSON.stringify(mentionRecord()));
    await connection.client.xadd(alerts, '*', 'body', '{"kind":"alert","id":7}');
    await script.lead('over', 'kim', 'another');
    await script.step('over');
    await script.contacts.set('main', null, null);
    await script.raised('unheard', 'lou');
    await told({ refused: 2 });
    expect(await script.notices()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ lead: 'over', detail: 'no longer open', channel: 'none' }),
        expect.objectContaining({ lead: 'unheard', detail: 'no-address', channel: 'none' }),
      ]),
    );
    expect(provider.seen).toEqual([]);
    expect(await connection.client.xlen(shardKeys('leads', 0).dead)).toBe(1);
  });

  it('keeps to the kill switch, and to the address of its own brokerage', async () => {
    start();
    await script.lead('theirs', 'kim', 'a-theirs', 'rival');
    await script.step('theirs', { tenant: 'rival' });
    for (let shard = 0; shard < SHARDS; shard++)
      await connection.client.sadd(shardKeys('leads', shard).stopped, 'main');
    await script.raised('ann');
    await told({ refused: 2 });
    expect((await script.notices()).map(({ lead, detail }) => [lead, detail]).sort()).toEqual([
      ['ann', 'kill-switch'],
      ['theirs', 'no-address'],
    ]);
    expect(provider.seen).toEqual([]);
  });
});

describe('an agent with a socket', () => {
  const seat = { tenant: 'main', agent: 'kim' };

  it('hears of it there, and gets no message', async () => {
    start();
    const board = createPresenceBoard(connection.client, 'gateway-1');
    await board.present([seat], AWAY_MS);
    await script.raised('ann');
    // A word from before says nothing of now.
    await expect.poll(() => script.open(), PATIENT).toBe(1);
    expect(await script.notices()).toEqual([]);
    await board.present([seat], AWAY_MS);
    await told({ sent: 1 });
    expect(await script.notices()).toMatchObject([{ channel: 'socket', audience: 'agent' }]);
    expect(provider.seen).toEqual([]);
  });

  it('that closes between the alert and the gateway’s next word gets a message', async () => {
    start();
    const [one, two] = ['1', '2'].map((name) => createPresenceBoard(connection.client, name));
    await one!.present([seat], AWAY_MS);
    await two!.present([seat], AWAY_MS);
    await script.raised('ann');
    await one!.absent(seat);
    await two!.absent(seat);
    await told({ sent: 1 });
    expect(calls().map(([to]) => to)).toEqual([KIM]);
  });

  it('of a gateway that died gets a message once its word has run out', async () => {
    start();
    await createPresenceBoard(connection.client, 'dead').present([seat], 500);
    await script.raised('ann');
    await told({ sent: 1 });
    expect(calls()).toHaveLength(1);
  });

  it('at one of two gateways is there', async () => {
    start();
    const [one, two] = ['1', '2'].map((name) => createPresenceBoard(connection.client, name));
    await one!.present([seat], AWAY_MS);
    await two!.present([seat], AWAY_MS);
    await script.raised('ann');
    // A word from before says nothing of now.
    await expect.poll(() => script.open(), PATIENT).toBe(1);
    await one!.absent(seat);
    await two!.present([seat], AWAY_MS);
    await told({ sent: 1 });
    expect(await script.notices()).toMatchObject([{ channel: 'socket' }]);
    expect(provider.seen).toEqual([]);
  });
});

describe('many alerts of one agent', () => {
  it('are as many messages as an hour may have, and one that counts the rest', async () => {
    const limit = { most: 2, windowMs: 1500 };
    start({ limit });
    start({ limit });
    for (let i = 0; i < 7; i++) await script.raised(`l${i}`);
    await script.raised('other', '');
    await expect.poll(() => script.statuses(), PATIENT).toMatchObject({ grouped: 4, sent: 3 });
    await script.acted('l6');
    await told({ grouped: 4, sent: 4 });
    const toKim = calls().filter(([to]) => to === KIM);
    expect(toKim).toHaveLength(3);
    expect(toKim[2]![1]).toMatch(/^[45] more critical alerts\n\n[45] more: open the console$/);
    expect(calls().filter(([to]) => to === BOSS)).toHaveLength(1);
  });

  it('of which somebody acted on all meanwhile need no message', async () => {
    start({ limit: { most: 1, windowMs: 1000 } });
    for (let i = 0; i < 4; i++) await script.raised(`l${i}`);
    await expect.poll(() => script.statuses(), PATIENT).toMatchObject({ grouped: 2, sent: 1 });
    for (let i = 0; i < 4; i++) await script.acted(`l${i}`);
    await told({ grouped: 2, sent: 1, refused: 1 });
    expect(calls()).toHaveLength(1);
  });
});

/** Resolves when the first notice is at the point. */
async function childAt(point: Point): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('./children/notify-child.ts', import.meta.url));
  const child = fork(file, [redis.url, provider.url, point], { execArgv: ['--import', 'tsx'] });
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

describe('kill -9 of a notifier', { timeout: 60_000 }, () => {
  it.each([
    ['read', { sent: 8 }, 8],
    ['claimed', { uncertain: 8 }, 0],
    ['called', { uncertain: 8 }, 8],
    ['told', { sent: 8 }, 8],
  ] as const)(
    'with every alert at the point %s calls at most once for each',
    async (point, outcome, count) => {
      for (let i = 0; i < 8; i++) await script.raised(`l${i}`);
      const child = await childAt(point);
      if (point === 'claimed') await expect.poll(async () => (await script.claims()).length, PATIENT).toBe(8);
      if (point === 'called') await expect.poll(() => provider.seen.length, PATIENT).toBe(8);
      if (point === 'told') await expect.poll(async () => (await script.notices()).length, PATIENT).toBe(8);
      await killed(child);
      start();
      await told(outcome);
      expect(calls()).toHaveLength(count);
      expect(new Set(calls().map(([, text]) => text)).size).toBe(count);
      const uncertain = await createDeliveryLog(connection.client, SHARDS).uncertain();
      expect(uncertain).toHaveLength('uncertain' in outcome ? 8 : 0);
    },
  );

  it('between claim and call is one message where the channel knows a repeat', async () => {
    await script.contacts.set('main', 'kim', { email: 'kim@example.com' }); // the outbox
    await script.raised('ann');
    await killed(await childAt('claimed'));
    start();
    await told({ sent: 1 });
  });
});
