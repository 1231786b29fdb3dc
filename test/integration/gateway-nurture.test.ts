/** The human side of nurturing over HTTP on a real Redis: what waits, what people decide, and nothing across tenants. */
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCOPES, type Scope } from '../../schemas/limits.ts';
import type { ActionReceipt } from '../../schemas/nurture.ts';
import { Approvals, Escalations, Receipts } from '../../schemas/nurture-inbox.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { SYSTEM_EVENT_CHECKERS, type SystemEventType } from '../../schemas/system-event.ts';
import { awaiting, escalated, nothingPlanned } from '../made-up-nurture.ts';
import { SHARDS, startWorld, type World } from './gateway-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

interface Logged {
  id: string;
  type: SystemEventType;
  lead: string;
  [field: string]: unknown;
}

const allShards = Array.from({ length: SHARDS.leads }, (_, shard) => shard);
const logOf = async (shard: number): Promise<Logged[]> => {
  const entries = await world.connection.client.xrange(shardKeys('leads', shard).events, '-', '+');
  return entries.map(([, fields]) => JSON.parse(fields[1]!));
};
/** Events of a lead, all of them well-formed. */
const told = async (lead: string, tenant = 'main') => {
  const events = (await logOf(shardOf(leadKey(tenant, lead), SHARDS.leads))).filter((e) => e.lead === lead);
  for (const event of events) expect(SYSTEM_EVENT_CHECKERS[event.type].check(event)).toBeNull();
  return events;
};
const get = async (path: string, tenant = 'main') =>
  (await world.http(path, { token: world.token({ tenant }) })).json();
const lists = { approvals: Compile(Approvals), escalations: Compile(Escalations) };
const approve = (lead: string, more: object = {}, token?: string) =>
  world.post(
    `/v1/leads/${encodeURIComponent(lead)}/approval`,
    { action: 'd-7', contentHash: 'a'.repeat(64), approved: true, ...more },
    token,
  );
const errorOf = async (answer: Response) => ((await answer.json()) as { error: object }).error;

