/** Invented market events about what leads looked at lately, so that the demo's market moves where somebody looks. */
import { crc32 } from '../schemas/crc32.ts';
import type { LeadEvent } from '../schemas/lead-event.ts';
import type { MarketEvent } from '../schemas/market-event.ts';

export interface MarketNews {
  /** Remembers the listing an event is about. */
  heard(event: LeadEvent): void;
  /** The next piece of news, as of `now` (epoch ms). */
  next(now: number): MarketEvent;
}

const REMEMBERED = 60;
/** Places that conversations of the corpus speak of. */
const AREAS = ['Clintonvale', 'Spokane', 'Tulsa', 'Boise', 'Knoxville', 'Asheville', 'Tacoma', 'Duluth'];
const LISTING_ACTIVITIES = new Set(['listing_view', 'favorite', 'showing_booked', 'showing_attended']);

/** @param random numbers in [0, 1) */
export function createMarketNews(random: () => number): MarketNews {
  const listings: string[] = [];
  const prices = new Map<string, number>();
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  let n = 0;

  const envelope = (now: number, area: string) => ({ id: `news-${now}-${n++}`, at: now, seq: now, area });

  function index(now: number): MarketEvent {
    const area = pick(AREAS);
    return {
      ...envelope(now, area),
      type: 'index',
      inventory: 80 + Math.floor(random() * 200),
      medianPrice: 1000 * (250 + (crc32(area) % 300) + Math.floor(random() * 20)),
      daysOnMarket: 15 + Math.floor(random() * 40),
      mortgageRate: Math.round(100 * (6.2 + random() * 0.6)) / 100,
    };
  }

  function priceCut(now: number): MarketEvent {
    const listing = pick(listings);
    const before = prices.get(listing) ?? 1000 * (220 + (crc32(listing) % 500));
    const price = 1000 * Math.round((before * (0.95 + random() * 0.04)) / 1000);
    prices.set(listing, price);
    return {
      ...envelope(now, pick(AREAS)),
      type: 'listing',
      change: 'price',
      listing,
      price,
      status: 'active',
    };
  }

  function competitor(now: number): MarketEvent {
    const change = pick(['open_house', 'price_cut', 'campaign'] as const);
    return { ...envelope(now, pick(AREAS)), type: 'competitor', agent: 'rival-realty', change };
  }

  return {
    heard(event) {
      if (event.type !== 'activity' || !event.ref || !LISTING_ACTIVITIES.has(event.activity)) return;
      listings.push(event.ref);
      if (listings.length > REMEMBERED) listings.shift();
    },
    next(now) {
      const dice = random();
      if (listings.length && dice < 0.6) return priceCut(now);
      return dice < 0.85 ? index(now) : competitor(now);
    },
  };
}
