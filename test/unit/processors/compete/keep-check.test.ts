import { describe, expect, it } from 'vitest';
import { createLeadsFlow } from '../../../../pipelines/leads.ts';
import { fakeJudges } from '../fake-judges.ts';
import { createDesk, PROFILE } from '../nurture/desk.ts';
import { createPlayer, NOW, outputsTo } from '../play.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CHECK = 'main/ana/check';

/** A desk whose leads are all at one stage. */
function checksOf(desk: ReturnType<typeof createDesk>) {
  return desk.outputs.flatMap((output) => (output.to === 'timer' && output.id === CHECK ? [output] : []));
}

describe('the competitive check', () => {
  it('is of leads with something to watch: an area, a listing, or a rival', async () => {
    const desk = createDesk();
    await desk.leadSays('hello');
    expect(desk.timers.has(CHECK)).toBe(false);
    await desk.say('profile', { area: 'Boston' });
    expect(desk.timers.has(CHECK)).toBe(true);
  });

  it('comes once a week for a new lead, at its own time of day, and is armed anew by itself alone', async () => {
    const desk = createDesk();
    await desk.say('profile', { area: 'Boston' });
    await desk.pass(28 * DAY);
    const dues = checksOf(desk).map(({ due }) => due);
    const gaps = dues.slice(1).map((due, i) => due - dues[i]!);
    expect(gaps.length).toBeGreaterThanOrEqual(3);
    expect(new Set(gaps)).toEqual(new Set([7 * DAY]));
    for (let i = 0; i < 20; i++) await desk.leadSays('hello');
    expect(checksOf(desk)).toHaveLength(dues.length);
  });

  it.each([
    ['a dear one every day', 3, { budget: 2_000_000 }, 0],
    ['one that tours every three days', 3, {}, 2],
    ['one that makes an offer every day', 1, {}, 3],
  ])('%s', async (name, days, fields, stage) => {
    const flow = createLeadsFlow(
      { ...fakeJudges, forecast: { ...fakeJudges.forecast, stageOf: () => stage } },
      { shards: 1 },
    );
    const player = createPlayer(flow);
    const profile = { id: name, lead: 'ana', at: NOW, type: 'profile', area: 'Boston', ...fields };
    const [check] = outputsTo(await player.play([profile]), 'timer').filter(({ id }) => id === CHECK);
    const wait = check!.due - NOW;
    const most = 'budget' in fields ? 1 : days;
    expect(wait).toBeGreaterThan((most - 1) * DAY);
    expect(wait).toBeLessThanOrEqual(most * DAY);
  });

  it('is earlier for what is due earlier: an alert, a silence, an end of a signal', async () => {
    const desk = createDesk();
    await desk.say('profile', PROFILE);
    await desk.leadSays('[agent|Pat|neutral]');
    const quiet = desk.timers.get(CHECK)!.due - desk.now();
    expect(quiet).toBeGreaterThan(3 * DAY - 1);
    expect(quiet).toBeLessThan(7 * DAY);
    await desk.leadSays('[agent|Pat|committed!]');
    expect(desk.timers.get(CHECK)!.due - desk.now()).toBe(HOUR / 4);
  });

  it('ends with the lead, and begins anew with it; one that was on its way is stale', async () => {
    const desk = createDesk();
    await desk.say('profile', PROFILE);
    await desk.leadSays('[agent|Pat|comparing]');
    const armed = desk.timers.get(CHECK)!;
    await desk.say('outcome', { result: 'converted' });
    expect(desk.timers.has(CHECK)).toBe(false);
    const { seq } = desk.state();
    await desk.late(armed.event);
    expect(desk.state().seq).toBe(seq);
    await desk.say('outcome', { result: 'reopened' });
    expect(desk.timers.get(CHECK)!.generation).toBeGreaterThan(armed.generation);
    await desk.say('erase', { requestedBy: 'kim' });
    expect(desk.timers.has(CHECK)).toBe(false);
  });

  it("is told apart from nurturing's timer, which it does not move", async () => {
    const desk = createDesk();
    await desk.settings();
    await desk.say('profile', PROFILE);
    await desk.leadSays('property_inquiry: is it for sale? [agent|Pat|committed!]');
    const nurture = desk.timers.get('main/ana/nurture')!;
    const check = desk.timers.get(CHECK)!;
    await desk.late(check.event);
    expect(desk.timers.get('main/ana/nurture')).toEqual(nurture);
  });

  it('spreads what many leads have in common over hours', async () => {
    const flow = createLeadsFlow(fakeJudges, { shards: 1 });
    const player = createPlayer(flow);
    const leads = Array.from({ length: 200 }, (_, i) => `l${i}`);
    await player.play(leads.map((lead) => ({ id: 'p', lead, at: NOW, type: 'profile', area: 'Boston' })));
    const facts = {
      source: 'main/area/boston',
      area: 'Boston',
      competitor: { agent: 'pat', change: 'sold' },
    };
    const touched = await player.play(
      leads.map((lead) => ({ id: 'm', tenant: 'main', lead, at: NOW, type: 'market', facts })),
      { at: NOW + 1 },
    );
    expect(outputsTo(touched, 'alerts')).toHaveLength(200);
    const dues = leads.map((lead) => {
      const state = player.states.get(`main/${lead}`) as { competition: { check: { due: number } } };
      return Math.floor(state.competition.check.due / HOUR);
    });
    // 200 leads over a week's hours: none has more than a handful.
    const most = Math.max(...[...new Set(dues)].map((hour) => dues.filter((due) => due === hour).length));
    expect(most).toBeLessThanOrEqual(24);
  });
});
