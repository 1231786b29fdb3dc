/**
 * A whole simulated brokerage: what it saw, what was true, and when a forecast is asked for.
 *
 * world.ts plays the days: traits.ts draws a lead, live-day.ts lives one day of it by the chances of rates.ts, and
 * contract.ts takes it from acceptance to closing. narrator.ts tells what happens as events, record-lead.ts keeps
 * them and the moments; oracle.ts lives moments on with the same live-day.ts. What is assumed is in settings.ts and
 * in card.json.
 */
import type { LeadEvent } from '../../schemas/lead-event.ts';
import type { MarketEvent } from '../../schemas/market-event.ts';
import type { BorrowedWords } from './borrowed-words.ts';
import { DAY, START } from './calendar.ts';
import { STREAM, streamOf } from './draws.ts';
import type { Tell } from './lead-state.ts';
import { marketEvents } from './market-events.ts';
import { createNarrator } from './narrator.ts';
import { LeadRecord, type Moment, type Truth, truthOf } from './record-lead.ts';
import { createPlay, type World, type WorldOptions } from './world.ts';

export interface Simulation {
  world: World;
  /** In order of time; none after the last observed day. */
  events: LeadEvent[];
  market: MarketEvent[];
  /** One a lead, in order of arrival, fates after the last observed day among them. */
  truth: Truth[];
  /** In order of day. */
  moments: Moment[];
}

const nameOf = (index: number): string => `lead-${String(index + 1).padStart(5, '0')}`;

/**
 * Plays the world and tells it. The same options give the same bytes.
 * @param onDay told after each day: how many of how many
 */
export function* simulate(
  options: WorldOptions,
  words: BorrowedWords,
): Generator<{ day: number; of: number }, Simulation> {
  const { seed, days } = options;
  const records: LeadRecord[] = [];
  const play = createPlay(options, (index) => {
    const record = new LeadRecord(nameOf(index), streamOf(seed, STREAM.looks, index));
    records.push(record);
    return listenTo(record, index);
  });
  const { world } = play;

  function listenTo(record: LeadRecord, index: number): Tell {
    let narrate: Tell | undefined;
    return (what, state, day, value) => {
      narrate ??= createNarrator({
        lead: record.lead,
        agent: world.agents[state.traits.agent]!.id,
        words,
        listings: world.listings,
        random: streamOf(seed, STREAM.words, index),
        out: (event) => record.add(event),
      });
      record.hear(what, state, day, value);
      narrate(what, state, day, value);
    };
  }

  for (let day = 0; day < play.length; day++) {
    play.day(day, (index, state) => records[index]!.endOfDay(state, day));
    yield { day: day + 1, of: play.length };
  }
  const end = START + days * DAY;
  return {
    world,
    events: inOrder(records, end),
    market: marketEvents(
      world.market,
      world.listings.changes,
      records.flatMap(({ homeChanges }) => homeChanges),
      days,
      streamOf(seed, STREAM.listings, 1),
    ),
    truth: world.lives.map((state, index) => truthOf(state, records[index]!)),
    moments: records
      .flatMap((record) => record.momentsUntil(end))
      .sort((a, b) => a.day - b.day || a.at - b.at),
  };
}

/** Everything seen before `end`, interleaved, with ids. */
function inOrder(records: readonly LeadRecord[], end: number): LeadEvent[] {
  const all = records.flatMap(({ events }) => events.filter(({ at }) => at < end));
  all.sort((a, b) => a.at - b.at);
  return all.map((event, i) => ({ id: `e-${i + 1}`, ...event }) as LeadEvent);
}
