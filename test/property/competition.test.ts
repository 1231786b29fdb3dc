/**
 * Whatever happens around a lead, in whatever order and however late: what is remembered is bounded, a cause is told
 * once, alerts live their life in order and make no storm, and a replay gives the same bytes.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  MOST_HEARD,
  MOST_REASONS,
  MOST_RIVALS,
  MOST_SIGNALS,
} from '../../processors/compete/competition-state.ts';
import type { LeadState } from '../../processors/lead-state.ts';
import {
  COMPETITOR_KINDS,
  type CompetitiveAlert,
  STANCES,
  THREAT_LEVELS,
} from '../../schemas/competition.ts';
import type { Output } from '../../schemas/flow.ts';
import { flow } from '../unit/processors/events.ts';
import { createDesk, type DeskPlay, PROFILE } from '../unit/processors/nurture/desk.ts';
import { createPlayer, outputsTo } from '../unit/processors/play.ts';

const HOUR = 3_600_000;
const CHECK = 'main/ana/check';
/** A full state of competition, texts of the world below, with an estimate: nothing may grow beyond. */
const MOST_BYTES = 6_000;

type Act = (desk: DeskPlay) => Promise<unknown>;

const says = fc
  .record({
    kind: fc.constantFrom(...COMPETITOR_KINDS),
    name: fc.constantFrom('Pat', 'Sam', 'zillow', 'opendoor', 'Kay', 'Lou', ''),
    stance: fc.constantFrom(...STANCES),
    leaves: fc.boolean(),
    hoursLate: fc.constantFrom(0, 0, 0, 5, 30),
  })
  .map(({ kind, name, stance, leaves, hoursLate }): Act => {
    const text = `hm [${kind}|${name}|${stance}${leaves ? '!' : ''}]`;
    return (desk) => desk.leadSays(text, { at: desk.now() - hoursLate * HOUR });
  });
const passes = fc.constantFrom(0.1, 1, 6, 13, 30, 24 * 4, 24 * 20).map(
  (hours): Act =>
    (desk) =>
      desk.pass(hours * HOUR),
);
const listings = fc
  .record({
    listing: fc.constantFrom('a', 'b', '12 Elm St'),
    touch: fc.constantFrom('viewed', 'budget', 'similar', 'rival'),
    version: fc.integer({ min: 1, max: 9 }),
    previousPrice: fc.constantFrom(400_000, 480_000, 600_000),
    status: fc.constantFrom('Active', 'Pending', 'Expired'),
    previousStatus: fc.constantFrom('Active', 'Pending'),
  })
  .map(
    ({ touch, ...listing }): Act =>
      (desk) =>
        desk.listing(listing, touch),
  );
const news = fc
  .oneof(
    fc.constant({ shift: { measure: 'inventory', change: -0.2, z: -4 } }),
    fc.constant({ competitor: { agent: 'pat', change: 'campaign' } }),
    fc.constant({ source: 'main/listing/12 Elm St', competitor: { agent: 'pat', change: 'price_cut' } }),
    fc.constantFrom(5.2, 5.8).map((mortgageRate) => ({
      index: { inventory: 10, medianPrice: 500_000, daysOnMarket: 20, mortgageRate },
    })),
  )
  .map(
    (facts): Act =>
      (desk) =>
        desk.market(facts),
  );
const acts = fc.constantFrom('acknowledge', 'snooze', 'close').map(
  (act): Act =>
    async (desk) => {
      const alert = desk.told('alert').at(-1)?.id;
      if (alert) await desk.say('alert_act', { alert, act, by: 'kim' });
    },
);
const others = fc
  .constantFrom<[string, object]>(
    ['activity', { activity: 'showing_attended', ref: '12 Elm St' }],
    ['activity', { activity: 'link_click', ref: 'https://www.zillow.com/1' }],
    ['message', { from: 'lead', channel: 'sms', text: 'rate_concern 5.5% at most' }],
    ['message', { from: 'agent', channel: 'sms', agent: 'kim', text: 'hello' }],
    ['outcome', { result: 'lost', reason: 'went with [agent|Pat|neutral]' }],
    ['outcome', { result: 'reopened' }],
    ['erase', { requestedBy: 'kim' }],
    ['profile', PROFILE],
  )
  .map(
    ([type, fields]): Act =>
      (desk) =>
        desk.say(type, fields),
  );
const worlds = fc.array(
  fc.oneof({ weight: 4, arbitrary: says }, { weight: 4, arbitrary: passes }, listings, news, acts, others),
  { minLength: 5, maxLength: 40 },
);

async function play(world: Act[], after: (desk: DeskPlay) => void = () => {}): Promise<DeskPlay> {
  const desk = createDesk();
  await desk.settings();
  await desk.say('profile', PROFILE);
  for (const act of world) {
    await act(desk);
    after(desk);
  }
  return desk;
}

const RUNS = { numRuns: Number(process.env.COMPETING_WORLDS ?? 40), endOnFailure: true };
const WITHIN_MS = 120_000;

