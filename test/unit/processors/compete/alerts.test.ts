import { expect, it } from 'vitest';
import { createDesk, PROFILE } from '../nurture/desk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LEAVES = '[agent|Pat Doe|committed!]';

async function left() {
  const desk = createDesk();
  await desk.say('profile', { ...PROFILE, budget: 500_000 });
  await desk.leadSays(LEAVES, { id: 'm1' });
  return desk;
}

it('who says that it goes is critical at once, told to its agent with reasons and their source', async () => {
  const desk = await left();
  const [alert, ...more] = desk.told('alert');
  expect(more).toEqual([]);
  expect(alert).toMatchObject({ step: 'raised', level: 'critical', cause: 'mention', raised: 0 });
  expect(alert!.text).toContain('Ana Diaz: Says it is with Pat Doe: “[agent|Pat Doe|committed!]”');
  expect(alert!.reasons.map(({ source }) => source)).toContain('m1');
  expect(Date.parse(alert!.dueAt)).toBe(desk.now() + 15 * MINUTE);
  const routed = desk.outputs.find((output) => output.to === 'alerts');
  expect(routed).toMatchObject({ route: { tenant: 'main', lead: 'ana', agent: 'kim' } });
  const { alert: shown, level } = desk.insight().competition;
  expect([level, shown]).toMatchObject(['critical', { id: alert!.id, status: 'open', level: 'critical' }]);
});

it('unseen it is raised to somebody else three times, each a quarter of an hour later, and no more', async () => {
  const desk = await left();
  await desk.pass(DAY);
  expect(desk.steps()).toEqual(['raised', 'escalated', 'escalated', 'escalated']);
  const times = desk.told('alert').map(({ at }) => Date.parse(at));
  expect(times.map((at) => (at - times[0]!) / MINUTE)).toEqual([0, 15, 30, 45]);
});

it('seen it is raised to nobody; closed it is over, and the same does not open it again', async () => {
  const desk = await left();
  const { id } = desk.told('alert')[0]!;
  await desk.say('alert_act', { alert: id, act: 'acknowledge', by: 'kim' });
  await desk.pass(2 * HOUR);
  await desk.say('alert_act', { alert: id, act: 'close', by: 'kim' });
  await desk.say('alert_act', { alert: id, act: 'close', by: 'kim' });
  await desk.pass(HOUR);
  await desk.leadSays('hello again');
  expect(desk.told('alert').map(({ step, by }) => [step, by])).toEqual([
    ['raised', undefined],
    ['acknowledged', 'kim'],
    ['closed', 'kim'],
  ]);
  expect(desk.insight().competition.alert).toBeUndefined();
});

it('snoozed it comes back at its time, unless something grave wakes it before', async () => {
  const desk = await left();
  const { id } = desk.told('alert')[0]!;
  const until = desk.now() + 5 * HOUR;
  await desk.say('alert_act', { alert: id, act: 'snooze', by: 'kim', until });
  await desk.pass(4 * HOUR);
  expect(desk.steps()).toEqual(['raised', 'snoozed']);
  await desk.pass(HOUR);
  expect(desk.steps()).toEqual(['raised', 'snoozed', 'raised']);
  await desk.say('alert_act', { alert: id, act: 'snooze', by: 'kim', until: desk.now() + 5 * HOUR });
  await desk.leadSays('[agent|Sam|committed!]');
  expect(desk.steps()).toEqual(['raised', 'snoozed', 'raised', 'snoozed', 'grown']);
  expect(new Set(desk.told('alert').map((alert) => alert.id))).toEqual(new Set([id]));
});

it('what comes to an open alert is part of it, told at most once an hour', async () => {
  const desk = await left();
  for (let i = 0; i < 10; i++) {
    await desk.leadSays('[agent|Pat Doe|committed!]');
    await desk.pass(MINUTE);
  }
  expect(desk.steps()).toEqual(['raised']);
  await desk.pass(2 * HOUR);
  await desk.leadSays('[agent|Pat Doe|committed!]');
  expect(desk.steps().filter((step) => step === 'grown')).toHaveLength(1);
  expect(desk.steps().filter((step) => step === 'raised')).toHaveLength(1);
});

it('after one that was closed the next waits half a day, and is not forgotten', async () => {
  const desk = await left();
  await desk.say('alert_act', { alert: desk.told('alert')[0]!.id, act: 'close', by: 'kim' });
  await desk.pass(HOUR);
  await desk.leadSays('[agent|Sam|comparing!]');
  expect(desk.steps()).toEqual(['raised', 'closed']);
  await desk.pass(10 * HOUR);
  expect(desk.steps()).toEqual(['raised', 'closed']);
  await desk.pass(2 * HOUR);
  expect(desk.steps().slice(0, 3)).toEqual(['raised', 'closed', 'raised']);
  expect(desk.told('alert')[2]!.cause).toBe('mention');
});

