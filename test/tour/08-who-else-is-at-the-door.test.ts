/**
 * Eighth page of the manual: competition. What leads say of others, what their market does, and their silence add up to
 * a threat; a person hears of it while there is time, and what is done about it goes the way of every message.
 */
import { expect, it } from 'vitest';
import { createDesk, PROFILE } from '../unit/processors/nurture/desk.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

it('Who else is at the door is read from what the lead says, with the words kept', async () => {
  const desk = createDesk();
  await desk.say('profile', { ...PROFILE, budget: 500_000 });
  await desk.leadSays('We also talk to [agent|Pat Doe|considering]', { id: 'm1' });
  const { competition } = desk.insight();
  expect(competition.rivals).toMatchObject([
    { name: 'Pat Doe', kind: 'agent', stance: 'considering', mentions: 1, source: 'm1' },
  ]);
  expect(competition.level).toBe('watch'); // a chance to be lost within 14 days, and the commission at stake
  expect(competition.reasons.every(({ source, at }) => source !== '' && at !== '')).toBe(true);
});

it('A lead that goes is told at once, to one person after another until somebody has seen it', async () => {
  const desk = createDesk();
  await desk.say('profile', PROFILE);
  await desk.leadSays('I signed with [agent|Pat Doe|committed!]');
  expect(desk.told('alert')).toMatchObject([{ step: 'raised', level: 'critical', cause: 'mention' }]);
  await desk.pass(20 * MINUTE); // nobody looked within a quarter of an hour
  expect(desk.steps()).toEqual(['raised', 'escalated']);
  await desk.say('alert_act', { alert: desk.told('alert')[0]!.id, act: 'acknowledge', by: 'kim' });
  await desk.pass(DAY);
  expect(desk.steps()).toEqual(['raised', 'escalated', 'acknowledged']);
});

it('Silence after a mention, a price that moved, a rate below the one it named: each is a signal, once', async () => {
  const desk = createDesk();
  await desk.say('profile', PROFILE);
  await desk.say('activity', { activity: 'listing_view', ref: '12 Elm St' });
  await desk.leadSays('rate_concern not above 5.5%, says [agent|Pat Doe|considering]');
  await desk.listing({ previousPrice: 500_000, version: 3 });
  await desk.listing({ previousPrice: 500_000, version: 3 }, 'similar', 'main/area/boston');
  await desk.market({ index: { inventory: 9, medianPrice: 5e5, daysOnMarket: 9, mortgageRate: 5.4 } });
  await desk.pass(14 * DAY);
  const kinds = desk.told('signal').map(({ signal }) => signal.kind);
  expect(kinds).toEqual(['mention', 'viewed_price_cut', 'rate_below_named', 'quiet_after_mention']);
});

it('The answer is a play: a draft that speaks for us, and of nobody else, through the one gate', async () => {
  const desk = createDesk();
  await desk.settings();
  await desk.say('profile', PROFILE);
  await desk.leadSays('hello');
  await desk.pass(DAY);
  await desk.leadSays('[agent|Pat|comparing!]');
  expect(desk.records('decision').at(-1)).toMatchObject({ play: 'differentiate', strategy: 'check_in' });
  await desk.pass(10 * MINUTE);
  expect(desk.records('send').at(-1)!.body).not.toContain('Pat');
});

it('Who says that it has signed with another is left to a person', async () => {
  const desk = createDesk();
  await desk.settings();
  await desk.say('profile', PROFILE);
  await desk.leadSays('[agent|Pat Doe|committed!]');
  await desk.pass(60 * DAY);
  expect(desk.records('send').filter(({ purpose }) => purpose === 'marketing')).toEqual([]);
});
