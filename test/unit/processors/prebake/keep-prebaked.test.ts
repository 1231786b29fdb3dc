/** What is ready for a lead's next deed: when it is made, what it is dropped by, and when it fits. */
import { expect, it } from 'vitest';
import { MOST_PREPARED } from '../../../../models/prebake/menu.ts';
import type { PrebakedAction } from '../../../../schemas/insight.ts';
import type { WireInsight } from '../../../../schemas/insight-wire.ts';
import { WHOLE_SHARD } from '../../../../schemas/system-event.ts';
import { fakeJudges } from '../fake-judges.ts';
import { type DeskPlay, PROFILE } from '../nurture/desk.ts';
import { createForeseeingDesk as createDesk } from './foreseeing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SLOTS = { from: '2026-03-04T15:00:00Z', to: '2026-03-04T16:00:00Z' };

const ready = (desk: DeskPlay) => desk.insight().prebakedActions;
const ids = (desk: DeskPlay) => ready(desk).map(({ id }) => id);
const prebakes = (desk: DeskPlay) =>
  desk.outputs.filter(
    (output) => output.to === 'outbox' && (output.event as { type: string }).type === 'prebake',
  );
const slots = (desk: DeskPlay, freeSlots: object[]) =>
  desk.say('agent_status', {
    lead: WHOLE_SHARD,
    agent: 'kim',
    availability: 'available',
    load: 1,
    freeSlots,
  });

/** Brokerage, agent and lead known, and the lead has written. */
async function opened(text = 'hello there') {
  const desk = createDesk();
  await desk.settings();
  await slots(desk, [SLOTS]);
  await desk.say('profile', PROFILE);
  await desk.leadSays(text);
  return desk;
}

it('is made in an event of its own after the one that asked, and shown by its insight', async () => {
  const desk = await opened();
  expect(prebakes(desk)).toHaveLength(1);
  expect(desk.insight()).toMatchObject({ cause: { kind: 'prebake' } });
  expect(ready(desk).length).toBeGreaterThan(0);
  expect(ready(desk).length).toBeLessThanOrEqual(MOST_PREPARED);
  for (const { content, expiresAt } of ready(desk)) {
    expect(content!.length).toBeGreaterThan(20);
    expect(Date.parse(expiresAt)).toBeGreaterThan(desk.now());
  }
});

it('comes first and fits when the lead does what it was made for, without being made again', async () => {
  const desk = await opened();
  const before = ready(desk).find(({ id }) => id === 'showing_slots')!;
  await desk.pass(MINUTE);
  await desk.leadSays('viewing_request');
  const [first] = desk.outputs
    .flatMap((output) => (output.to === 'insights' ? [output.body as WireInsight] : []))
    .filter(({ happening }) => happening.text === 'viewing_request');
  expect((first!.insightDelta.prebakedActions as PrebakedAction[])[0]).toEqual({ ...before, fits: true });
});

it('is used up by an agent’s answer, and fits no longer once the lead goes on', async () => {
  const desk = await opened();
  await desk.leadSays('viewing_request');
  expect(ready(desk)[0]).toMatchObject({ id: 'showing_slots', fits: true });
  await desk.leadSays('smalltalk');
  expect(ready(desk).some(({ fits }) => fits)).toBe(false);
  await desk.leadSays('viewing_request');
  await desk.agentSays('I can show you around on Wednesday');
  expect(ready(desk).some(({ fits }) => fits)).toBe(false);
});

it('goes when what it states changed: free times, and only what offers them', async () => {
  const desk = await opened();
  const held = ready(desk);
  expect(held.find(({ id }) => id === 'showing_slots')!.content).toContain('March 4');
  await slots(desk, []);
  await desk.say('activity', { activity: 'email_open' });
  expect(ids(desk)).toEqual(held.map(({ id }) => id).filter((id) => id !== 'showing_slots'));
  await desk.pass(MINUTE);
  await desk.leadSays('hello again');
  expect(ready(desk).find(({ id }) => id === 'showing_slots')!.content).not.toContain('March 4');
});

it('expires, offered times before they can no longer be agreed on', async () => {
  const desk = await opened();
  await desk.pass(2 * DAY);
  expect(ids(desk)).toEqual([]);
});

it('is never there after an opt-out, from the insight of the very message that says it', async () => {
  const desk = await opened();
  await desk.leadSays('end_all');
  expect(desk.insight().consent.all).toMatchObject({ given: false });
  expect(ids(desk)).toEqual([]);
  await desk.leadSays('hello');
  await desk.say('prebake');
  expect(ids(desk)).toEqual([]);
});

it('is asked for once in one breath, not by a lead of long ago, and not by what history tells', async () => {
  const desk = await opened();
  await desk.leadSays('price_question');
  await desk.leadSays('viewing_request');
  expect(prebakes(desk)).toHaveLength(1);
  const late = createDesk();
  await late.leadSays('hello', { at: late.now() - DAY });
  expect(prebakes(late)).toHaveLength(0);
});

it('brings a lead back that has long been silent, on its tick, and is not made anew every day', async () => {
  const desk = await opened();
  await desk.pass(8 * DAY);
  expect(ids(desk)).toEqual(['re_engagement']);
  const before = prebakes(desk).length;
  await desk.pass(3 * DAY);
  expect(prebakes(desk)).toHaveLength(before);
  await desk.leadSays('hello again');
  expect(ids(desk)).not.toContain('re_engagement');
});

it('is written in the language the lead writes, and made anew when that changes', async () => {
  const desk = await opened();
  expect(ready(desk).every(({ content }) => content!.startsWith('Hi'))).toBe(true);
  await desk.pass(MINUTE);
  await desk.leadSays('hola');
  expect(ready(desk).length).toBeGreaterThan(0);
  expect(ready(desk).every(({ content }) => content!.startsWith('Hola'))).toBe(true);
});

it('is nothing where the judge of fair housing would block it', async () => {
  const verdict = { label: 'block' as const, p: 1, class: 'none' as const, why: 'No.' };
  const desk = createDesk({ fairHousing: { ...fakeJudges.fairHousing, judge: () => verdict } });
  await desk.settings();
  await desk.say('profile', PROFILE);
  await desk.leadSays('hello');
  expect(prebakes(desk)).toHaveLength(1);
  expect(ids(desk)).toEqual([]);
});

it('says the same of the same state', async () => {
  const [one, two] = [await opened(), await opened()];
  expect(ready(one)).toEqual(ready(two));
});