it('a level that rises is told at once, though an alert of the lower one is open', async () => {
  const desk = createDesk();
  await desk.say('profile', PROFILE);
  await desk.leadSays('[agent|Pat|comparing]');
  expect(desk.told('alert')[0]).toMatchObject({ step: 'raised', level: 'high' });
  await desk.leadSays('[agent|Pat|committed!]');
  expect(desk.told('alert')[1]).toMatchObject({ step: 'grown', level: 'critical' });
  expect(desk.told('alert')[1]!.id).toBe(desk.told('alert')[0]!.id);
});

it('of a high one somebody has four working hours', async () => {
  const desk = createDesk();
  await desk.say('profile', PROFILE);
  await desk.pass(14 * HOUR); // 10:00 to midnight in Boston
  await desk.leadSays('[agent|Pat|comparing]');
  const { dueAt } = desk.told('alert')[0]!;
  expect(dueAt).toBe('2026-03-03T17:00:00.000Z');
});

it('it closes by itself when there is no threat for three days, and when the lead ends', async () => {
  const calm = createDesk();
  await calm.say('profile', PROFILE);
  await calm.leadSays('[agent|Pat|comparing]');
  await calm.pass(40 * DAY);
  expect(calm.steps().at(-1)).toBe('closed');
  expect(calm.told('alert').at(-1)!.by).toBeUndefined();
  const ended = await left();
  await ended.say('outcome', { result: 'lost' });
  expect(ended.steps()).toEqual(['raised', 'closed']);
  expect(ended.insight().competition).toMatchObject({ level: 'none', p: 0 });
});

it('history that is loaded late alerts nobody; the next thing that happens does, if it still stands', async () => {
  const desk = createDesk();
  await desk.say('profile', PROFILE);
  await desk.leadSays(LEAVES, { at: desk.now() - 3 * DAY });
  expect(desk.steps()).toEqual([]);
  await desk.leadSays('hello');
  expect(desk.told('alert')).toMatchObject([{ step: 'raised', cause: 'threat', level: 'critical' }]);
});

it('the home it was shown is cut deep by a rival: critical by itself', async () => {
  const desk = createDesk();
  await desk.say('profile', PROFILE);
  await desk.say('activity', { activity: 'showing_attended', ref: '12 Elm St' });
  await desk.listing({ previousPrice: 530_000 });
  await desk.market({ source: 'main/listing/12 Elm St', competitor: { agent: 'pat', change: 'price_cut' } });
  expect(desk.told('alert')).toMatchObject([{ level: 'critical', cause: 'competitor_move' }]);
});

it('the threat is recorded as it moves, with what is at stake', async () => {
  const desk = await left();
  const [threat] = desk.told('threat');
  expect(threat).toMatchObject({ from: 'none', level: 'critical', model: 'fake-threat f1' });
  // One message: converts with .1 by the fake forecast; 2.4 % of half a million.
  expect(threat!.valueAtRisk).toBe(Math.round(threat!.p * 0.1 * 500_000 * 0.024));
  await desk.leadSays('hello');
  expect(desk.told('threat')).toHaveLength(1);
});

it('of a lead of whom nothing is known there is no chance shown', async () => {
  const desk = createDesk();
  await desk.leadSays('hello');
  expect(desk.insight().competition).toEqual({
    ...{ level: 'none', p: 0, valueAtRisk: 0, reasons: [], rivals: [], signals: [] },
  });
});

it('how it ended is recorded against who is named, else against all that were at the door', async () => {
  const desk = await left();
  await desk.leadSays('[portal|zillow|neutral]');
  await desk.say('outcome', { result: 'converted' });
  expect(desk.told('result').map(({ competitor, result }) => [competitor, result])).toEqual([
    ['zillow', 'won'],
    ['pat doe', 'won'],
  ]);
  expect(desk.told('result')[0]!.warnedAt).toBe(new Date(desk.now()).toISOString());
  const lost = await left();
  await lost.say('outcome', { result: 'lost', reason: 'listed with [brokerage|Bluegate|neutral]' });
  expect(lost.told('result').map(({ competitor, result }) => [competitor, result])).toEqual([
    ['bluegate', 'lost'],
  ]);
  expect(lost.told('result')[0]!.p).toBeGreaterThan(0.6);
});
