/** Plays a whole world: a market, its listings, agents, and leads that arrive and live day by day. */
import { byAgents, realSurroundings } from './around.ts';
import { isWeekend, season } from './calendar.ts';
import { type Random, STREAM, streamOf } from './draws.ts';
import { FATE, type LeadState, newLead, type Surroundings, type Tell } from './lead-state.ts';
import { ListingMarket } from './listings.ts';
import { liveDay } from './live-day.ts';
import { drawMarket, type MarketPath } from './market-paths.ts';
import { refreshRates } from './rates.ts';
import { GIVES_UP, STAGE } from './settings.ts';
import { type Agent, drawAgents, drawTraits } from './traits.ts';

export interface WorldOptions {
  leads: number;
  /** Days that are observed; lives go on after them, unseen, until every fate is known. */
  days: number;
  seed: number;
  /** Day of the calendar before which nobody arrives; `days` count from it. */
  opens?: number;
  /** A machine answers and touches; agents do so from an offer on. */
  nurtured?: boolean;
}

export interface World extends WorldOptions {
  market: MarketPath;
  listings: ListingMarket;
  agents: Agent[];
  /** In order of arrival; as they ended. */
  lives: LeadState[];
}

const AGENTS = 12;
/** A contract may be on its way when a lead would give up. */
const LONGEST = GIVES_UP + 200;

/** Days of arrival, sorted: more in season, fewer on weekends. */
function drawArrivals({ leads, days, seed, opens = 0 }: WorldOptions): number[] {
  const random = streamOf(seed, STREAM.arrivals);
  const arrivals: number[] = [];
  while (arrivals.length < leads) {
    const day = opens + Math.floor(random() * days);
    if (random() * 1.5 < season(day) * (isWeekend(day) ? 0.7 : 1.05)) arrivals.push(day);
  }
  return arrivals.sort((a, b) => a - b);
}

export interface Play {
  world: World;
  /** Lives one day of all open leads; `after` sees each as the day leaves it. */
  day(day: number, after?: (index: number, state: LeadState) => void): void;
  /** Days there are to live. */
  length: number;
  around: Surroundings;
}

/** Whom a person looks after where a machine does the rest. */
export const tendedFromOffer = ({ stage }: LeadState): boolean => stage >= STAGE.offer;

/**
 * Sets up a world to be played day by day, 0 to `length` − 1.
 * @param tellOf gives the listener that hears everything that happens to lead `index`
 */
export function createPlay(options: WorldOptions, tellOf: (index: number) => Tell): Play {
  const { seed, days, opens = 0 } = options;
  const length = opens + days + LONGEST;
  const market = drawMarket(seed, length);
  const listings = new ListingMarket(seed, market);
  const agents = drawAgents(streamOf(seed, STREAM.traits), AGENTS);
  const arrivals = drawArrivals(options);
  const around = realSurroundings(market, listings, options.nurtured ? tendedFromOffer : byAgents);
  const leads: LeadState[] = [];
  let open: Living[] = [];

  const arrive = (day: number) => {
    while (leads.length < arrivals.length && arrivals[leads.length] === day) {
      const index = leads.length;
      const state = newLead(drawTraits(streamOf(seed, STREAM.traits, index + 1), day, agents), day);
      leads.push(state);
      const living = { index, state, random: streamOf(seed, STREAM.fate, index), tell: tellOf(index) };
      refreshRates(state, day, around);
      living.tell('arrived', state, day, 0);
      open.push(living);
    }
  };
  return {
    world: { ...options, market, listings, agents, lives: leads },
    length,
    around,
    day(day, after) {
      listings.day(day);
      for (const lead of open) liveOn(lead, day, around);
      arrive(day);
      for (const { index, state } of open) if (state.fate === FATE.open) after?.(index, state);
      open = open.filter(({ state }) => state.fate === FATE.open);
    },
  };
}

interface Living {
  index: number;
  state: LeadState;
  random: Random;
  tell: Tell;
}

const liveOn = ({ state, random, tell }: Living, day: number, around: Surroundings): void =>
  liveDay(state, day, around, random, tell);
