/**
 * What a lead looks for, as its areas are told: which side it is on, what it can spend, and the home it is about.
 *
 * A lead sells where its profile names a home, where it signed a listing, or where it asked what its home is worth or
 * how to list it; it stays a seller. Otherwise it buys, as soon as its budget is known, or what the market says of the listing it looked at last. A
 * seller with a budget buys, too: homes within it find it as they find any buyer.
 */
import type { InterestEvent } from '../schemas/market-event.ts';
import type { LeadState } from './lead-state.ts';

export type Taste = Pick<InterestEvent, 'side' | 'budget' | 'home'>;

/** Undefined while nothing is known; `none` once the lead is no longer open. */
export function tasteOf(state: LeadState): Taste | undefined {
  const { contact, market, listing } = state;
  if (state.status !== 'open') return { side: 'none' };
  const sells = contact.home !== undefined || market.sells !== undefined;
  const budget = contact.budget ? { budget: contact.budget } : {};
  if (sells) return { side: 'sell', ...budget, ...homed(contact.home ?? lookedAt(state, market.sells!)) };
  const home = lookedAt(state, listing);
  return contact.budget || home ? { side: 'buy', ...budget, ...homed(home) } : undefined;
}

const homed = (home: Taste['home']) => (home ? { home } : {});

/** The listing as the market told it; undefined where it has not. */
function lookedAt({ market }: LeadState, id: string): Taste['home'] {
  const known = id === '' ? undefined : market.listings.find(({ listing }) => listing === id);
  if (!known) return undefined;
  const { listing, price, beds, baths } = known;
  return { listing, price, ...(beds !== undefined && { beds }), ...(baths !== undefined && { baths }) };
}

/** Whether both say the same. */
export function isSameTaste(a: Taste | undefined, b: Taste | undefined): boolean {
  if (a === b) return true;
  return (
    a?.side === b?.side &&
    a?.budget === b?.budget &&
    a?.home?.listing === b?.home?.listing &&
    a?.home?.price === b?.home?.price &&
    a?.home?.beds === b?.home?.beds &&
    a?.home?.baths === b?.home?.baths
  );
}