describe('what waits', () => {
  it('lists drafts that wait, soonest to expire first, with what it takes to decide', async () => {
    await world.scribe.write('later', { tenant: 'inbox', agent: 'kim', nurture: awaiting(90) });
    await world.scribe.write('a lead: soon', {
      ...{ tenant: 'inbox', agent: 'lou', text: 'Can we come on Saturday?' },
      nurture: awaiting(30, { id: 'd-9' }),
    });
    await world.scribe.write('quiet', { tenant: 'inbox', nurture: nothingPlanned() });
    const found = (await get('/v1/approvals', 'inbox')) as Approvals;
    expect(lists.approvals.Check(found)).toBe(true);
    expect(found.total).toBe(2);
    expect(found.approvals.map(({ lead, plan }) => [lead, plan.id])).toEqual([
      ['a lead: soon', 'd-9'],
      ['later', 'd-7'],
    ]);
    expect(found.approvals[0]).toMatchObject({
      ...{ name: 'Ann', agent: 'lou', segment: 'browser', why: 'Asked for a showing two hours ago' },
      forecast: { kind: 'window', pConvert: 0.01 },
      lastMessage: { from: 'lead', channel: 'sms', text: 'Can we come on Saturday?' },
      plan: { body: 'Saturday at 10?', status: 'awaiting_approval' },
    });
    expect(await get('/v1/approvals?agent=kim', 'inbox')).toMatchObject({
      ...{ total: 1, approvals: [{ lead: 'later' }] },
    });
    expect(await get('/v1/approvals?agent=nobody', 'inbox')).toEqual({ approvals: [], total: 0 });
  });

  it('lists leads that need a person, soonest due first', async () => {
    await world.scribe.write('b', { tenant: 'inbox', agent: 'kim', nurture: escalated(50) });
    await world.scribe.write('a', { tenant: 'inbox', agent: 'lou', nurture: escalated(-5, { level: 2 }) });
    const found = (await get('/v1/escalations', 'inbox')) as Escalations;
    expect(lists.escalations.Check(found)).toBe(true);
    expect(found.escalations.map(({ lead, escalation }) => [lead, escalation.level])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(await get('/v1/escalations?agent=kim', 'inbox')).toMatchObject({ total: 1 });
  });

  it('leaves out whom the roster has and the state no longer, and other tenants', async () => {
    await world.scribe.write('gone', { tenant: 'moved', nurture: awaiting(30) });
    const k = shardKeys('leads', shardOf('moved/gone', SHARDS.leads));
    await world.scribe.write('gone', { tenant: 'moved', nurture: nothingPlanned() });
    await world.connection.client.zadd(`${k.roster}moved/approvals`, Date.now(), 'gone');
    expect(await get('/v1/approvals', 'moved')).toEqual({ approvals: [], total: 1 });
    expect(await get('/v1/approvals', 'rival')).toEqual({ approvals: [], total: 0 });
    expect(await get('/v1/approvals?agent=../inbox', 'rival')).toEqual({ approvals: [], total: 0 });
  });

  it('says why a lead’s messages could be sent, from its own records only', async () => {
    await world.scribe.write('rec', { nurture: nothingPlanned() });
    const { actions } = shardKeys('leads', shardOf('main/rec', SHARDS.leads));
    const keep = (lead: string, body: object) =>
      world.connection.client.xadd(
        ...([actions, '*', 'tenant', 'main', 'lead', lead, 'agent', ''] as const),
        ...(['body', JSON.stringify(body)] as const),
      );
    await keep('rec', receipt('rec', 'r-1'));
    await keep('rec', { kind: 'change', id: 'c-1' });
    await keep('other', receipt('other', 'r-2'));
    await keep('rec', receipt('rec', 'r-3'));
    const found = (await get('/v1/leads/rec/receipts')) as Receipts;
    expect(Compile(Receipts).Check(found)).toBe(true);
    expect(found.receipts.map(({ id }) => id)).toEqual(['r-3', 'r-1']);
    expect(found.complete).toBe(true);
    const rival = world.token({ tenant: 'rival' });
    expect((await world.http('/v1/leads/rec/receipts', { token: rival })).status).toBe(404);
  });
});

describe('what people decide', () => {
  it('puts an approval on the lead’s log, with who gave it and what that person saw', async () => {
    const lead = 'a lead: yes/ü';
    await world.scribe.write(lead, { nurture: awaiting(30) });
    const answer = await approve(lead, { body: 'Saturday at 11?' });
    expect(answer.status).toBe(202);
    const [event] = await told(lead);
    expect(await answer.json()).toEqual({ accepted: 1, ids: [event!.id] });
    expect(event).toMatchObject({
      ...{ type: 'approval', tenant: 'main', action: 'd-7', contentHash: 'a'.repeat(64), approved: true },
      ...{ by: 'test', body: 'Saturday at 11?' },
    });
  });

  it('gives a second click the id of the first, and another text one of its own', async () => {
    await world.scribe.write('twice', { nurture: awaiting(30) });
    await Promise.all([approve('twice'), approve('twice')]);
    await approve('twice', { approved: false, reason: 'Too pushy' });
    // Stale: the step decides, here it is passed on.
    await approve('twice', { contentHash: 'b'.repeat(64) });
    const events = await told('twice');
    expect(events.map(({ contentHash }) => (contentHash as string)[0])).toEqual(['a', 'a', 'a', 'b']);
    expect(new Set(events.slice(0, 3).map(({ id }) => id)).size).toBe(1);
    expect(events[3]!.id).not.toBe(events[0]!.id);
    expect(events[2]).toMatchObject({ approved: false, reason: 'Too pushy' });
  });

  it.each([
    ['takeover', { type: 'takeover' }],
    ['handback', { type: 'handback' }],
    ['pause', { type: 'pause', paused: true }],
    ['resume', { type: 'pause', paused: false }],
  ])('%s is an event of the lead, by who holds the token', async (act, expected) => {
    const lead = `for ${act}`;
    await world.scribe.write(lead);
    const path = `/v1/leads/${encodeURIComponent(lead)}/${act}`;
    const answers = await Promise.all([0, 1].map(() => world.http(path, { method: 'POST' })));
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const events = await told(lead);
    for (const event of events) {
      expect(event).toMatchObject({ ...expected, by: 'test' });
      expect(event.id).toBe(`${act}:${Math.floor((event.at as number) / 1000)}`);
    }
  });

  it('takes a word on an opt-out with the handback, each word once', async () => {
    await world.scribe.write('unsure', { nurture: escalated(20, { reason: 'opt_out_unsure' }) });
    const say = (optOut: string) => world.post('/v1/leads/unsure/handback', { optOut });
    expect((await say('misheard')).status).toBe(202);
    expect((await say('meant')).status).toBe(202);
    const events = await told('unsure');
    expect(events).toMatchObject([
      { type: 'handback', optOut: 'misheard', by: 'test' },
      { type: 'handback', optOut: 'meant' },
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
    const wrong = await say('perhaps');
    expect(wrong.status).toBe(400);
    expect(await errorOf(wrong)).toMatchObject({ field: 'optOut' });
  });

  it('names the field that is wrong and the fix, and takes nothing', async () => {
    await world.scribe.write('strict', { nurture: awaiting(30) });
    for (const [more, field] of [
      [{ contentHash: undefined }, 'contentHash'],
      [{ approved: 'yes' }, 'approved'],
      [{ action: '' }, 'action'],
      [{ body: ' \n ' }, 'body'],
      [{ body: 'x'.repeat(4001) }, 'body'],
      [{ body: '\ud800' }, 'body'],
      [{ approved: false, body: 'edited' }, 'body'],
      [{ by: 'somebody else' }, 'by'],
      [{ tenant: 'rival' }, 'tenant'],
    ] as const) {
      const answer = await approve('strict', more);
      expect(answer.status, JSON.stringify(more)).toBe(400);
      expect(await errorOf(answer)).toMatchObject({ field, fix: expect.any(String) });
    }
    expect((await world.post('/v1/leads/strict/approval', '{"action":')).status).toBe(400);
    expect(await told('strict')).toEqual([]);
  });

  it('makes no lead: neither one that never was, nor one of another tenant', async () => {
    await world.scribe.write('ours', { nurture: awaiting(30) });
    const rival = world.token({ tenant: 'rival' });
    for (const act of ['takeover', 'handback', 'pause', 'resume', 'approval']) {
      const body = { action: 'd-7', contentHash: 'a', approved: true };
      expect((await world.post(`/v1/leads/ours/${act}`, body, rival)).status, act).toBe(404);
      expect((await world.post(`/v1/leads/nobody/${act}`, body)).status, act).toBe(404);
    }
    expect(await told('ours')).toEqual([]);
    expect(await told('ours', 'rival')).toEqual([]);
  });

  it('tells every shard who can take a lead', async () => {
    const report = {
      ...{ availability: 'available', load: 3 },
      workingHours: [{ weekday: 1, from: '09:00', to: '17:30' }],
      freeSlots: [{ from: '2026-11-28T10:00:00Z', to: '2026-11-28T11:00:00Z' }],
    };
    expect((await world.post('/v1/agents/kim/status', report)).status).toBe(202);
    const logs = await Promise.all(allShards.map(logOf));
    const events = logs.map((log) => log.filter(({ type }) => type === 'agent_status'));
    for (const [event, ...more] of events) {
      expect(more).toEqual([]);
      expect(event).toMatchObject({ tenant: 'main', lead: '*', agent: 'kim', ...report });
      expect(SYSTEM_EVENT_CHECKERS.agent_status.check(event)).toBeNull();
    }
    expect(new Set(events.map(([event]) => event!.id)).size).toBe(1);
    for (const [wrong, field] of [
      [{ availability: 'asleep' }, 'availability'],
      [{ load: -1 }, 'load'],
      [{ workingHours: [{ weekday: 1, from: '9', to: '17:00' }] }, 'workingHours.0.from'],
      [{ workingHours: [{ weekday: 1, from: '18:00', to: '17:00' }] }, 'workingHours.0.to'],
      [{ freeSlots: [{ from: 'soon', to: 'later' }] }, 'freeSlots.0.from'],
    ] as const) {
      const answer = await world.post('/v1/agents/kim/status', { ...report, ...wrong });
      expect(answer.status, field).toBe(400);
      expect(await errorOf(answer)).toMatchObject({ field });
    }
  });
});

it('wants the right scope on every route', async () => {
  const without = (scope: Scope) => world.token({ scopes: SCOPES.filter((one) => one !== scope) });
  const body = JSON.stringify({});
  const headers = { 'content-type': 'application/json' };
  const routes: [method: 'GET' | 'POST', path: string, scope: Scope][] = [
    ...['/v1/approvals', '/v1/escalations', '/v1/nurture/settings', '/v1/effect', '/v1/leads/x/receipts'].map(
      (path) => ['GET', path, 'leads:read'] as [method: 'GET', path: string, scope: Scope],
    ),
    ...['approval', 'takeover', 'handback', 'pause', 'resume'].map(
      (act) => ['POST', `/v1/leads/x/${act}`, 'nurture:act'] as [method: 'POST', path: string, scope: Scope],
    ),
    ['POST', '/v1/agents/kim/status', 'nurture:act'],
    ['POST', '/v1/nurture/stop', 'nurture:act'],
    ['POST', '/v1/nurture/settings', 'nurture:admin'],
  ];
  for (const [method, path, scope] of routes) {
    const init = { method, headers, ...(method === 'POST' && { body }) };
    const refused = await world.http(path, { ...init, token: await without(scope) });
    expect([path, refused.status]).toEqual([path, 403]);
    expect(await errorOf(refused)).toMatchObject({ message: expect.stringContaining(scope) });
    expect((await world.http(path, { ...init, token: null })).status, path).toBe(401);
  }
});

const receipt = (lead: string, id: string): ActionReceipt => ({
  ...{ id, tenant: 'main', lead, at: new Date().toISOString(), kind: 'receipt', action: 'd-1' },
  ...{ channel: 'sms', purpose: 'marketing', contentHash: 'a', approver: 'automatic' },
  consent: { basis: 'express', since: '2026-11-01T10:00:00.000Z', text: 'Yes, text me' },
  location: { evidence: 'phone', zones: ['America/Denver'], states: ['CO'], localTimes: ['10:12'] },
  rules: { 'quiet-hours': '2026-11' },
  caps: { perDay: '1 of 2' },
  fairHousing: { p: 0.01, class: 'none' },
  models: {},
});
