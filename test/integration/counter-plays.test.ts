/** What counter-plays did, on rows that can be counted by hand. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCompetitionReads } from '../../infra/clickhouse/competition-reads.ts';
import { insertBatch } from '../../infra/clickhouse/insert.ts';
import { type AnalyticsWorld, startAnalyticsWorld } from './analytics-world.ts';
import { step } from './made-up-competition-records.ts';
import { change, decision, firstInsight, order } from './made-up-nurture.ts';
import { batchOf, NOON, putActions, putEvents, putInsights } from './nurture-story.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

let world: AnalyticsWorld;
beforeAll(async () => {
  world = await startAnalyticsWorld();
});
afterAll(() => world.stop());

const put = (records: readonly object[]) =>
  insertBatch(world.client, batchOf('alerts', 'body', records), false);
const of = (lead: string, id = 'n1', at = NOON, tenant = 'main') => ({ tenant, lead, id, at });

it('plays are told beside alerts of the same level without one, and those held out', async () => {
  const raised = (lead: string, more: Parameters<typeof step>[1] = {}) => step(of(lead, 'a1'), more);
  await put([
    ...['sent', 'off', 'again', 'none', 'held'].map((lead) => raised(lead)),
    step(of('sent', 'a2', NOON + 30 * DAY)), // another alert, which nothing answered
    raised('high', { level: 'high' }),
    step(of('high', 'a1', NOON + MINUTE), { step: 'acknowledged', level: 'critical', seq: 4 }),
    raised('watch', { level: 'watch' }),
    step(of('sent', 'a1', NOON, 'north-star')),
  ]);
  const later = (lead: string, id: string, days: number) => of(lead, id, NOON + days * DAY);
  const play = (lead: string, days = 0, id = 'p1', name = 'value') =>
    decision(later(lead, id, days), { play: name });
  const arrived = (lead: string, days: number, to = 'delivered', id = 'p1') =>
    change(later(lead, `d-${id}`, days), { to, action: id });
  await putActions(world.client, [
    ...[play('sent'), order(later('sent', 'p1', 0)), arrived('sent', 0)],
    ...[play('off'), order(later('off', 'p1', 0)), arrived('off', 0, 'cancelled')],
    // Put off, and said the next day.
    ...[play('again'), order(later('again', 'p1', 0)), arrived('again', 0, 'cancelled')],
    ...[play('again', 0.5, 'p2'), order(later('again', 'p2', 1)), arrived('again', 1, 'sent', 'p2')],
    ...[play('high', 0, 'p1', 'rate'), decision(later('none', 'n1', 0))],
  ]);
  const says = (lead: string, days: number) => ({
    ...{ id: `m${days}`, tenant: 'main', lead, at: NOON + days * DAY, type: 'message', from: 'lead' },
    ...{ channel: 'sms', text: 'hello' },
  });
  const ends = (lead: string, result: string, days = 5) => ({
    ...{ id: `o${days}`, tenant: 'main', lead, at: NOON + days * DAY, type: 'outcome', result },
  });
  await putEvents(world.client, [
    ...[says('sent', -1), says('sent', 22), says('off', 2), says('again', 0.5), says('again', 3)],
    ...[ends('sent', 'converted', 20), ends('sent', 'lost', 40), ends('off', 'lost', -3)],
    ...[ends('again', 'lost'), ends('none', 'lost'), ends('held', 'converted')],
  ]);
  await putInsights(
    world.client,
    ['sent', 'none', 'held'].map((lead) => firstInsight(of(lead), lead === 'held')),
  );
  const rows = await createCompetitionReads(world.client).plays('main');
  const nothing = { sent: 0, answered: 0, won: 0, lost: 0, open: 0 };
  const critical = { ...nothing, level: 'critical' };
  expect(rows).toEqual([
    { ...critical, play: 'value', alerts: 3, leads: 3, sent: 2, answered: 1, won: 1, lost: 1, open: 1 },
    { ...critical, play: '(none)', alerts: 2, leads: 2, lost: 2 },
    { ...critical, play: '(held out)', alerts: 1, leads: 1, won: 1 },
    { ...nothing, level: 'high', play: 'rate', alerts: 1, leads: 1, open: 1 },
  ]);
});
