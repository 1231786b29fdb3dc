/**
 * Whatever happens around a lead, in whatever order: what is ready for it is never more than it may be, never stale,
 * never there after an opt-out, never a text that the checks would block, and a replay gives the same bytes.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MOST_PREPARED } from '../../models/prebake/menu.ts';
import { isOpenTo } from '../../processors/prebake/may-prepare.ts';
import type { PrebakedAction } from '../../schemas/insight.ts';
import { WHOLE_SHARD } from '../../schemas/system-event.ts';
import { fakeJudges } from '../unit/processors/fake-judges.ts';
import { type DeskPlay, PROFILE } from '../unit/processors/nurture/desk.ts';
import { createPlayer } from '../unit/processors/play.ts';
import { createForeseeingDesk, foreseeing } from '../unit/processors/prebake/foreseeing.ts';

const HOUR = 3_600_000;
/** Three actions, one of them a call sheet: nothing may grow beyond. */
const MOST_BYTES = 2_600;
/** Of the free time that {@link slots} names. */
const FREE = { from: '2026-03-04T15:00:00Z', to: '2026-03-04T16:00:00Z' };

type Act = (desk: DeskPlay) => Promise<unknown>;

const says = fc
  .constantFrom(
    'viewing_request',
    'price_question',
    'smalltalk',
    'complaint',
    'hello',
    'end_channel',
    'end_all',
  )
  .map(
    (text): Act =>
      (desk) =>
        desk.leadSays(text),
  );
const slots = fc.boolean().map(
  (free): Act =>
    (desk) =>
      desk.say('agent_status', {
        ...{ lead: WHOLE_SHARD, agent: 'kim', availability: 'available', load: 1 },
        freeSlots: free ? [FREE] : [],
      }),
);
const profiles = fc
  .constantFrom({}, { name: 'Bo no kids' }, { doNotContact: true }, { area: 'Boston' }, { budget: 400_000 })
  .map(
    (change): Act =>
      (desk) =>
        desk.say('profile', { ...PROFILE, ...change }),
  );
const others = fc.constantFrom<Act>(
  (desk) => desk.say('activity', { activity: 'listing_view', ref: '12 Elm St' }),
  (desk) => desk.say('activity', { activity: 'showing_booked' }),
  (desk) => desk.agentSays('I will call you'),
  (desk) => desk.listing({ price: 470_000, previousPrice: 500_000 }),
  (desk) => desk.say('prebake'),
  (desk) => desk.say('outcome', { result: 'lost' }),
  (desk) => desk.say('erase', { requestedBy: 'dpo' }),
);
const passes = fc.constantFrom(0.01, 0.5, 3, 30, 200).map(
  (hours): Act =>
    (desk) =>
      desk.pass(hours * HOUR),
);
const acts = fc.array(fc.oneof({ weight: 3, arbitrary: says }, slots, profiles, others, passes), {
  maxLength: 18,
});

/** Of the lead as it is right after an event. */
function expectSound(desk: DeskPlay): void {
  const state = desk.state();
  const ready: PrebakedAction[] = state?.view?.prebakedActions ?? [];
  if (ready.length === 0) return;
  expect(ready.length).toBeLessThanOrEqual(MOST_PREPARED);
  expect(new Set(ready.map(({ id }) => id)).size).toBe(ready.length);
  expect(isOpenTo(state)).toBe(true);
  expect(JSON.stringify(ready).length).toBeLessThan(MOST_BYTES);
  ready.forEach(({ fits, content }, i) => {
    expect(fits === undefined || i === 0).toBe(true);
    expect(fakeJudges.fairHousing.judge(content!.replaceAll('Bo no kids', '')).label).toBe('allow');
  });
}

it('is bounded, true, and nobody’s who wants nothing; and a replay repeats it to the bit', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (played) => {
      const desk = createForeseeingDesk();
      await desk.settings();
      await desk.say('profile', PROFILE);
      for (const act of played) {
        await act(desk);
        expectSound(desk);
      }
      // Any event at all drops what no longer holds: what is left was true at its moment.
      await desk.say('activity', { activity: 'email_open' });
      for (const { expiresAt, content } of desk.state().view?.prebakedActions ?? []) {
        expect(Date.parse(expiresAt)).toBeGreaterThan(desk.now());
        if (content!.includes('March 4')) expect(freeAt(desk)).toBe(true);
      }
      const again = createPlayer(foreseeing);
      for (const { event, at } of desk.log) await again.play([event], { at });
      expect(foreseeing.pack(again.states.get('main/ana') as never)).toEqual(foreseeing.pack(desk.state()));
    }),
    { numRuns: 60 },
  );
}, 120_000);

/** Whether the agent has its free time, by the latest word. */
function freeAt(desk: DeskPlay): boolean {
  const said = desk.log.map(({ event }) => event as { type: string; freeSlots?: object[] });
  return (said.findLast(({ type }) => type === 'agent_status')?.freeSlots ?? []).length > 0;
}
