/** What surrounds a lead: the one world there is, or a future drawn for a roll-out. */
import type { Random } from './draws.ts';
import type { LeadState, Surroundings } from './lead-state.ts';
import { type Competition, type ListingMarket, outsideSale } from './listings.ts';
import { isCourted, type MarketPath, ratePull, tightness } from './market-paths.ts';

function forget(state: LeadState): void {
  state.listing = -1;
  state.heat = 1;
  state.rivals = 0;
}

const looksForHome = (state: LeadState): boolean => state.traits.side !== 'seller';

/** In a brokerage without a machine. */
export const byAgents = (): boolean => true;

/** The world that happens; leads meet over its listings. */
export function realSurroundings(
  market: MarketPath,
  listings: ListingMarket,
  tended: Surroundings['tended'],
): Surroundings {
  return {
    tended,
    ratePull: (day) => ratePull(market, day),
    tightness: (area, day) => tightness(market, area, day),
    courted: (area, day) => isCourted(market, area, day),
    chooseListing(state, _day, random) {
      if (looksForHome(state)) listings.choose(state, random);
    },
    listingGone: (state) => listings.watch(state),
    takeListing: (state, day) => listings.take(state, day),
    dropListing(state) {
      if (state.listing < 0) return;
      listings.drop(state);
      forget(state);
    },
  };
}

/** A listing that is on no list: roll-outs know only what the competition for it is like. */
const SOME_LISTING = 0;

/**
 * A drawn future. The other leads are not lived on: those that want the same home now go on wanting it, and homes
 * chosen later meet the competition that was met in the world as played.
 */
export function drawnSurroundings(
  market: MarketPath,
  { choices, alone, rivalled }: Competition,
): Surroundings {
  const newcomer = alone.taken / Math.max(1, alone.days);
  const rival = rivalled.taken / Math.max(1, rivalled.days);
  return {
    tended: byAgents,
    ratePull: (day) => ratePull(market, day),
    tightness: (area, day) => tightness(market, area, day),
    courted: (area, day) => isCourted(market, area, day),
    chooseListing(state, _day, random: Random) {
      if (!looksForHome(state) || choices.length === 0) return;
      const { heat, rivals } = choices[Math.floor(random() * choices.length)]!;
      state.listing = SOME_LISTING;
      state.heat = heat;
      state.rivals = rivals;
    },
    listingGone(state, day, random) {
      const sold = outsideSale(state.heat, tightness(market, state.traits.area, day));
      return random() < sold + (state.rivals === 0 ? newcomer : rival * state.rivals);
    },
    takeListing() {},
    dropListing(state) {
      if (state.listing >= 0) forget(state);
    },
  };
}
