/** The homes on the market of every area, which many leads look at, and from which one buyer takes each. */
import { season } from './calendar.ts';
import { clamp, normal, type Random, STREAM, streamOf, whole } from './draws.ts';
import type { LeadState } from './lead-state.ts';
import { AREAS, type MarketPath, tightness } from './market-paths.ts';
import { OFFER } from './settings.ts';

export interface Listing {
  id: string;
  area: number;
  price: number;
  beds: number;
  baths: number;
  /** How sought-after, 1 is usual. */
  heat: number;
  listed: number;
  /** Day it left the market, and how; −1 while it is there. */
  gone: number;
  /** Whether a lead got it, not an outsider. */
  takenByLead: boolean;
  /** Leads that have it in mind. */
  interest: number;
}

export type ListingChange =
  | { day: number; listing: Listing; change: 'new' | 'price' | 'expired'; price: number }
  | { day: number; listing: Listing; change: 'status'; price: number; status: 'pending' };

const NEW_A_DAY = 0.34;
const EXPIRES = 150;
const CUT_EVERY = 24;
/** Homes looked at before one is chosen. */
const LOOKED_AT = 5;

/** What competition for homes was like in the world as played: all that roll-outs know of it. */
export interface Competition {
  /** One for each time a lead chose a home: how sought-after it was, and how many other leads wanted it. */
  choices: { heat: number; rivals: number }[];
  /** Days of leads that had no rival for the home in mind, and how many of those homes another lead got. */
  alone: { days: number; taken: number };
  /** The same for leads with rivals; a day counts once for each rival. */
  rivalled: { days: number; taken: number };
}

/** Chance a day that an outsider buys a home. */
export const outsideSale = (heat: number, tight: number): number =>
  Math.min(0.3, OFFER.outsideSale * heat * tight);

export class ListingMarket {
  readonly all: Listing[] = [];
  readonly changes: ListingChange[] = [];
  readonly competition: Competition = {
    choices: [],
    alone: { days: 0, taken: 0 },
    rivalled: { days: 0, taken: 0 },
  };
  private readonly live: Listing[][] = AREAS.map(() => []);
  private readonly random: Random;
  private readonly market: MarketPath;

  constructor(seed: number, market: MarketPath) {
    this.market = market;
    this.random = streamOf(seed, STREAM.listings);
    for (let area = 0; area < AREAS.length; area++) {
      for (let i = 0; i < 14; i++) this.put(area, -whole(this.random, 0, 40), true);
    }
  }

  /** New homes, price cuts, sales to outsiders and expiries of one day. */
  day(day: number): void {
    for (let area = 0; area < AREAS.length; area++) {
      const tight = tightness(this.market, area, day);
      if (this.random() < NEW_A_DAY * season(day)) this.put(area, day, false);
      for (const listing of this.live[area]!) this.listingDay(listing, day, tight);
      this.live[area] = this.live[area]!.filter(({ gone }) => gone < 0);
      if (this.live[area]!.length < LOOKED_AT) this.put(area, day, false);
    }
  }

  private listingDay(listing: Listing, day: number, tight: number): void {
    const age = day - listing.listed;
    if (this.random() < outsideSale(listing.heat, tight)) this.leave(listing, day);
    else if (age >= EXPIRES) {
      listing.gone = day;
      this.changes.push({ day, listing, change: 'expired', price: listing.price });
    } else if (age > 0 && age % CUT_EVERY === 0 && this.random() < 0.4) {
      listing.price = Math.round((listing.price * (0.955 + 0.03 * this.random())) / 500) * 500;
      listing.heat *= 1.15;
      this.changes.push({ day, listing, change: 'price', price: listing.price });
    }
  }

  private leave(listing: Listing, day: number): void {
    listing.gone = day;
    this.changes.push({ day, listing, change: 'status', price: listing.price, status: 'pending' });
  }

  private put(area: number, day: number, before: boolean): void {
    const { random } = this;
    const price = AREAS[area]!.medianPrice * Math.exp(0.3 * normal(random) + (0.04 * day) / 365);
    const listing: Listing = {
      id: `listing-${this.all.length + 1}`,
      area,
      price: Math.round(price / 1000) * 1000,
      beds: whole(random, 2, 5),
      baths: whole(random, 2, 6) / 2,
      heat: Math.exp(0.5 * normal(random) - 0.1),
      listed: day,
      gone: -1,
      takenByLead: false,
      interest: 0,
    };
    this.all.push(listing);
    this.live[area]!.push(listing);
    if (!before) this.changes.push({ day, listing, change: 'new', price: listing.price });
  }

  /** Of a few homes looked at, the one nearest the budget and most sought-after. */
  choose(state: LeadState, random: Random): void {
    const homes = this.live[state.traits.area]!;
    let best = -1;
    let most = -Infinity;
    for (let i = 0; i < LOOKED_AT; i++) {
      const at = Math.floor(random() * homes.length);
      const { heat, price, gone } = homes[at]!;
      const score = Math.log(heat) - 2 * Math.abs(Math.log(price / state.traits.budget));
      if (gone < 0 && score > most) [most, best] = [score, at];
    }
    if (best < 0) return;
    const listing = homes[best]!;
    state.listing = this.all.indexOf(listing);
    state.heat = listing.heat;
    state.rivals = clamp(listing.interest, 0, 6);
    this.competition.choices.push({ heat: state.heat, rivals: state.rivals });
    listing.interest++;
  }

  /** Any home of the area, for a look that means nothing. */
  browse(area: number, random: Random): Listing {
    const homes = this.live[area]!;
    return homes[Math.floor(random() * homes.length)]!;
  }

  take(state: LeadState, day: number): void {
    const listing = this.all[state.listing];
    if (!listing || listing.gone >= 0) return;
    listing.takenByLead = true;
    this.leave(listing, day);
  }

  /** Sees how a lead's home in mind stands today, and counts what that says of the competition. */
  watch(state: LeadState): boolean {
    const listing = this.all[state.listing]!;
    const { alone, rivalled } = this.competition;
    const gone = listing.gone >= 0;
    const count = state.rivals === 0 ? alone : rivalled;
    count.days += Math.max(1, state.rivals);
    if (gone && listing.takenByLead) count.taken++;
    state.heat = listing.heat;
    state.rivals = clamp(listing.interest - 1, 0, 6);
    return gone;
  }

  /** A deal that fell through, or another home preferred. */
  drop(state: LeadState): void {
    const listing = this.all[state.listing];
    if (listing) listing.interest--;
  }
}
