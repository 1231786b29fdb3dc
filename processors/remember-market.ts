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
  const { index } = facts;
  const keep = memory.area && sameArea(memory.area.name, home) && !sameArea(facts.area, home);
  const area = index && !keep ? { name: facts.area, at: asOf, index } : memory.area;
  const listings = listingsAfter(memory.listings, facts, asOf);
  const { sells } = memory;
  return { ...(area && { area }), listings, ...(sells !== undefined && { sells }) };
}

/**
 * A seller's rivals are not kept: what is kept may be offered to the lead. With more than there is room for, those
 * that it only may like leave before those it looked at.
 */
function listingsAfter(
  known: MarketMemory['listings'],
  { listing, touch }: MarketFacts,
  at: number,
): MarketMemory['listings'] {
  if (!listing || touch === 'rival') return known;
  const before = known.find((other) => other.listing === listing.listing);
  const seen = before?.touch === 'viewed' ? 'viewed' : touch;
  const all = [
    ...known.filter((other) => other !== before),
    { ...listing, ...(seen && { touch: seen }), at },
  ];
  if (all.length <= LISTINGS) return all;
  const leaves = all.findIndex(({ touch: why }) => why === 'budget' || why === 'similar');
  return all.filter((_, i) => i !== Math.max(0, leaves));
}

/** Whether the lead has heard this very change of the listing, or a later one: as one that looked at it, or by its area. */
export function hasHeard(memory: MarketMemory, { listing }: MarketFacts): boolean {
  if (listing?.version === undefined) return false;
  const known = memory.listings.find((other) => other.listing === listing.listing);
  return known?.version !== undefined && known.version >= listing.version;
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
