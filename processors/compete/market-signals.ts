/**
 * What news of the market is to one lead. A listing may come to it twice, of its own and by its area: the cause is the
 * change, so that the second says nothing new, whichever comes first.
 */
import type { MarketFacts } from '../../schemas/market-event.ts';
import { standingOf } from '../listing-standing.ts';
import type { CompetitionState, SeenSignal } from './competition-state.ts';
import * as texts from './signal-texts.ts';

const DAY_MS = 86_400_000;
/** A cut so deep, by a competitor, of the home the lead saw last is critical by itself. */
const DEEP = 0.05;

type Listing = NonNullable<MarketFacts['listing']>;
type Told = Pick<SeenSignal, 'monitor' | 'kind' | 'text'> & { days: number };

/** A lead as the market sees it. */
export interface Standing {
  /** The listing it looked at last, and the one it was shown last; empty: none. */
  listing: string;
  shown: string;
  /** 0: not known. */
  budget: number;
  rate: CompetitionState['rate'];
  /** The latest said of the listing that was shown. */
  shownFact: Pick<Listing, 'price' | 'previousPrice'> | undefined;
}

/** @param id of the event @param at epoch ms @returns with its cause; undefined where it is nothing to the lead */
export function marketSignal(
  facts: MarketFacts,
  lead: Standing,
  id: string,
  at: number,
): SeenSignal | undefined {
  const { listing, source, shift, competitor, index, area } = facts;
  const signal = (cause: string, told: Told | undefined, more: Partial<SeenSignal> = {}) =>
    told && signalOf(cause, source, told, at, more);
  if (listing)
    return signal(changeOf(listing), listingNews(facts, listing, lead), { listing: listing.listing });
  if (shift) return signal(`shift:${source}:${shift.measure}:${id}`, shifted(shift, area));
  if (competitor) {
    const { agent, change } = competitor;
    const text = texts.moveText(agent, change, `in ${area}`);
    const told: Told = { monitor: 'contact', kind: 'competitor_move', text, days: 10 };
    return signal(`move:${source}:${id}`, told, { competitor: agent, grave: isDeepCut(facts, lead) });
  }
  return index && signal(`rate:${lead.rate.named}:${id}`, rateNews(index.mortgageRate, lead.rate));
}

function signalOf(
  id: string,
  source: string,
  { days, ...told }: Told,
  at: number,
  more: Partial<SeenSignal>,
): SeenSignal {
  return {
    ...{ id, ...told, source, at, expires: at + days * DAY_MS, competitor: '', listing: '', grave: false },
    ...more,
  };
}

/** By its number within the listing where it has one. */
export const changeOf = ({ listing, version, change, price, status = '' }: Listing): string =>
  version === undefined ? `listing:${listing}:${change}:${price}:${status}` : `listing:${listing}:${version}`;

function listingNews(facts: MarketFacts, listing: Listing, lead: Standing): Told | undefined {
  if (listing.change === 'known') return undefined;
  const touch = facts.touch ?? 'viewed';
  if (touch === 'rival') return rivalNews(listing, facts.area);
  const { price, previousPrice = price } = listing;
  const stands = standingOf(listing.status);
  if (stands === 'active' && standingOf(listing.previousStatus) !== 'active')
    return { monitor: 'opportunity', kind: 'back_on_market', text: texts.backText(listing), days: 10 };
  if (price < previousPrice && lead.budget >= price && lead.budget < previousPrice && stands === 'active') {
    const text = texts.intoBudgetText(listing, lead.budget);
    return { monitor: 'opportunity', kind: 'cut_into_budget', text, days: 14 };
  }
  return touch === 'viewed' ? viewedNews(listing) : undefined;
}

function viewedNews(listing: Listing): Told | undefined {
  const { price, previousPrice = price } = listing;
  if (standingOf(listing.status) !== 'active')
    return { monitor: 'pricing', kind: 'viewed_gone', text: texts.goneText(listing), days: 14 };
  if (price === previousPrice) return undefined;
  const kind = price < previousPrice ? 'viewed_price_cut' : 'viewed_price_rise';
  return { monitor: 'pricing', kind, text: texts.priceText(listing, 'which it looked at'), days: 14 };
}

function rivalNews(listing: Listing, area: string): Told | undefined {
  const { change, price, previousPrice = price, status, previousStatus } = listing;
  if (standingOf(status) === 'expired')
    return standingOf(previousStatus) === 'expired'
      ? undefined
      : { monitor: 'opportunity', kind: 'rival_expired', text: texts.rivalExpiredText(listing), days: 21 };
  if (standingOf(status) === 'gone') return undefined;
  if (change === 'new' && previousPrice === price)
    return { monitor: 'pricing', kind: 'rival_listed', text: texts.rivalListedText(listing, area), days: 21 };
  if (price < previousPrice) {
    const text = texts.priceText(listing, 'a home like its own');
    return { monitor: 'pricing', kind: 'rival_price_cut', text, days: 21 };
  }
  return undefined;
}

const SHIFTS = {
  inventory: 'inventory_shift',
  medianPrice: 'price_shift',
  daysOnMarket: 'days_on_market_shift',
  mortgageRate: 'rate_shift',
} as const;
const shifted = (shift: NonNullable<MarketFacts['shift']>, area: string): Told => ({
  ...{ monitor: 'shift', kind: SHIFTS[shift.measure], text: texts.shiftText(shift, area), days: 28 },
});

const rateNews = (rate: number, { named, told }: Standing['rate']): Told | undefined =>
  named > rate && rate > 0 && !told
    ? { monitor: 'opportunity', kind: 'rate_below_named', text: texts.rateText(rate, named), days: 14 }
    : undefined;

/** A rival's client cuts the price of the home the lead has in mind: it may well meet the rival over it. */
function isDeepCut({ source, competitor }: MarketFacts, { shown, shownFact }: Standing): boolean {
  if (competitor?.change !== 'price_cut' || !shown || !source.endsWith(`/listing/${shown}`)) return false;
  const { price = 0, previousPrice = 0 } = shownFact ?? {};
  return previousPrice > 0 && price <= previousPrice * (1 - DEEP);
}
