/** What a lead is worth to the brokerage, in expected commission. */
import type { NurtureSettings } from '../../schemas/nurture-settings.ts';
import type { LeadState } from '../lead-state.ts';
import { round } from '../round.ts';
import type { CompetitionState } from './competition-state.ts';

/**
 * Share of the price that one side's brokerage earns where the tenant's settings do not say: an assumption, about what
 * US buyers' and sellers' sides were paid in 2024 (Redfin News: 2.4 % on average).
 */
export const COMMISSION = 0.024;

/** US dollars: P(converts) × price × commission; 0 where no price is known. */
export const expectedCommission = (
  state: Pick<LeadState, 'contact' | 'market' | 'listing'>,
  competition: Pick<CompetitionState, 'pricing'>,
  pConvert: number,
  commission: NurtureSettings['commission'] = COMMISSION,
): number => round(pConvert * priceOf(state, competition) * commission, 0);

/** What its home is worth, the budget it names, the home it looked at last, or what homes cost around it. */
export function priceOf(
  { contact, market, listing }: Pick<LeadState, 'contact' | 'market' | 'listing'>,
  { pricing }: Pick<CompetitionState, 'pricing'>,
): number {
  const own =
    contact.home?.price ?? (contact.home || market.sells !== undefined ? pricing?.price : undefined);
  if (own) return own;
  if (contact.budget) return contact.budget;
  const seen = market.listings.find((fact) => fact.listing === listing);
  return seen?.price ?? market.area?.index.medianPrice ?? 0;
}
