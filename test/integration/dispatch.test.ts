/** Sending on a real Redis: what may go goes once, what may not does not, and each order has its word. */
import { describe, expect, it } from 'vitest';
import { createDeliveryLog } from '../../infra/redis/delivery-log.ts';
import { createSendLimits } from '../../infra/redis/send-limits.ts';
import { nameOf, settleSend } from '../../pipelines/sends.ts';
import { addressHash } from '../../processors/addresses.ts';
import { SENDS_LIST, sendMember, shardKeys } from '../../schemas/shards.ts';
import { SYSTEM_EVENT_CHECKERS } from '../../schemas/system-event.ts';
import { SHARDS, shardKeysOf } from './dispatch-world.ts';
import { type DispatchWorld, PATIENT, useDispatchWorld } from './use-dispatch-world.ts';

let world: DispatchWorld;
useDispatchWorld((made) => {
  world = made;
});

describe('an order', () => {
  it('is sent once, told in words the log takes, and done with', async () => {
    await world.script.lead('ann', { phone: '(303) 555-0142' });
    const order = await world.script.order();
    world.start();
    await world.told(1);
    const [delivery] = await world.script.deliveries();
    expect(delivery).toMatchObject({
      id: 'delivery:o1:sent',
      lead: 'ann',
      action: 'o1',
      status: 'sent',
      detail: 'SM0123',
    });
    expect(SYSTEM_EVENT_CHECKERS.delivery.check(delivery)).toBeNull();
    expect(new URLSearchParams(world.provider.seen[0]!.body).get('To')).toBe('+13035550142');
    expect(Number(await world.script.score(order))).toBeGreaterThan(Date.now() - 60_000);
    await expect.poll(() => world.script.open(), PATIENT).toBe(0);
  });

  it('that was cancelled before is not sent, and nothing is told', async () => {
    await world.script.lead('ann');
    await world.script.cancel(await world.script.order());
    await world.script.lead('bob');
    await world.script.order({ id: 'o2', lead: 'bob' });
    world.start();
    await world.told(1);
    await expect.poll(() => world.script.open(), PATIENT).toBe(0);
    expect(await world.script.deliveries()).toMatchObject([{ action: 'o2' }]);
    expect(world.provider.seen).toHaveLength(1);
  });

  it.each([
    ['a lead nobody knows', async () => {}, 'unknown-lead'],
    ['an erased lead', () => world.script.lead('ann', { phone: '303 555 0142' }, true), 'unknown-lead'],
    ['a lead without an address', () => world.script.lead('ann', { email: 'ann@example.com' }), 'no-address'],
    [
      'a lead with a number that is none',
      () => world.script.lead('ann', { phone: 'ask my wife' }),
      'no-address',
    ],
  ])('to %s is refused', async (_who, known, detail) => {
    await known();
    await world.script.order();
    world.start();
    await world.told(1);
    expect(await world.script.deliveries()).toMatchObject([{ status: 'refused', detail }]);
    expect(world.provider.seen).toEqual([]);
  });

  it('that lay about is refused: what made it lawful may have changed', async () => {
    await world.script.lead('ann');
    await world.script.order({ at: new Date(Date.now() - 16 * 60_000).toISOString() });
    world.start();
    await world.told(1);
    expect(await world.script.deliveries()).toMatchObject([{ status: 'refused', detail: 'stale' }]);
  });

  it('whose hours are over waits for the morning', async () => {
    await world.script.lead('ann');
    await world.script.order({ notAfter: new Date(Date.now() - 1).toISOString() });
    world.start();
    await world.told(1);
    expect(await world.script.deliveries()).toMatchObject([{ status: 'deferred', detail: 'quiet-hours' }]);
    expect(world.provider.seen).toEqual([]);
  });

  it('to a suppressed address is refused, whichever lead has it and however it is written', async () => {
    const limits = createSendLimits(world.connection.client, SHARDS);
    await limits.suppress('main', addressHash('phone', '+13035550142'), Date.now());
    await world.script.lead('ann', { phone: '303.555.0142' });
    await world.script.order();
    world.start();
    await world.told(1);
    expect(await world.script.deliveries()).toMatchObject([
      { status: 'refused', detail: 'suppressed-address' },
    ]);
    expect(world.provider.seen).toEqual([]);
  });

  it('to a number that opted out at the provider is told so, and the next one is not even asked', async () => {
    world.provider.word('refuse', [400, {}, { code: 21610, status: 400 }]);
    world.provider.behave('refuse');
    await world.script.lead('ann', { phone: '303 555 0142' });
    await world.script.lead('bea', { phone: '(303) 555-0142' });
    await world.script.order();
    world.start();
    await world.told(1);
    await world.script.order({ id: 'o2', lead: 'bea' });
    await world.told(2);
    expect(await world.script.statuses()).toEqual({ opted_out: 1, refused: 1 });
    expect(world.provider.seen).toHaveLength(1);
  });

  it('that cannot be read is a dead letter; what is no order is passed over', async () => {
    const { actions, dead } = shardKeys('leads', 0);
    await world.connection.client.xadd(actions, '*', 'body', '{"kind":"decision"}');
    await world.connection.client.xadd(actions, '*', 'body', '{"kind":"send","id":7}');
    await world.connection.client.xadd(actions, '*', 'body', '{"kind":');
    await world.connection.client.xadd(actions, '*', 'nobody', 'x');
    world.start();
    await expect.poll(() => world.connection.client.xlen(dead), PATIENT).toBe(3);
    await expect.poll(() => world.script.open(), PATIENT).toBe(0);
    const [[, fields]] = (await world.connection.client.xrange(dead, '-', '+')) as [[string, string[]]];
    expect(fields).toEqual(expect.arrayContaining(['step', 'dispatch', '{"kind":"send","id":7}']));
  });
});

