/** Routes of alerts on a real Redis: which are open, what people do about them, where they go; nothing across brokerages. */
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AlertContacts, Alerts } from '../../schemas/competition-answers.ts';
import { SCOPES, type Scope } from '../../schemas/limits.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { type AlertActEvent, SYSTEM_EVENT_CHECKERS } from '../../schemas/system-event.ts';
import { alerted } from '../made-up-competition.ts';
import { SHARDS, startWorld, type World } from './gateway-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const tokenOf = (tenant: string, scopes: readonly Scope[] = SCOPES) => world.token({ tenant, scopes });
const get = async (path: string, tenant = 'main') =>
  (await world.http(path, { token: await tokenOf(tenant) })).json();
const send = async (method: string, path: string, body: unknown, tenant = 'main') =>
  world.http(path, {
    ...{ method, token: await tokenOf(tenant), body: JSON.stringify(body) },
    headers: { 'content-type': 'application/json' },
  });
const errorOf = async (got: Response) => ((await got.json()) as { error: Record<string, unknown> }).error;
const logOf = async <T>(shard: number): Promise<T[]> => {
  const entries = await world.connection.client.xrange(shardKeys('leads', shard).events, '-', '+');
  return entries.map(([, fields]) => JSON.parse(fields[1]!));
};

describe('alerts', () => {
  it('are listed soonest due first, of an agent or of all, as they stand', async () => {
    const tenant = 'list';
    await world.scribe.write('later', { tenant, agent: 'kim', competition: alerted(60) });
    await world.scribe.write('seen', {
      ...{ tenant, agent: 'lou', competition: alerted(9, { id: 'a-9', status: 'acknowledged' }) },
    });
    await world.scribe.write('soon', { tenant, agent: 'lou', competition: alerted(5, { id: 'a-2' }) });
    const found = (await get('/v1/alerts', tenant)) as Alerts;
    expect(Compile(Alerts).Check(found)).toBe(true);
    expect(found.total).toBe(3);
    expect(found.alerts.map(({ lead }) => lead)).toEqual(['soon', 'seen', 'later']);
    const leads = async (query: string, of = tenant) =>
      ((await get(`/v1/alerts?${query}`, of)) as Alerts).alerts.map(({ lead }) => lead);
    expect(await leads('agent=kim')).toEqual(['later']);
    expect(await leads('status=open')).toEqual(['soon', 'later']);
    expect(await leads('status=acknowledged&agent=lou')).toEqual(['seen']);
    expect(await leads('', 'rival')).toEqual([]);
    expect(await leads('agent=../list', 'rival')).toEqual([]);
    expect((await world.http('/v1/alerts?status=closed')).status).toBe(400);
  });

  it.each(['acknowledge', 'snooze', 'close'] as const)(
    '%s is an event of the lead, by who holds the token',
    async (act) => {
      const lead = `a lead: to ${act}/ü`;
      await world.scribe.write(lead, { competition: alerted(5) });
      const path = `/v1/leads/${encodeURIComponent(lead)}/alerts/a-1/${act}`;
      const until = Date.now() + 3_600_000;
      const body = act === 'snooze' ? { until: new Date(until).toISOString() } : undefined;
      const answers = await Promise.all([0, 1].map(() => send('POST', path, body)));
      expect(answers.map(({ status }) => status)).toEqual([202, 202]);
      const log = await logOf<AlertActEvent>(shardOf(leadKey('main', lead), SHARDS.leads));
      const events = log.filter((event) => event.lead === lead);
      expect(events).toHaveLength(2);
      for (const event of events) {
        expect(SYSTEM_EVENT_CHECKERS.alert_act.check(event)).toBeNull();
        expect(event).toMatchObject({ type: 'alert_act', tenant: 'main', alert: 'a-1', act, by: 'test' });
        expect(event.until).toBe(act === 'snooze' ? until : undefined);
      }
      const { accepted, ids } = (await answers[0]!.json()) as { accepted: number; ids: string[] };
      expect([accepted, events.some(({ id }) => id === ids[0])]).toEqual([1, true]);
    },
  );

  it('take no word that makes no sense, of nobody’s lead, or of who may not say it', async () => {
    await world.scribe.write('strict', { competition: alerted(5) });
    const snooze = '/v1/leads/strict/alerts/a-1/snooze';
    for (const [body, field] of [
      [{}, 'until'],
      [{ until: 'tomorrow' }, 'until'],
      [{ until: Date.now() - 1 }, 'until'],
      [{ until: Date.now() + 8 * 86_400_000 }, 'until'],
      [{ until: Date.now() + 1000, by: 'me' }, 'by'],
    ] as const) {
      const refused = await send('POST', snooze, body);
      expect(refused.status, JSON.stringify(body)).toBe(400);
      expect(await errorOf(refused)).toMatchObject({ field, fix: expect.any(String) });
    }
    expect((await send('POST', `/v1/leads/strict/alerts/${'x'.repeat(129)}/close`, {})).status).toBe(400);
    expect((await send('POST', '/v1/leads/nobody/alerts/a-1/close', {})).status).toBe(404);
    expect((await send('POST', '/v1/leads/strict/alerts/a-1/close', {}, 'rival')).status).toBe(404);
    const reader = await tokenOf('main', ['leads:read']);
    expect(
      (await world.http('/v1/leads/strict/alerts/a-1/close', { method: 'POST', token: reader })).status,
    ).toBe(403);
    const log = await logOf<AlertActEvent>(shardOf('main/strict', SHARDS.leads));
    expect(log.filter((event) => event.lead === 'strict')).toEqual([]);
  });
});

