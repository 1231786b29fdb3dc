/**
 * Plays a nurtured world, closed loop: leads act, the engine hears them over the log as in production, what it orders
 * goes to a channel that sends nothing, and what leads make of it comes back as events.
 */
import type { Judges } from '../../models/judges.ts';
import { isJudged } from '../../models/policy/off-policy.ts';
import { proposePolicy } from '../../models/policy/propose-policy.ts';
import { DAY, HOUR, MINUTE, START } from '../../models/simulator/calendar.ts';
import { FATE } from '../../models/simulator/lead-state.ts';
import type { NurturedRun } from '../../models/simulator/nurtured-run.ts';
import { marketShardKey } from '../../processors/receive-market-event.ts';
import type { NurtureSettings } from '../../schemas/nurture-settings.ts';
import type { PolicyWeights } from '../../schemas/policy.ts';
import { leadKey } from '../../schemas/shards.ts';
import { WHOLE_SHARD } from '../../schemas/system-event.ts';
import { type BrokerageOptions, createBrokerage, TENANT } from './brokerage.ts';
import { createChannel } from './channel.ts';
import { createHappenings } from './happenings.ts';
import { createPeople } from './people.ts';
import { createPopulation, type Person } from './population.ts';
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

const SHARDS = 4;
const STEP_MINUTES = 5;
/** A lead's day begins at midnight where it lives; the earliest of them all is an hour later than this, UTC. */
const DAWN = 4 * HOUR;
const LEARNS_EVERY = 7;

/** Yields after each day. */
export async function* playNurturedWorld(
  options: NurturedWorld,
): AsyncGenerator<
  { day: number; of: number },
  NurturedRun & { brokerage: Awaited<ReturnType<typeof createBrokerage>> }
> {
  const { leads, days, arriveWithin, opens = 0, seed, effect, judges, spoken, learns, eventsLate } = options;
  const happenings = createHappenings();
  const brokerage = await createBrokerage({
    judges,
    shards: SHARDS,
    start: START + opens * DAY,
    ...options.brokerage,
  });
  let n = 0;
  const put = (person: Person, event: object, at: number): number => {
    const { lead } = person;
    return brokerage.put(
      'leads',
      leadKey(TENANT, lead),
      { id: `w-${++n}`, tenant: TENANT, lead, ...event },
      at,
    );
  };
  const people = createPeople({
    ...{ seed, happenings },
    act(person, event) {
      recorder.event(person, event, put(person, event, event.at));
      if (event.type === 'message') population.answeredBy(person.index, event.at);
    },
  });
  const population = createPopulation({
    ...{ leads, days: arriveWithin, opens, seed, effect, spoken, happenings },
    deed(person, event, meaning) {
      const late = eventsLate?.(event.at) ?? 0;
      const reach = () => recorder.event(person, event, put(person, event, event.at + late), meaning);
      if (late > 0) happenings.plan(event.at + late, reach);
      else reach();
    },
    market: (event) =>
      void brokerage.put(
        'market',
        marketShardKey({ ...event, tenant: TENANT }),
        { ...event, tenant: TENANT },
        event.at,
      ),
    tended: people.tended,
  });
  const settings = nurturingSettings(
    population.world.agents.map(({ id }) => id),
    seed,
    options.settings,
  );
  const recorder = createRecorder(settings);
  const channel = createChannel({
    ...{ seed, brokerage, happenings, stopped: () => settings.stopped },
    tell(person, action, status, at) {
      happenings.plan(at, () => put(person, { type: 'delivery', action, status, at: Math.round(at) }, at));
    },
    reached(person, order, at) {
      recorder.reached(person, order, at);
      population.reached(person.index, order, at);
    },
  });
  const policies: NurturedRun['policies'] = [];
  let learned: Parameters<typeof proposePolicy>[1] = null;
  let taught = 0;

  function tellPolicy(change: { settings?: NurtureSettings; weights?: PolicyWeights }, at: number): void {
    brokerage.putEverywhere(
      { id: `policy:${++taught}`, tenant: TENANT, lead: WHOLE_SHARD, at, type: 'policy', ...change },
      at,
    );
  }

  function tellAgents(day: number, at: number): void {
    for (const { id } of population.world.agents) {
      const freeSlots = [1, 2, 3].map((ahead) => {
        const from = START + (day + ahead) * DAY + 17 * HOUR;
        return { from, to: from + HOUR };
      });
      brokerage.putEverywhere(
        {
          ...{
            id: `agent:${id}:${day}`,
            tenant: TENANT,
            lead: WHOLE_SHARD,
            at,
            type: 'agent_status',
            agent: id,
          },
          ...{ availability: 'available', load: 10, freeSlots },
        },
        at,
      );
    }
  }

  function learn(day: number, at: number): void {
    const proposal = proposePolicy(recorder.decisions.filter(isJudged), learned, at);
    if (!proposal) return;
    const { weights, why, rewards } = proposal;
    learned = { rewards, since: at };
    policies.push({ day, mode: weights.mode, why });
    tellPolicy({ weights }, at);
  }

  async function work(until: number): Promise<void> {
    while (happenings.next() <= until) {
      await brokerage.advance(happenings.next());
      happenings.runNext();
    }
    await brokerage.advance(until);
    for (const record of await brokerage.settle(until)) {
      const person = population.people[Number(record.lead.slice(5)) - 1]!;
      recorder.said(record, person);
      if (record.kind === 'send') channel.take(person, record);
      else if (record.kind === 'escalation') people.escalated(person, record);
      else if (record.kind === 'approval_request') people.asked(person, record);
    }
  }

  tellPolicy({ settings, ...(options.weights && { weights: options.weights }) }, START + opens * DAY);
  const step = (options.stepMinutes ?? STEP_MINUTES) * MINUTE;
  population.unseen(0, opens);
  for (let day = opens; day < opens + days; day++) {
    const dawn = START + day * DAY + DAWN;
    await work(dawn);
    tellAgents(day, dawn);
    if (learns && day > opens && (day - opens) % LEARNS_EVERY === 0) learn(day, dawn);
    population.day(day);
    for (let at = dawn + step; at <= dawn + DAY; at += step) await work(at);
    yield { day: day + 1 - opens, of: days };
  }
  population.unseen(opens + days);
  for (const { index, state } of population.people)
    if (recorder.leads[index]) recorder.leads[index].everConverts = state().fate === FATE.converted;
  return {
    ...{ seed, days, leads: recorder.leads.filter(Boolean), heard: recorder.heard, sent: channel.sent },
    ...{ withheld: channel.withheld, decisions: recorder.decisions, approved: recorder.approved, policies },
    ...{ entries: brokerage.worked, restarts: brokerage.restarts, dead: brokerage.dead(), brokerage },
  };
}
