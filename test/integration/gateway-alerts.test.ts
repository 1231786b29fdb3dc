/** Alerts on a real Redis: to the sockets that watch them at once, whole after any gap, and nothing across tenants. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastPresent } from '../../infra/redis/presence.ts';
import { MAX_WAITING } from '../../schemas/limits.ts';
import { shardKeys, shardName, shardOf } from '../../schemas/shards.ts';
import { alerted, alertStep, mentionRecord, NO_COMPETITION } from '../made-up-competition.ts';
import { SHARDS, startWorld, type World } from './gateway-world.ts';

const shardOfLead = (lead: string, tenant = 'main') => shardOf(`${tenant}/${lead}`, SHARDS.leads);

describe.each(['uws', 'ws'] as const)('alerts over %s', (transport) => {
  let world: World;
  beforeAll(async () => {
    // A store that a busy machine keeps waiting is not away: nothing here is about outages.
    world = await startWorld({ transport, waitMs: 5000 });
  });
  afterAll(() => world.stop());

  const steps = (client: Awaited<ReturnType<World['client']>>, id: string) =>
    client.of('alert', id).map(({ alert }) => [alert.lead, alert.step]);

  it('begin with those that are open, soonest due first, and go on step by step', async () => {
    const tenant = 'begin';
    await world.scribe.write('later', { tenant, agent: 'kim', competition: alerted(60) });
    await world.scribe.write('soon', { tenant, agent: 'kim', competition: alerted(5, { id: 'a-2' }) });
    await world.scribe.write('of lou', { tenant, agent: 'lou', competition: alerted(1) });
    await world.scribe.write('calm', { tenant, agent: 'kim', competition: NO_COMPETITION });
    const client = await world.client(world.token({ tenant }));
    client.subscribe('kim', { kind: 'alerts', agent: 'kim' });
    client.subscribe('all', { kind: 'alerts' });
    const begun = await client.next('subscribed', 1, 'kim');
    expect(begun).toMatchObject({ n: 1, recovered: false, alerts: { total: 2, more: 0 } });
    expect(begun.snapshot).toBeUndefined();
    expect(begun.alerts!.alerts.map(({ lead, alert }) => [lead, alert.id])).toEqual([
      ['soon', 'a-2'],
      ['later', 'a-1'],
    ]);
    expect(begun.alerts!.alerts[0]).toMatchObject({
      ...{ name: 'Ann', agent: 'kim', seq: 1, level: 'critical', p: 0.62, valueAtRisk: 7400 },
      ...{ reasons: [{ source: 'e1' }], rivals: [{ name: 'Harbor Homes', stance: 'committed' }] },
    });
    expect((await client.next('subscribed', 1, 'all')).alerts!.alerts.map(({ lead }) => lead)).toEqual([
      ...['of lou', 'soon', 'later'],
    ]);
    await world.scribe.record(mentionRecord({ tenant, lead: 'soon' }), 'kim');
    const raised = alertStep({ tenant, lead: 'new', seq: 4 });
    const id = await world.scribe.record(raised, 'kim');
    await world.scribe.record(alertStep({ tenant, lead: 'of lou', step: 'escalated', seq: 2 }), 'lou');
    await client.next('alert', 2, 'all');
    expect(client.of('alert', 'kim')).toEqual([
      {
        ...{ type: 'alert', id: 'kim', n: 2, shard: shardName(shardOfLead('new', tenant)), offset: id },
        alert: raised,
      },
    ]);
    expect(steps(client, 'all')).toEqual([
      ['new', 'raised'],
      ['of lou', 'escalated'],
    ]);
    await client.end();
  });

  it('leave out steps that the snapshot has, and bytes that are no record', async () => {
    const tenant = 'known';
    await world.scribe.write('x', { tenant, competition: alerted(9, { status: 'acknowledged' }) });
    const client = await world.client(world.token({ tenant }));
    client.subscribe('all', { kind: 'alerts' });
    expect((await client.next('subscribed')).alerts!.alerts[0]).toMatchObject({ seq: 1 });
    const { alerts } = shardKeys('leads', shardOfLead('x', tenant));
    const route = ['tenant', tenant, 'lead', 'x', 'agent', ''];
    for (const body of ['{"kind":"alert"', 'null', '[]', '']) {
      await world.connection.client.xadd(alerts, '*', ...route, 'body', body);
    }
    await world.scribe.record(alertStep({ tenant, lead: 'x', seq: 1 }));
    await world.scribe.record(alertStep({ tenant, lead: 'x', seq: 2, step: 'closed' }));
    await client.next('alert');
    expect(steps(client, 'all')).toEqual([['x', 'closed']]);
    await client.end();
  });

  it('recover after the gateway was restarted, without a gap and without a repeat', async () => {
    const tenant = 'gap';
    const token = world.token({ tenant });
    const first = await world.client(token);
    first.subscribe('all', { kind: 'alerts' });
    const { epoch, offset } = await first.next('subscribed');
    const seen = { ...offset };
    for (let i = 0; i < 5; i++) await world.scribe.record(alertStep({ tenant, lead: `l${i}`, seq: 1 }));
    await first.next('alert', 5);
    for (const frame of first.of('alert')) seen[frame.shard] = frame.offset;
    await world.restart();
    expect(first.closed?.code).toBe(1012);
    const missed: string[] = [];
    for (let i = 0; i < 20; i++) {
      await world.scribe.record(mentionRecord({ tenant, lead: `l${i % 7}` }));
      missed.push(await world.scribe.record(alertStep({ tenant, lead: `l${i % 7}`, seq: 2 + i })));
    }
    const second = await world.client(token);
    second.subscribe('all', { kind: 'alerts' }, { epoch, offset: seen });
    expect(await second.next('subscribed')).toMatchObject({ recovered: true, offset: seen });
    expect((await second.next('subscribed')).alerts).toBeUndefined();
    missed.push(await world.scribe.record(alertStep({ tenant, lead: 'last', seq: 1 })));
    await second.next('alert', 21);
    const got = second.of('alert').map(({ offset: id }) => id);
    expect([...got].sort()).toEqual([...missed].sort());
    for (let shard = 0; shard < SHARDS.leads; shard++) {
      const name = shardName(shard);
      const mine = second.of('alert').filter((frame) => frame.shard === name);
      expect(mine.map(({ offset: id }) => id)).toEqual(mine.map(({ offset: id }) => id).sort());
    }
    expect(second.of('alert').map(({ n }) => n)).toEqual(Array.from({ length: 21 }, (_, i) => i + 2));
    await second.end();
  });

  it('say how many are open beyond those they list', async () => {
    const tenant = 'many';
    for (let i = 0; i < MAX_WAITING + 3; i++)
      await world.scribe.write(`l${i}`, { tenant, agent: 'kim', competition: alerted(i + 1) });
    const client = await world.client(world.token({ tenant }));
    client.subscribe('all', { kind: 'alerts' });
    const { alerts } = await client.next('subscribed');
    expect(alerts!.alerts).toHaveLength(MAX_WAITING);
    expect(alerts).toMatchObject({ total: MAX_WAITING + 3, more: 3 });
    await client.end();
  });

  it('begin anew where the history broke', async () => {
    const client = await world.client(world.token({ tenant: 'broke' }));
    client.subscribe('a', { kind: 'alerts' }, { epoch: 'another', offset: { '00': '1-1' } });
    expect(await client.next('subscribed')).toMatchObject({ recovered: false, alerts: { total: 0 } });
    await client.end();
  });

  it('show nothing of another tenant, whatever is asked', async () => {
    await world.scribe.write('shared', { tenant: 'rival', agent: 'eve', competition: alerted(5) });
    const client = await world.client();
    client.subscribe('1', { kind: 'alerts' });
    client.subscribe('2', { kind: 'alerts', agent: 'eve' });
    client.subscribe('3', { kind: 'alerts', agent: '../rival' });
    client.send({ type: 'subscribe', id: '4', topic: { kind: 'alerts', tenant: 'rival' } });
    client.send({ type: 'subscribe', id: '5', topic: { kind: 'alerts', agent: '' } });
    for (const id of ['1', '2', '3', '4']) await client.next('subscribed', 1, id);
    expect(await client.next('error', 1, '5')).toMatchObject({ code: 'invalid' });
    await world.scribe.record(alertStep({ tenant: 'rival', lead: 'shared' }), 'eve');
    const marker = await world.scribe.record(alertStep({ lead: 'marker' }));
    await client.until(() => client.of('alert', '1').some(({ offset }) => offset === marker), 'marker');
    expect(JSON.stringify(client.frames)).not.toContain('shared');
    await client.end();
  });

  it('tell the store that an agent is there, and at once that it is gone', async () => {
    const { client: redis } = world.connection;
    const seat = { tenant: 'seats', agent: 'kim' };
    const token = world.token({ tenant: 'seats' });
    const [one, two] = [await world.client(token), await world.client(token)];
    for (const client of [one, two]) client.subscribe('mine', { kind: 'alerts', agent: 'kim' });
    two.subscribe('all', { kind: 'alerts' });
    two.subscribe('leads', { kind: 'agent', agent: 'lou' });
    for (const id of ['mine', 'all', 'leads']) await two.next('subscribed', 1, id);
    await one.next('subscribed');
    await expect.poll(() => lastPresent(redis, seat)).not.toBeNull();
    expect(await lastPresent(redis, { tenant: 'rival', agent: 'kim' })).toBeNull();
    expect(await lastPresent(redis, { tenant: 'seats', agent: 'lou' })).toBeNull();
    await one.end();
    two.send({ type: 'unsubscribe', id: 'all' });
    two.send({ type: 'ping' });
    await two.next('pong');
    expect(await lastPresent(redis, seat)).not.toBeNull();
    two.send({ type: 'unsubscribe', id: 'mine' });
    await expect.poll(() => lastPresent(redis, seat)).toBeNull();
    await two.end();
  });
});
