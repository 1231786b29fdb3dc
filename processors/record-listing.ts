/** A listing's change: those who look at it hear of it, and so does its area. */
import type { HomeEvent, MarketFacts } from '../schemas/market-event.ts';
import { areaKey } from '../schemas/shards.ts';
import { statusAfter } from './listing-standing.ts';
import { type MarketState, MOST_PRICES } from './market-state.ts';
import { type EventOf, type MarketTurn, type News, quietTurn } from './market-turn.ts';

type Listing = NonNullable<MarketFacts['listing']>;

/**
 * @param known the state with the event's number and area
 * @param areaBefore the area that knew the listing until now; empty: none
 */
export function recordListing(
  key: string,
  event: EventOf<'listing'>,
  known: MarketState,
  areaBefore: string,
): MarketTurn {
  const before = known.listing;
  const listing = listingAfter(known, event);
  const { price } = listing;
  const moved = !before || before.price !== price;
  const same = before && !moved && before.status === listing.status && before.change === listing.change;
  const prices = moved ? [...known.prices, { at: event.at, price }].slice(-MOST_PRICES) : known.prices;
  const state = { ...known, listing, prices, at: event.at };
  const turn = quietTurn(key, event, state);
  const left = areaBefore !== '' && areaKey(event.tenant, areaBefore) !== areaKey(event.tenant, event.area);
  if (same && !left) return turn;
  const home = homeOf(event, listing);
  const told = left ? [home, movedAway(home, areaBefore)] : [home];
  return { ...turn, news: same ? [] : [viewed(state, listing, state.interested)], told };
}

/** How a listing is now, for a lead that begins to watch it; undefined while nothing is known of it. */
export function listingNow(state: MarketState, lead: string): News | undefined {
  const { listing, at } = state;
  if (!listing) return undefined;
  const { previousPrice: _, previousStatus: __, ...now } = listing;
  const { facts, audience } = viewed(state, { ...now, change: 'known' }, [lead]);
  return { facts: { asOf: at, ...facts }, audience };
}

const viewed = ({ estimate }: MarketState, listing: Listing, audience: readonly string[]): News => ({
  facts: { listing, touch: 'viewed', ...(estimate && { estimate }) },
  audience,
});

function listingAfter({ listing: before, version }: MarketState, event: EventOf<'listing'>): Listing {
  const { listing, change, price, daysOnMarket } = event;
  const status = event.status ?? statusAfter(change, before?.status);
  const beds = event.beds ?? before?.beds;
  const baths = event.baths ?? before?.baths;
  return {
    ...{ listing, change, price },
    ...(before && before.price !== price && { previousPrice: before.price }),
    ...(status !== undefined && { status }),
    ...(before?.status !== undefined && before.status !== status && { previousStatus: before.status }),
    ...(beds !== undefined && { beds }),
    ...(baths !== undefined && { baths }),
    ...(daysOnMarket !== undefined && { daysOnMarket }),
    version,
  };
}

/** What the area hears; it knows changes by their number. */
function homeOf({ tenant, at, area }: EventOf<'listing'>, { version, ...listing }: Listing): HomeEvent {
  return { id: `home:${version}`, tenant, at, type: 'home', area, seq: version!, ...listing };
}

/** What the area hears that a listing left for another. */
const movedAway = (home: HomeEvent, area: string): HomeEvent => ({
  ...{ ...home, id: `${home.id}:moved`, area, change: 'moved' },
});
