/** What a text cannot do without: the field, and the fix. */
import { type ContentType, purposeOf } from '../../schemas/nurture.ts';
import type { Facts } from './facts.ts';
import type { ContentRequest } from './request.ts';

type Check = (request: ContentRequest, facts: Facts) => string | undefined;

/** What one type needs; the others need nothing. */
const CHECKS: Partial<Record<ContentType, Check>> = {
  answer: ({ asked }) => (asked ? undefined : 'asked: nothing was asked; send what the lead wrote'),
  market_update: (_, { slots }) =>
    slots.market ? undefined : "market.area: send an index of the lead's area that is not over 45 days old",
  listing_match(_, { focus, slots, side }) {
    if (side === 'seller') return 'lead.side: a listing is matched to buyers';
    return focus && slots.listing
      ? undefined
      : 'market.listings: send an open listing within the budget that the lead has not looked at';
  },
  price_alert: (_, { focus, slots }) =>
    focus && slots.listing
      ? undefined
      : 'market.listings: send an open listing with price and previousPrice, not over 45 days old',
  showing_invite(_, { slots, side }) {
    if (side === 'seller') return 'lead.side: a visit is offered to buyers';
    return slots.status ? `listing: it is ${slots.status}; offer a visit to an open one` : undefined;
  },
  showing_confirmation: (_, { slots }) =>
    slots.listing || slots.booked ? undefined : 'booked: name the visit, or the listing it is to',
  valuation: (_, { side }) =>
    side === 'buyer' ? 'lead.side: a valuation is offered to sellers and owners' : undefined,
};

/** The first thing that is missing; undefined where the text can be written. */
export function missingFor(request: ContentRequest, facts: Facts): string | undefined {
  const { type, channel, asked } = request;
  if (asked?.intents.includes('opt_out')) return 'asked.intents: the lead opts out; nothing is written to it';
  if (!facts.slots.brokerage) return 'sender.brokerage: name the brokerage in the settings';
  if (channel === 'email' && purposeOf(type) === 'marketing' && !facts.slots.postalAddress)
    return 'sender.postalAddress: commercial e-mail must carry one (15 U.S.C. § 7704(a)(5)); add it to the settings';
  return CHECKS[type]?.(request, facts);
}
