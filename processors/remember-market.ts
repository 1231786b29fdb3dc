/** What a lead keeps of the market: its area's latest index and the listings it watches that moved. */
import type { MarketFacts } from '../schemas/market-event.ts';
import type { MarketMemory } from './lead-state.ts';

const LISTINGS = 5;

/**
 * @param at of the touch, epoch ms
 * @param home the area the lead named as its own: once its index is known, another area's does not replace it
 */
export function rememberMarket(
  memory: MarketMemory,
  facts: MarketFacts,
  at: number,
  home: string | undefined,
): MarketMemory {
  const asOf = facts.asOf ?? at;
  const { index, listing } = facts;
  const keep = memory.area && sameArea(memory.area.name, home) && !sameArea(facts.area, home);
  const area = index && !keep ? { name: facts.area, at: asOf, index } : memory.area;
  const listings = listing
    ? [...memory.listings.filter((l) => l.listing !== listing.listing), { ...listing, at: asOf }].slice(
        -LISTINGS,
      )
    : memory.listings;
  return area ? { area, listings } : { listings };
}

const sameArea = (a: string, b: string | undefined): boolean =>
  a.trim().toLowerCase() === b?.trim().toLowerCase();

/** Signed relative changes, for the running features; undefined where nothing changed in numbers. */
export function marketMoves(facts: MarketFacts): { price?: number; inventory?: number; rate?: number } {
  const { index, listing } = facts;
  const price = listing
    ? relative(listing.previousPrice, listing.price)
    : relative(index?.previousMedianPrice, index?.medianPrice);
  const inventory = relative(index?.previousInventory, index?.inventory);
  const rate = relative(index?.previousMortgageRate, index?.mortgageRate);
  return {
    ...(price !== undefined && { price }),
    ...(inventory !== undefined && { inventory }),
    ...(rate !== undefined && { rate }),
  };
}

const relative = (before: number | undefined, now: number | undefined): number | undefined =>
  before && now !== undefined ? now / before - 1 : undefined;
