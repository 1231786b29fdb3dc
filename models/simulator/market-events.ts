/** The market as MarketEvents: every area's index each Monday, listings as they change, what competitors do. */
import type { MarketEvent } from '../../schemas/market-event.ts';
import { DAY, HOUR, partOfYear, START, season } from './calendar.ts';
import { between, pick, type Random } from './draws.ts';
import type { ListingChange } from './listings.ts';
import { AREAS, campaignStarts, type MarketPath } from './market-paths.ts';
import type { HomeChange } from './record-lead.ts';
import { WEEK } from './settings.ts';

type Unnumbered<E> = E extends MarketEvent ? Omit<E, 'id' | 'seq'> & { at: number } : never;
export type TimedMarketEvent = Unnumbered<MarketEvent>;

const COMPETITORS = ['rival-1', 'rival-2', 'rival-3', 'rival-4', 'rival-5'];
/** Chances that a change of a listing was a competitor's doing, and that it holds an open house when it is new. */
const THEIRS = 0.4;
const OPEN_HOUSE = 0.3;

/** Homes pile up after the buyers' season: 0 on average, most in July. */
const pile = (day: number): number => Math.cos(2 * Math.PI * (partOfYear(day) - 0.52));

function indexOf(market: MarketPath, area: number, day: number): TimedMarketEvent {
  const week = day / WEEK - market.from;
  const stock = market.stock[area]![week]!;
  const { name, inventory, medianPrice } = AREAS[area]!;
  const busy = season(day) - 1;
  return {
    type: 'index',
    at: START + day * DAY + 7 * HOUR,
    area: name,
    inventory: Math.round(inventory * Math.exp(stock + 0.18 * pile(day))),
    medianPrice: Math.round(medianPrice * Math.exp((0.04 * day) / 365 - 0.12 * stock + 0.06 * busy)),
    daysOnMarket: Math.round(34 * Math.exp(0.9 * stock - 0.5 * busy)),
    mortgageRate: Math.round(market.rate[week]! * 100) / 100,
  };
}

/** A Monday: the indices, and the campaigns that start. */
function* monday(market: MarketPath, day: number, random: Random): Generator<TimedMarketEvent> {
  for (let area = 0; area < AREAS.length; area++) {
    yield indexOf(market, area, day);
    if (!campaignStarts(market, area, day)) continue;
    const at = START + day * DAY + 9 * HOUR;
    yield {
      type: 'competitor',
      at,
      area: AREAS[area]!.name,
      agent: pick(random, COMPETITORS),
      change: 'campaign',
    };
  }
}

function* mondays(market: MarketPath, days: number, random: Random): Generator<TimedMarketEvent> {
  for (let day = 0; day < days; day += WEEK) yield* monday(market, day, random);
}

/** What the market says of one day while a world is being lived. @param changes of listings that day */
export function* marketDay(
  market: MarketPath,
  changes: readonly ListingChange[],
  day: number,
  random: Random,
): Generator<TimedMarketEvent> {
  if (day % WEEK === 0) yield* monday(market, day, random);
  yield* listingEvents(changes, day + 1, random);
}

const atWork = (day: number, random: Random): number =>
  START + day * DAY + Math.round(between(random, 13, 23) * HOUR);

function* listingEvents(
  changes: readonly ListingChange[],
  days: number,
  random: Random,
): Generator<TimedMarketEvent> {
  for (const change of changes) {
    if (change.day < 0 || change.day >= days) continue;
    const { listing, day } = change;
    const at = atWork(day, random);
    const area = AREAS[listing.area]!.name;
    const { id, beds, baths, listed } = listing;
    yield {
      ...{ type: 'listing', at, area, change: change.change, listing: id, price: change.price, beds, baths },
      daysOnMarket: Math.max(0, day - listed),
      ...(change.change === 'status' ? { status: change.status } : {}),
    };
    const theirs = competitorsPart(change, random);
    if (theirs)
      yield { type: 'competitor', at, area, agent: pick(random, COMPETITORS), change: theirs, listing: id };
  }
}

function competitorsPart({ change, listing }: ListingChange, random: Random) {
  if (listing.takenByLead || random() >= THEIRS) return undefined;
  if (change === 'new') return random() < OPEN_HOUSE ? 'open_house' : 'listing_taken';
  if (change === 'price') return 'price_cut';
  return change === 'status' ? 'sold' : undefined;
}

function* homeEvents(
  changes: readonly HomeChange[],
  days: number,
  random: Random,
): Generator<TimedMarketEvent> {
  for (const { day, id, area, ...rest } of changes) {
    if (day >= days) continue;
    yield { type: 'listing', at: atWork(day, random), area: AREAS[area]!.name, listing: id, ...rest };
  }
}

/**
 * All of it in order of time, numbered.
 * @param days observed
 */
export function marketEvents(
  market: MarketPath,
  listings: readonly ListingChange[],
  homes: readonly HomeChange[],
  days: number,
  random: Random,
): MarketEvent[] {
  const all = [
    ...mondays(market, days, random),
    ...listingEvents(listings, days, random),
    ...homeEvents(homes, days, random),
  ].sort((a, b) => a.at - b.at);
  return all.map((event, i) => ({ id: `m-${i + 1}`, seq: i + 1, ...event }) as MarketEvent);
}
