/**
 * Plays a nurtured world, closed loop: leads act, the engine hears them over the log as in production, what it orders
 * goes to a channel that sends nothing, and what leads make of it comes back as events.
 */
import type { Judges } from '../../models/judges.ts';
import { DAY, HOUR, MINUTE, START } from '../../models/simulator/calendar.ts';
import { FATE } from '../../models/simulator/lead-state.ts';
import type { NurturedRun } from '../../models/simulator/nurtured-run.ts';
import { marketShardKey } from '../../processors/receive-market-event.ts';
import type { NurtureRecord } from '../../schemas/nurture.ts';
import type { NurtureSettings } from '../../schemas/nurture-settings.ts';
import type { PolicyWeights } from '../../schemas/policy.ts';
import { leadKey } from '../../schemas/shards.ts';
import { type Brokerage, type BrokerageOptions, createBrokerage, TENANT } from './brokerage.ts';
import { createChannel } from './channel.ts';
import { createHappenings } from './happenings.ts';
import { createHeadOffice } from './head-office.ts';
import { createPeople } from './people.ts';
import type { Person } from './person.ts';
import { createPopulation } from './population.ts';
import { createRecorder } from './recorder.ts';
import { nurturingSettings } from './settings.ts';
import type { Spoken } from './spoken.ts';

export interface NurturedWorld {
  leads: number;
  days: number;
  /** All leads arrive within so many days. */
  arriveWithin: number;
  /** Day of the calendar on which it opens: 0 is 2024-01-01. */
  opens?: number;
  seed: number;
  /** `none`: nothing that is sent changes what anybody does. */
  effect: 'real' | 'none';
  judges: Judges;
  spoken: Spoken;
  /** Serve from the first day; the engine's own first weights where absent. */
  weights?: PolicyWeights;
  /** New weights are looked for every week. */
  learns: boolean;
  settings?: Partial<NurtureSettings>;
  /** The clock goes on in steps of so many minutes: what is due within one is worked together. */
  stepMinutes?: number;
  brokerage?: Pick<BrokerageOptions, 'between' | 'timersLate' | 'keeps'>;
  /** How late an event of a lead reaches the log, ms. */
  eventsLate?: (at: number) => number;
}

export type PlayedWorld = NurturedRun & { brokerage: Brokerage };

const SHARDS = 4;
const STEP_MINUTES = 10;
/** A lead's day begins at midnight where it lives; the earliest of them all is an hour later than this, UTC. */
const DAWN = 4 * HOUR;
const LEARNS_EVERY = 7;

/** Yields after each day. The same options give the same run. */
export async function* playNurturedWorld(
  options: NurturedWorld,
): AsyncGenerator<{ day: number; of: number }, PlayedWorld> {
  const { days, opens = 0, learns, weights, stepMinutes = STEP_MINUTES } = options;
  const stage = await setUp(options, opens);
  const { office, population, agents, settings, recorder } = stage;
  office.tell({ settings, ...(weights && { weights }) }, START + opens * DAY);
  population.unseen(0, opens);
  for (let day = opens; day < opens + days; day++) {
    const dawn = START + day * DAY + DAWN;
    await workUntil(stage, dawn);
    office.tellAgents(agents, day, dawn);
    if (learns && day > opens && (day - opens) % LEARNS_EVERY === 0)
      office.learn(recorder.decisions, day, dawn);
    population.day(day);
    const step = stepMinutes * MINUTE;
    for (let at = dawn + step; at <= dawn + DAY; at += step) await workUntil(stage, at);
    yield { day: day + 1 - opens, of: days };
  }
  population.unseen(opens + days);
  return runOf(options, stage);
}

type Stage = Awaited<ReturnType<typeof setUp>>;

async function setUp(options: NurturedWorld, opens: number) {
  const { leads, arriveWithin, seed, effect, judges, spoken, eventsLate = () => 0 } = options;
  const happenings = createHappenings();
  const start = START + opens * DAY;
  const brokerage = await createBrokerage({ judges, shards: SHARDS, start, ...options.brokerage });
  let n = 0;
  const put = ({ lead }: Person, event: object, at: number): number =>
    brokerage.put('leads', leadKey(TENANT, lead), { id: `w-${++n}`, tenant: TENANT, lead, ...event }, at);
  const people = createPeople({
    ...{ seed, happenings },
    optedOut: (person) => recorder.leads[person.index]?.optedOut ?? false,
    act(person, event) {
      recorder.event(person, event, put(person, event, event.at));
      if (event.type === 'message') population.answered(person, event.at);
    },
  });
  const population = createPopulation({
    ...{ leads, days: arriveWithin, opens, seed, effect, spoken, happenings, tended: people.tended },
    deed(person, event, meaning) {
      const at = event.at + eventsLate(event.at);
      const reach = () => recorder.event(person, event, put(person, event, at), meaning);
      if (at > event.at) happenings.plan(at, reach);
      else reach();
    },
    market(event) {
      const told = { ...event, tenant: TENANT };
      brokerage.put('market', marketShardKey(told), told, event.at);
    },
  });
  const agents = population.world.agents.map(({ id }) => id);
  const settings = nurturingSettings(agents, seed, options.settings);
  const recorder = createRecorder(settings);
  const channel = createChannel({
    ...{ seed, brokerage, happenings, stopped: settings.stopped },
    tell(person, action, status, at) {
      happenings.plan(at, () => put(person, { type: 'delivery', action, status, at: Math.round(at) }, at));
    },
    reached(person, order, at) {
      recorder.reached(person, order, at);
      population.reached(person, order, at);
    },
  });
  const office = createHeadOffice(brokerage);
  return { happenings, brokerage, people, population, agents, settings, recorder, channel, office };
}

/** Puts everything on the logs that is due by then, in order of time, and works it. */
async function workUntil(stage: Stage, until: number): Promise<void> {
  const { happenings, brokerage } = stage;
  while (happenings.next() <= until) {
    await brokerage.advance(happenings.next());
    happenings.runNext();
  }
  await brokerage.advance(until);
  for (const record of await brokerage.settle(until)) hear(stage, record);
}

/** What the engine said, as those outside it take it. */
function hear({ population, recorder, channel, people }: Stage, record: NurtureRecord): void {
  const person = population.people[Number(record.lead.slice('lead-'.length)) - 1]!;
  recorder.said(record, person);
  if (record.kind === 'send') channel.take(person, record);
  else if (record.kind === 'escalation') people.escalated(person, record);
  else if (record.kind === 'approval_request') people.asked(person, record);
}

function runOf({ seed, days }: NurturedWorld, stage: Stage): PlayedWorld {
  const { brokerage, population, recorder, channel, office } = stage;
  for (const { index, state } of population.people)
    if (recorder.leads[index]) recorder.leads[index].everConverts = state.fate === FATE.converted;
  const { heard, decisions, approved } = recorder;
  return {
    ...{ seed, days, heard, decisions, approved, policies: office.policies, brokerage },
    leads: recorder.leads.filter(Boolean),
    ...{ sent: channel.sent, withheld: channel.withheld },
    ...{ entries: brokerage.worked, restarts: brokerage.restarts, dead: brokerage.dead() },
  };
}