describe('a provider', () => {
  it('that takes none for a while is asked again; after so many tries it is a dead letter', async () => {
    world.provider.behave('busy');
    await world.script.lead('ann');
    await world.script.order();
    world.start(undefined, { times: { breakAfter: 100 } });
    await world.told(1);
    expect(await world.script.statuses()).toEqual({ failed: 1 });
    expect(world.provider.seen).toHaveLength(3);
    expect(await world.connection.client.xlen(shardKeysOf('main', 'ann').dead)).toBe(1);
  }, 20_000);

  it('that may have taken it is never asked again, and a person can see it', async () => {
    world.provider.behave('drop');
    await world.script.lead('ann');
    await world.script.order();
    world.start();
    await world.told(1);
    expect(await world.script.deliveries()).toMatchObject([{ status: 'uncertain' }]);
    expect(world.provider.seen).toHaveLength(1);
    expect(await world.connection.client.zcard(shardKeysOf('main', 'ann').uncertain)).toBe(1);
  });

  it('that is away is left alone until it is back, and then all are sent once', async () => {
    world.provider.behave('drop');
    await world.script.orders(3);
    const { metrics } = world.start();
    const open = async () => (await metrics.breakerOpen.get()).values[0]?.value;
    await expect.poll(open, PATIENT).toBe(1);
    world.provider.behave('take');
    const before = world.provider.seen.length;
    const openedAt = performance.now();
    await world.script.orders(20, {}, 3);
    await expect.poll(open, PATIENT).toBe(0);
    expect(performance.now() - openedAt).toBeGreaterThan(150);
    expect(before).toBe(3);
    await expect.poll(async () => (await world.script.statuses()).sent, PATIENT).toBe(20);
    expect(world.provider.seen).toHaveLength(23);
  });
});

describe('a claim that somebody made and never told of', () => {
  const claimedBefore = async (channel: 'sms' | 'webchat') => {
    await world.script.lead('ann');
    const order = await world.script.order({ channel });
    const { roster } = shardKeysOf('main', 'ann');
    await world.connection.client.zadd(
      roster + SENDS_LIST,
      Date.now() - 60_000,
      sendMember('main', 'ann', order.id),
    );
    world.start();
    await world.told(1);
    return (await world.script.deliveries())[0];
  };

  it('is sent again on a channel that knows a repeat by its key', async () => {
    expect(await claimedBefore('webchat')).toMatchObject({ status: 'sent', detail: 'outbox' });
  });

  it('is not on any other, until a person settles it', async () => {
    expect(await claimedBefore('sms')).toMatchObject({ status: 'uncertain', detail: 'interrupted' });
    expect(world.provider.seen).toEqual([]);
    const log = createDeliveryLog(world.connection.client, SHARDS);
    expect((await log.uncertain()).map(nameOf)).toEqual(['main/ann/o1']);
    expect(await settleSend(log, 'main/ann/o2', 'sent')).toBe(false);
    expect(await settleSend(log, 'main/ann/o1', 'sent')).toBe(true);
    expect(await log.countUncertain()).toBe(0);
    expect((await world.script.deliveries()).at(-1)).toMatchObject({ id: 'delivery:o1:sent' });
    expect(SYSTEM_EVENT_CHECKERS.delivery.check((await world.script.deliveries()).at(-1))).toBeNull();
  });

  it('and that Redis lost in a power cut is remembered by who called', async () => {
    await world.script.lead('ann');
    await world.script.order();
    world.start();
    await world.told(1);
    await world.script.order(); // the claim, its delivery and its acknowledgement rolled back: the order is there as before
    await world.told(2);
    expect(await world.script.statuses()).toEqual({ sent: 1, uncertain: 1 });
    expect(world.provider.seen).toHaveLength(1);
  });
});
