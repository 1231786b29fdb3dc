/**
 * Rivals laid over a simulated brokerage: its leads' histories as they are, and beside them, with random streams of
 * their own, who else is at the door. A lead that is lost to a rival is heard of no more; one that is drawn away writes
 * less; all else the base world told stays as it was, to the byte. affair.ts is the mechanism, lets-on.ts what shows of
 * it, rival-lead.ts one lead's history; what is assumed is in settings.ts and in card.json.
 */
import type { LeadEvent } from '../../../schemas/lead-event.ts';
import type { MarketEvent } from '../../../schemas/market-event.ts';
import type { BorrowedWords } from '../borrowed-words.ts';
import { DAY, START } from '../calendar.ts';
import { STREAM, streamOf } from '../draws.ts';
import type { LeadState } from '../lead-state.ts';
import { isCourted } from '../market-paths.ts';
import { type Simulation, simulate } from '../simulate.ts';
import { createPlay, type WorldOptions } from '../world.ts';
import type { AffairState } from './affair.ts';
import type { SaidOfRival } from './lets-on.ts';
import { OF_RIVALS } from './marks.ts';
import { createMoves } from './moves.ts';
import { type Planted, plantOf } from './plants.ts';
import { RivalLead, type RivalTruth } from './rival-lead.ts';

export interface RivalOptions extends WorldOptions {
  /** Share of leads with an event planted for the alerts to find. */
  planted: number;
  /** Share of open days at whose end a lead is looked at. */
  looks: number;
}

/** The end of a day of an open lead, with everything there is to know of it. */
export interface RivalLook {
  /** Index of the lead. */
  lead: number;
  day: number;
  /** Epoch ms. */
  at: number;
  state: LeadState;
  affair: AffairState;
  /** Moves of competitors in the area, decayed. */
  moves: number;
}

export interface RivalWorld {
  base: Simulation;
  /** In order of time; those of the overlay have ids of their own. */
  events: LeadEvent[];
  market: MarketEvent[];
  /** One a lead, in order of arrival. */
  truth: RivalTruth[];
  /** What is true of the messages that speak of rivals, by event id. */
  said: ReadonlyMap<string, SaidOfRival>;
  planted: Planted[];
  looks: RivalLook[];
}

const markRivals = (words: BorrowedWords): BorrowedWords => ({
  message(intent, random) {
    const text = words.message(intent, random);
    return intent === 'competitor_agent' || intent === 'competitor_listing' ? OF_RIVALS : text;
  },
  answer: words.answer,
});

/** The same options give the same bytes. Yields after each day. */
export function* playRivals(
  options: RivalOptions,
  words: BorrowedWords,
): Generator<{ day: number; of: number }, RivalWorld> {
  const { seed, days, planted, looks: share } = options;
  const base = yield* simulate(options, markRivals(words));
  const byLead = eventsByLead(base.events);
  const moves = createMoves(base.market);
  const leads: RivalLead[] = [];
  const looks: RivalLook[] = [];
  const looking = streamOf(seed, STREAM.rivalLooks);
  // The base world is lived again, for its hidden states.
  const play = createPlay(options, (index) => {
    const { lead } = base.truth[index]!;
    leads[index] = new RivalLead({
      ...{ seed, index, lead, agents: play.world.agents, listings: play.world.listings },
      ...{ events: byLead.get(lead) ?? [], plant: plantOf(seed, index, planted) },
    });
    return leads[index].hear;
  });
  const last = days;
  for (let day = 0; day < last; day++) {
    play.day(day, (index, state) => {
      const own = leads[index]!;
      if (own.affair.lostTo >= 0) return;
      const { area } = state.traits;
      const felt = moves.at(area, day);
      own.live(state, { day, courted: isCourted(play.world.market, area, day), moves: felt });
      if (looking() < share && own.affair.lostTo < 0)
        looks.push({
          lead: index,
          day,
          at: own.endOf(day),
          state: { ...state },
          affair: { ...own.affair },
          moves: felt,
        });
    });
    yield { day: day + 1, of: last };
  }
  for (let day = last; day < play.length; day++) play.day(day);
  const end = START + last * DAY;
  const told = leads.map((own, index) => own.end(base.truth[index]!, play.world.lives[index]!, end));
  return {
    base,
    events: told.flatMap(({ events }) => events).sort((a, b) => Number(a.at) - Number(b.at)),
    market: withCuts(
      base.market,
      leads.flatMap(({ notes }) => notes.cuts),
    ),
    truth: told.map(({ truth }) => truth),
    said: new Map(leads.flatMap(({ notes }) => [...notes.said])),
    planted: leads.flatMap(({ notes }) => notes.planted).filter(({ at }) => at < end),
    looks: looks.filter(({ at }) => at < end),
  };
}

function eventsByLead(events: readonly LeadEvent[]): Map<string, LeadEvent[]> {
  const byLead = new Map<string, LeadEvent[]>();
  for (const event of events) {
    const own = byLead.get(event.lead);
    if (own) own.push(event);
    else byLead.set(event.lead, [event]);
  }
  return byLead;
}

/** Cuts that were planted, among the market's own news; numbered anew, as a source would. */
function withCuts(market: readonly MarketEvent[], cuts: readonly Omit<MarketEvent, 'seq'>[]): MarketEvent[] {
  const all = [...market, ...cuts].sort((a, b) => Number(a.at) - Number(b.at));
  return all.map((event, i) => ({ ...event, seq: i + 1 }) as MarketEvent);
}
