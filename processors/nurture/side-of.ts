/** Whether what was said is about a home of the lead's own. */
import type { Intent } from '../../schemas/intents.ts';

export const SELLER_INTENTS: readonly Intent[] = ['seller_valuation', 'listing_intent'];