function expectBounded(desk: DeskPlay): void {
  const { competition } = desk.state();
  expect(competition.rivals.length).toBeLessThanOrEqual(MOST_RIVALS);
  expect(competition.signals.length).toBeLessThanOrEqual(MOST_SIGNALS);
  expect(competition.heard.length).toBeLessThanOrEqual(MOST_HEARD);
  expect(competition.reasons.length).toBeLessThanOrEqual(MOST_REASONS);
  expect(JSON.stringify(competition).length).toBeLessThan(MOST_BYTES);
  expect(new Set(competition.signals.map(({ id }) => id)).size).toBe(competition.signals.length);
}

/** One check that waits, of the generation that the state knows, while the lead is open; none after it. */
function expectOneCheck(desk: DeskPlay): void {
  const { competition, status, erased } = desk.state();
  const timer = desk.timers.get(CHECK);
  expect(timer?.due ?? 0).toBe(competition.check.due);
  if (timer) expect(timer.generation).toBe(competition.check.generation);
  if (status !== 'open' || erased) expect(timer).toBeUndefined();
  else if (timer || competition.rivals.length > 0) expect(timer!.due).toBeGreaterThan(desk.now());
}

it(
  'what is remembered is bounded, and one check waits',
  async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        await play(world, (desk) => {
          expectBounded(desk);
          expectOneCheck(desk);
        });
      }),
      RUNS,
    );
  },
  WITHIN_MS,
);

const rank = ({ level }: CompetitiveAlert) => THREAT_LEVELS.indexOf(level);

/** Each alert is raised first and closed last, is escalated thrice at most, and only one is open at a time. */
function expectLives(alerts: CompetitiveAlert[]): void {
  let open: string | undefined;
  let status = '';
  const over = new Set<string>();
  for (const alert of alerts) {
    const { id, step, raised, until } = alert;
    // It grows while it is open, or is opened by it.
    if (step === 'grown') expect(until).toBeUndefined();
    if (step === 'raised' && open === undefined) {
      expect(over.has(id)).toBe(false);
      [open, status] = [id, 'open'];
      continue;
    }
    expect(id).toBe(open);
    if (step === 'raised') expect(status).toBe('snoozed');
    if (step === 'escalated') expect(status).toBe('open');
    expect(raised).toBeLessThanOrEqual(3);
    if (step === 'closed') {
      over.add(id);
      open = undefined;
    }
    status = { acknowledged: 'acknowledged', snoozed: 'snoozed', closed: '' }[step as string] ?? status;
    if (step === 'raised' || step === 'escalated' || step === 'grown') status = 'open';
  }
}

/** Half a day between two alerts, unless the level rises or the lead has ended and come back. */
function expectNoStorm(desk: DeskPlay): void {
  const alerts = desk.told('alert');
  const fresh = alerts.filter(({ id, step }, i) => {
    return step === 'raised' && !alerts.slice(0, i).some((before) => before.id === id);
  });
  const ends = desk.log.filter(({ event }) =>
    ['outcome', 'erase'].includes((event as { type: string }).type),
  );
  for (let i = 1; i < fresh.length; i++) {
    const [before, now] = [fresh[i - 1]!, fresh[i]!];
    const [from, to] = [Date.parse(before.at), Date.parse(now.at)];
    if (ends.some(({ at }) => at >= from && at <= to)) continue;
    if (to - from < 12 * HOUR) expect(rank(now)).toBeGreaterThan(rank(before));
  }
}

it(
  'alerts live their life in order, and make no storm',
  async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const desk = await play(world);
        expectLives(desk.told('alert'));
        expectNoStorm(desk);
      }),
      RUNS,
    );
  },
  WITHIN_MS,
);

it(
  'a cause is a signal once, however often and by whatever way it comes',
  async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const desk = await play([...world.slice(0, 12), ...world.slice(0, 12)]);
        const erased = desk.log.some(({ event }) => (event as { type: string }).type === 'erase');
        const ids = desk.told('signal').map(({ signal }) => signal.id);
        // As far back as causes are remembered; an erased lead remembers none.
        ids.forEach((id, i) => {
          if (!erased) expect(ids.slice(Math.max(0, i - MOST_HEARD + 1), i)).not.toContain(id);
        });
      }),
      RUNS,
    );
  },
  WITHIN_MS,
);

const textOf = (outputs: Output[]): string =>
  JSON.stringify(
    outputs.flatMap((output) => {
      if (output.to === 'alerts') return [output.body];
      // Times are measured outside.
      return output.to === 'insights' ? [{ ...output.body, processingTimeMs: 0, stages: {} }] : [];
    }),
  );

it(
  'a replay from the log gives the same bytes, with states through bytes or kept',
  async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.boolean(), async (world, cached) => {
        const desk = await play(world);
        const again = createPlayer(flow);
        const said: Output[] = [];
        for (const { event, at } of desk.log) {
          const played = await again.play([event], { at, cached });
          said.push(...outputsTo(played, 'alerts'), ...outputsTo(played, 'insights'));
        }
        const bytes = (state: LeadState) => Buffer.from(flow.pack(state)).toString('base64');
        expect(bytes(again.states.get('main/ana') as LeadState)).toBe(bytes(desk.state()));
        // As text: members in another order are other bytes on the stream.
        expect(textOf(said)).toBe(textOf(desk.outputs));
      }),
      RUNS,
    );
  },
  WITHIN_MS,
);
