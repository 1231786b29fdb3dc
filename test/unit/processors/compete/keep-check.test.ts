import { describe, expect, it } from 'vitest';
import { createLeadsFlow } from '../../../../pipelines/leads.ts';
import type { LeadState } from '../../../../processors/lead-state.ts';
import { fakeJudges } from '../fake-judges.ts';
import { createDesk, PROFILE } from '../nurture/desk.ts';
import { createPlayer, NOW, outputsTo } from '../play.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CHECK = 'main/ana/check';

/** Every check that was armed. */
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
    ['a dear one every day', 1, { budget: 2_000_000 }, 0],
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
    expect(check!.due - NOW).toBeLessThanOrEqual(days * DAY);
    const { event } = check!;
    const [next] = outputsTo(await player.play([event], { at: check!.due }), 'timer').filter(
      ({ id }) => id === CHECK,
    );
    expect(next!.due - check!.due).toBe(days * DAY);
  });

  it('is earlier for what is due earlier', async () => {
    const desk = createDesk();
    await desk.say('profile', PROFILE);
    await desk.leadSays('[agent|Pat|neutral]');
    const usual = desk.timers.get(CHECK)!.due - desk.now();
    expect(usual).toBeLessThanOrEqual(7 * DAY);
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

  it('is spread evenly over a week, though all leads came at once and the market touches them at once', async () => {
    const flow = createLeadsFlow(fakeJudges, { shards: 1 });
    const player = createPlayer(flow);
    const leads = Array.from({ length: 350 }, (_, i) => `l${i}`);
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
    expect(outputsTo(touched, 'alerts').map(({ body }) => (body as { kind: string }).kind)).toEqual(
      leads.map(() => 'signal'),
    );
    const byDay = new Map<number, number>();
    for (const lead of leads) {
      const { due } = (player.states.get(`main/${lead}`) as LeadState).competition.check;
      const day = Math.floor((due - NOW) / DAY);
      byDay.set(day, (byDay.get(day) ?? 0) + 1);
    }
    expect([...byDay.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    // 50 a day by chance: five deviations of a binomial are 33.
    for (const count of byDay.values()) expect(Math.abs(count - 50)).toBeLessThan(33);
  });
});
