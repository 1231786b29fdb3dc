/**
 * Ninth page of the manual: what is ready. From what a lead probably does next, its answer is written before it is
 * asked; the insight of the event that was expected leaves with it.
 */
import { expect, it } from 'vitest';
import { PROFILE } from '../unit/processors/nurture/desk.ts';
import { createForeseeingDesk } from '../unit/processors/prebake/foreseeing.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

it('What probably comes next is prepared for in an event of its own, off the way of messages', async () => {
  const desk = createForeseeingDesk();
  await desk.settings();
  await desk.say('profile', PROFILE);
  await desk.leadSays('hello');
  expect(desk.insight().cause.kind).toBe('prebake');
  expect(desk.insight().prebakedActions.map(({ id }) => id)).toEqual([
    ...['showing_slots', 'reply_property', 'price_answer'],
  ]);
});

it('When it comes, its answer is at hand; when time or the lead moves on, it is gone', async () => {
  const desk = createForeseeingDesk();
  await desk.settings();
  await desk.say('profile', PROFILE);
  await desk.leadSays('hello');
  await desk.leadSays('price_question: how much is it?');
  expect(desk.insight().prebakedActions[0]).toMatchObject({ id: 'price_answer', fits: true });
  await desk.pass(2 * DAY); // no answer is kept for longer than a day
  expect(desk.insight().prebakedActions).toEqual([]);
});
