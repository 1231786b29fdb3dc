/** What analysts are told about nurturing, on rows that can be counted by hand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '../../infra/clickhouse/named-queries.ts';
import { uplift } from '../../models/policy/uplift.ts';
import { type AnalyticsWorld, startAnalyticsWorld } from './analytics-world.ts';
import {
  mainEvents,
  mainInsights,
  mainRecords,
  NOON,
  otherInsights,
  otherRecords,
  putActions,
  putEvents,
  putInsights,
} from './nurture-story.ts';

const now = Date.now();
let world: AnalyticsWorld;
beforeAll(async () => {
  world = await startAnalyticsWorld();
  await putActions(world.client, [...mainRecords(now), ...otherRecords()]);
  await putEvents(world.client, mainEvents());
  await putInsights(world.client, [...mainInsights(now), ...otherInsights()]);
});
afterAll(() => world.stop());

const ask = (name: string, lead = '') => answer(world.client, name, 'main', { lead });
const outcomes = (leads: number, converted: number) =>
  Array.from({ length: leads }, (_, i) => ({ converted: i < converted, replied: false }));
const instant = (text: unknown) => Date.parse(`${String(text).replace(' ', 'T')}Z`);
const monday = new Date(NOON).toISOString().slice(0, 10);

describe('named queries about nurturing', () => {
  it('compare the arms by first assignment, over the same 90 days of each lead', async () => {
    const counts = { treatedLeads: 5, treated: 1, holdoutLeads: 2, holdout: 1, uplift: -0.3, tooYoung: 1 };
    const { conversion } = uplift(outcomes(5, 1), outcomes(2, 1));
    const told = await ask('nurture-effect');
    expect(told).toMatchObject(['conversion', 'reply'].map((measure) => ({ measure, ...counts })));
    expect(told[0]!.low).toBeCloseTo(conversion.low, 3);
    expect(told[0]!.high).toBeCloseTo(conversion.high, 3);
  });

  it('rate responses by strategy, channel and local hour, over windows that ended', async () => {
    expect(await ask('nurture-response-rates')).toEqual([
      {
        ...{ strategy: 'check_in', channel: 'email', localHour: null },
        ...{ touches: 1, responses: 0, optOuts: 1, responseRate: 0 },
      },
      {
        ...{ strategy: 'listing_match', channel: 'sms', localHour: 14 },
        ...{ touches: 2, responses: 1, optOuts: 0, responseRate: 0.5 },
      },
    ]);
  });

  it('tell the share of steps that no person touched', async () => {
    expect(await ask('nurture-automation')).toEqual([
      { week: monday, alone: 2, approved: 1, dismissed: 1, answeredByPeople: 1, automation: 0.4 },
    ]);
  });

  it('follow an escalation over its levels until a person has the lead', async () => {
    expect(await ask('nurture-escalations')).toEqual([
      {
        ...{ reason: 'legal_or_tax', escalations: 2, inTime: 1, late: 1, waiting: 0, highestLevel: 2 },
        ...{ medianMinutes: 50, p90Minutes: 82 },
      },
      {
        ...{ reason: 'offer', escalations: 1, inTime: 0, late: 0, waiting: 1, highestLevel: 1 },
        ...{ medianMinutes: null, p90Minutes: null },
      },
    ]);
  });

  it('tell approvals given, declined, expired, withdrawn and waiting', async () => {
    const [row, ...more] = await ask('nurture-approvals');
    expect(more).toEqual([]);
    expect(row).toMatchObject({ type: 'listing_match', channel: 'sms', requests: 5, withdrawn: 1 });
    expect(row).toMatchObject({ approved: 1, declined: 1, expired: 1, waiting: 1, medianMinutes: 20 });
    expect(row!.oldestWaitingMinutes).toBeGreaterThanOrEqual(15);
    expect(row!.oldestWaitingMinutes).toBeLessThan(17);
  });

  it('count refusals by rule of the gate', async () => {
    expect(await ask('nurture-refusals')).toMatchObject([
      { rule: 'quiet-hours', refusals: 4, leads: 4, endedInNothing: 0, example: 'It is 22:10 in Chicago' },
      { rule: 'frequency-cap', refusals: 1, leads: 1, endedInNothing: 1, example: '2 of 2 this week' },
      { rule: 'holdout', refusals: 1, leads: 1, endedInNothing: 1, example: 'Held out' },
    ]);
  });

  it('count sends by day and campaign, by what became of them', async () => {
    const none = { sent: 0, delivered: 0, uncertain: 0, failed: 0, cancelled: 0, waiting: 0 };
    expect(await ask('nurture-sends')).toEqual([
      { day: monday, campaign: '', channel: 'email', orders: 1, leads: 1, ...none, cancelled: 1 },
      {
        ...{ day: monday, campaign: 'spring', channel: 'sms', orders: 4, leads: 3, ...none },
        ...{ delivered: 1, uncertain: 1, failed: 1, waiting: 1 },
      },
    ]);
  });

  it('name sends of which nobody knows', async () => {
    const [send, ...more] = await ask('nurture-uncertain-sends');
    expect(more).toEqual([]);
    expect(send).toMatchObject({ lead: 't2', id: 'n1', channel: 'sms', campaign: 'spring' });
    expect(send!.why).toBe('The provider did not answer in time');
  });

  it('tell a lead’s whole story in order, and no other’s', async () => {
    const trail = await ask('nurture-audit-trail', 't1');
    expect(trail.map(({ kind, what, by }) => [kind, what, by])).toEqual([
      ['decision', 'sms/listing_match/habit', 'policy p1'],
      ['send', 'sms listing_match', 'doorstep'],
      ['receipt', 'order n1', 'automatic'],
      ['change', 'delivery of n1 to sent', 'doorstep'],
      ['change', 'delivery of n1 to delivered', 'doorstep'],
      ['escalation', 'level 1', 'doorstep'],
      ['escalation', 'level 2', 'doorstep'],
      ['change', 'escalation_met_late of e1', 'ann'],
      ['outcome', 'of n1: replied', 'lead'],
    ]);
    expect(instant(trail[0]!.at)).toBe(NOON);
  });

  it('show why each message to a lead was lawful', async () => {
    const [shown, ...more] = await ask('nurture-receipts', 't2');
    expect(more).toEqual([]);
    expect(shown).toMatchObject({
      ...{ order: 'n1', channel: 'sms', purpose: 'marketing', basis: 'express', consentText: 'Yes, text me' },
      ...{ states: ['TX'], locationFrom: 'phone', rules: { 'quiet-hours': '2025-11-01' }, approver: 'ann' },
    });
    expect(shown!.localTimes).toEqual([
      ['America/Chicago', '14:05'],
      ['America/Denver', '13:05'],
    ]);
    expect(instant(shown!.consentSince)).toBe(NOON - 240 * 3_600_000);
  });

  it('keep two brokerages apart, leads of one name included', async () => {
    const other = (name: string) => answer(world.client, name, 'north-star', { lead: 't1' });
    expect(await other('nurture-effect')).toMatchObject([
      { measure: 'conversion', treatedLeads: 1, treated: 0, holdoutLeads: 0 },
      { measure: 'reply', treatedLeads: 1, treated: 0, holdoutLeads: 0 },
    ]);
    expect(await other('nurture-response-rates')).toMatchObject([{ touches: 1, responses: 0 }]);
    expect(await other('nurture-automation')).toMatchObject([{ alone: 0, approved: 1, automation: 0 }]);
    expect(await other('nurture-escalations')).toMatchObject([{ escalations: 1, inTime: 0, late: 1 }]);
    expect(await other('nurture-uncertain-sends')).toEqual([]);
    expect(await other('nurture-audit-trail')).toHaveLength(7);
    expect(await other('nurture-receipts')).toMatchObject([{ approver: 'bob' }]);
  });
});