describe('addresses for alerts', () => {
  it('are kept of each agent and of who answers for the brokerage, and taken away', async () => {
    const put = (path: string, body: object) => send('PUT', path, body, 'people');
    await put('/v1/agents/kim%20lee/contact', { sms: '+13035550111', email: 'kim@example.com' });
    await put('/v1/agents/lou/contact', { email: 'lou@example.com' });
    const kept = (await (
      await put('/v1/contacts/fallback', { email: 'boss@example.com' })
    ).json()) as AlertContacts;
    expect(Compile(AlertContacts).Check(kept)).toBe(true);
    expect(kept).toEqual({
      fallback: { email: 'boss@example.com' },
      agents: {
        'kim lee': { sms: '+13035550111', email: 'kim@example.com' },
        lou: { email: 'lou@example.com' },
      },
    });
    await put('/v1/agents/lou/contact', {});
    await put('/v1/contacts/fallback', {});
    const now = (await get('/v1/contacts', 'people')) as AlertContacts;
    expect([now.fallback, Object.keys(now.agents)]).toEqual([null, ['kim lee']]);
    expect(await get('/v1/contacts', 'rival')).toEqual({ fallback: null, agents: {} });
  });

  it('are addresses, and for who answers for the brokerage to set', async () => {
    for (const [body, field] of [
      [{ sms: '303 555 0111' }, 'sms'],
      [{ email: 'kim' }, 'email'],
      [{ email: 'kim@example.com, eve@example.com' }, 'email'],
      [{ fax: '1' }, 'fax'],
    ] as const) {
      const refused = await send('PUT', '/v1/agents/kim/contact', body);
      expect([refused.status, (await errorOf(refused)).field]).toEqual([400, field]);
    }
    const agent = await tokenOf('main', ['leads:read', 'nurture:act']);
    expect((await world.http('/v1/contacts', { token: agent })).status).toBe(403);
    expect(
      (await world.http('/v1/contacts/fallback', { method: 'PUT', token: agent, body: '{}' })).status,
    ).toBe(403);
    expect(await get('/v1/contacts')).toEqual({ fallback: null, agents: {} });
  });
});
