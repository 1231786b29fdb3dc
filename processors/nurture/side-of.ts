/** Whether it is about a home of the lead's own: by what was said, or by what is known of the lead. */
import type { Intent } from '../../schemas/intents.ts';
import type { LeadState } from '../lead-state.ts';

export const SELLER_INTENTS: readonly Intent[] = ['seller_valuation', 'listing_intent'];

export const isSeller = ({ contact, market, view }: LeadState): boolean =>
  contact.home !== undefined ||
  market.sells !== undefined ||
  (view?.profile.primaryMicrosegment.includes('seller') ?? false);
