/** The market as MarketEvents: every area's index each Monday, listings as they change, what competitors do. */
import type { MarketEvent } from '../../schemas/market-event.ts';
import { DAY, HOUR, partOfYear, START, season } from './calendar.ts';
import { between, pick, pickWeighted, type Random, STREAM, streamOf, whole } from './draws.ts';
import type { ListingMarket } from './listings.ts';
import { AREAS, type MarketPath } from './market-paths.ts';
import { WEEK } from './settings.ts';

export type TimedMarketEvent = Untitled<MarketEvent> & { at: number };
type Untitled<E> = E extends MarketEvent ? Omit<E, 'id' | 'seq'> : never;

/** Sellers among the leads list their homes too. */
const COMPETITORS = ['rival-1', 'rival-2', 'rival-3', 'rival-4', 'rival-5'];
const ACTIONS = { listing_taken: 3, open_house: 4, price_cut: 2, campaign: 1, sold: 2 } as const;
const ACTIONS_A_DAY = 0.12;

function* indices(market: MarketPath, days: number): Generator<TimedMarketEvent> {
  for (let day = 0; day < days; day += WEEK) {
    const i = day / WEEK - market.from;
    for (const [a, area] of AREAS.entries()) {
      const stock = market.stock[a]![i]!;
      const year = day / 365;
      const spring = season(day);
      yield {
        type: 'index',
        at: START + day * DAY + 7 * HOUR,
        area: area.name,
        inventory: Math.round(area.inventory * Math.exp(stock + 0.18 * (seasonLater(day) - 1))),
        medianPrice: Math.round(
          area.medianPrice * Math.exp(0.04 * year - 0.12 * stock + 0.06 * (spring - 1)),
        ),
        daysOnMarket: Math.round(34 * Math.exp(0.9 * stock - 0.5 * (spring - 1))),
        mortgageRate: Math.round(market.rate[i]! * 100) / 100,
      };
    }
  }
}

/** Homes pile up after the buyers' season. */
const seasonLater = (day: number): number => 1 + Math.cos(2 * Math.PI * (partOfYear(day) - 0.52));

function* listingEvents(
  { changes }: ListingMarket,
  days: number,
  random: Random,
): Generator<TimedMarketEvent> {
  for (const { day, listing, ...change } of changes) {
    if (day < 0 || day >= days) continue;
    yield {
      type: 'listing',
      at: START + day * DAY + Math.round(between(random, 12, 23) * HOUR),
      area: AREAS[listing.area]!.name,
      ...{ change: change.change, listing: listing.id, price: change.price },
      ...{ beds: listing.beds, baths: listing.baths, daysOnMarket: Math.max(0, day - listing.listed) },
      ...(change.change === 'status' ? { status: change.status } : {}),
    };
  }
}

function* competitorEvents(days: number, random: Random): Generator<TimedMarketEvent> {
  for (let day = 0; day < days; day++) {
    for (const { name } of AREAS) {
      if (random() >= ACTIONS_A_DAY) continue;
      yield {
        type: 'competitor',
        at: START + day * DAY + whole(random, 13 * HOUR, 23 * HOUR),
        area: name,
        agent: pick(random, COMPETITORS),
        change: pickWeighted(random, ACTIONS),
      };
    }
  }
}

/** All of it in order of time, with ids and a sequence number a area. */
export function marketEvents(
  market: MarketPath,
  listings: ListingMarket,
  days: number,
  seed: number,
): MarketEvent[] {
  const random = streamOf(seed, STREAM.listings, 1);
  const all = [
    ...indices(market, days),
    ...listingEvents(listings, days, random),
    ...competitorEvents(days, random),
  ].sort((a, b) => a.at - b.at);
  return all.map((event, i) => ({ id: `m-${i + 1}`, seq: i + 1, ...event }) as MarketEvent);
}
