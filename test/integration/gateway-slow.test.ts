/** A client that does not read: bounded memory, nobody else waits, and it gets the latest state when it reads again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Folded, type GatewayClient } from './gateway-client.ts';
import { startWorld, type World } from './gateway-world.ts';

describe.each(['uws', 'ws'] as const)('a slow client over %s', (transport) => {
  let world: World;
  let slow: GatewayClient;
  beforeEach(async () => {
    world = await startWorld({ transport, config: { slowClientBytes: 65_536 } });
    slow = await world.client();
    slow.subscribe('all', { kind: 'tenant' });
    await slow.next('subscribed');
  });
  afterEach(() => world.stop());

  const conflated = async () => (await world.metrics.conflated.get()).values[0]!.value;

  /** Stops reading, and fills the kernel's buffers until the gateway holds back. */
  const clog = async () => {
    slow.socket.pause();
    const text = 'x'.repeat(200_000);
    for (let i = 0; i < 500 && (await conflated()) === 0; i++) await world.scribe.write('filler', { text });
    expect(await conflated()).toBeGreaterThan(0);
  };
  const writeAll = (leads: string[]) => Promise.all(leads.map((lead) => world.scribe.write(lead)));
  const named = (count: number) => Array.from({ length: count }, (_, i) => `lead ${i}`);

  /** Folds frames until every lead is where the store has it, and compares them whole. */
  const caughtUp = async (client: GatewayClient, folded: Folded, leads: string[]) => {
    let taken = 0;
    await client.until(() => {
      for (; taken < client.frames.length; taken++) folded.take(client.frames[taken]!);
      return leads.every((lead) => folded.leads.get(lead)?.head.seq === world.scribe.truth(lead).seq);
    }, 'the latest of every lead');
    for (const lead of leads) expect(folded.full(lead)).toEqual(world.scribe.truth(lead));
  };

  it('gets one state a lead in place of what it missed, and then deltas again', async () => {
    const quick = await world.client();
    quick.subscribe('all', { kind: 'tenant' });
    await quick.next('subscribed');
    await clog();
    const leads = named(50);
    for (let round = 0; round < 10; round++) await writeAll(leads);
    await quick.until(
      () => quick.of('delta').filter(({ insight }) => insight.lead !== 'filler').length === 500,
      'every delta at the other client',
    );
    expect(quick.of('state')).toEqual([]);
    slow.socket.resume();
    await world.scribe.write('late');
    await caughtUp(slow, new Folded(), [...leads, 'late', 'filler']);
    expect(slow.of('state').length).toBeLessThan(100);
    await world.scribe.write('after');
    await slow.until(() => slow.of('delta').some(({ insight }) => insight.lead === 'after'), 'live again');
  });

  it('recovers whole when it is lost in the middle of its states', async () => {
    await clog();
    const leads = named(400);
    for (let round = 0; round < 2; round++) await writeAll(leads);
    slow.socket.resume();
    await slow.until(() => slow.of('state').length >= 25, 'some states');
    await slow.end();
    expect(slow.of('state').length).toBeLessThan(400);
    const folded = new Folded();
    for (const frame of slow.frames) folded.take(frame);
    const again = await world.client();
    again.subscribe('all', { kind: 'tenant' }, { epoch: folded.epoch, offset: folded.offset });
    expect((await again.next('subscribed')).recovered).toBe(true);
    folded.begin();
    await caughtUp(again, folded, leads);
  });

  it('is told to begin anew when it missed more leads than are kept', async () => {
    await clog();
    await writeAll(named(1100));
    slow.socket.resume();
    const resync = await slow.next('resync');
    expect(resync.reason).toContain('slowly');
    expect(slow.frames.at(-1)).toEqual(resync);
    slow.subscribe('all', { kind: 'tenant' });
    expect((await slow.next('subscribed', 2)).snapshot?.length).toBe(100);
  });
});
