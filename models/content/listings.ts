/** What is known of a listing: whether it is open, and which one a text is about. */
import { crc32 } from '../../schemas/crc32.ts';
import type { ContentRequest, ListingFact } from './request.ts';

const DAY = 86_400_000;
/** Older facts are not passed on: prices and reports move on. */
const FRESH = 45 * DAY;

export const isFresh = (at: number, now: number): boolean => now - at <= FRESH;

/** Open for visits, or how it ended; undefined for a status that is not known. RESO StandardStatus, and looser words. */
type ListingState = 'open' | 'contract' | 'sold' | 'off';

const STATES: [RegExp, ListingState][] = [
  [/pending|contract|contingent|escrow/i, 'contract'],
  [/closed|sold/i, 'sold'],
  [/withdrawn|expired|cancel|hold|delete|\boff\b/i, 'off'],
  [/^(?:active|new|available|for sale|back on (?:the )?market)$/i, 'open'],
];

export function stateOf({ status, change }: ListingFact): ListingState | undefined {
  if (change === 'expired') return 'off';
  if (status === undefined) return 'open';
  return STATES.find(([pattern]) => pattern.test(status.trim()))?.[1];
}

/** The latest said of a listing while it is fresh. */
export const factOf = (request: ContentRequest, listing: string | undefined): ListingFact | undefined =>
  request.market.listings.findLast((fact) => fact.listing === listing && isFresh(fact.at, request.at));

const isPrice = (price: number | undefined): price is number =>
  price !== undefined && Number.isFinite(price) && price >= 1000;

/** A listing with a price that may be passed on. */
export const isOffered = (fact: ListingFact): boolean => stateOf(fact) === 'open' && isPrice(fact.price);

export const priceBefore = ({ price, previousPrice }: ListingFact): number | undefined =>
  isPrice(previousPrice) && Math.round(previousPrice) !== Math.round(price) ? previousPrice : undefined;

/** What a variant is about, where it is about one listing: its mark in `used`. */
export const markOf = (listing: string): string => `@${crc32(listing).toString(36)}`;

/** Open listings as last said of each: the least shown first, then new ones, then the latest. */
function offered(request: ContentRequest): ListingFact[] {
  const shown = ({ listing }: ListingFact): number =>
    request.used.filter((variant) => variant.startsWith(request.type) && variant.endsWith(markOf(listing)))
      .length;
  const isNew = ({ change }: ListingFact): number => Number(change === 'new');
  return request.market.listings
    .filter((fact) => fact === factOf(request, fact.listing) && isOffered(fact))
    .sort((a, b) => shown(a) - shown(b) || isNew(b) - isNew(a) || b.at - a.at);
}

/** An open listing within the budget that is not the one looked at. */
export const matching = (request: ContentRequest): ListingFact | undefined =>
  offered(request).find(
    ({ listing, price }) => listing !== request.listing && price <= (request.lead.budget || Infinity),
  );

/** An open listing whose price changed; the one looked at before others. */
export function repriced(request: ContentRequest): ListingFact | undefined {
  const changed = offered(request).filter((fact) => priceBefore(fact) !== undefined);
  return changed.find(({ listing }) => listing === request.listing) ?? changed[0];
}
