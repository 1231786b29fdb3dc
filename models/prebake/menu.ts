/**
 * What can be prepared before a lead does what it probably does next. Each item speaks to one matter, so that it is
 * plain what it is the right thing for; a call sheet, which nobody but the agent reads, to what goes with an offer.
 */
import type { Intent } from '../../schemas/intents.ts';
import type { Activity } from '../../schemas/lead-event.ts';
import type { ContentType } from '../../schemas/nurture.ts';

export type PreparedKind =
  | 'reply_draft'
  | 'call_sheet'
  | 'showing_slots'
  | 'comparables_request'
  | 'price_answer'
  | 're_engagement';

export interface MenuItem {
  id: string;
  kind: PreparedKind;
  title: string;
  type: ContentType;
  /** Intents the text speaks to, as if the lead had said them. */
  asked: readonly Intent[];
  /** Intents and activities it is the right thing for; each is one item's alone. */
  answers: readonly (Intent | Activity)[];
}

const special = (
  [kind, id, title]: [PreparedKind, string, string],
  asked: readonly Intent[],
  answers: MenuItem['answers'],
): MenuItem => ({ ...{ id, kind, title, type: 'answer', asked, answers } });

/** The answer to one intent, right for those that it answers in the same words. */
const reply = (id: string, title: string, asked: Intent, ...alike: Intent[]): MenuItem =>
  special(['reply_draft', id, title], [asked], [asked, ...alike]);

/** What follows a deed rather than a word. */
const after = (id: string, title: string, type: ContentType, ...deeds: Activity[]): MenuItem => ({
  ...{ id, kind: 'reply_draft', title, type, asked: [], answers: deeds },
});

/** In the order that models have it in, and that breaks ties. */
export const MENU: readonly MenuItem[] = [
  special(
    ['showing_slots', 'showing_slots', 'Offer showing times'],
    ['viewing_request'],
    ['viewing_request', 'scheduling'],
  ),
  special(
    ['call_sheet', 'call_sheet', 'Call about the offer'],
    ['offer_intent', 'price_negotiation'],
    ['offer_intent', 'price_negotiation', 'offer_made'],
  ),
  special(['price_answer', 'price_answer', 'Answer about the price'], ['price_question'], ['price_question']),
  special(
    ['comparables_request', 'comparables_request', 'Get comparables'],
    ['seller_valuation'],
    ['seller_valuation'],
  ),
  reply('reply_property', 'Answer about the home', 'property_inquiry'),
  reply('reply_condition', 'Answer about its condition', 'condition_question'),
  reply('reply_payment', 'Answer about the monthly payment', 'payment_question'),
  reply('reply_financing', 'Note where the loan stands', 'financing_status'),
  reply('reply_rate', 'Answer about the rate', 'rate_concern'),
  reply('reply_selling', 'Explain how a sale goes', 'listing_intent'),
  reply('reply_fees', 'Answer about fees', 'commission_question'),
  reply('reply_figures', 'Answer with market figures', 'data_request'),
  reply('reply_assistance', 'Answer about buying programs', 'assistance_request'),
  reply('reply_legal', 'Refer to an attorney or tax adviser', 'legal_or_tax_question'),
  reply('reply_areas', 'Note the areas', 'location_preference'),
  reply('reply_wishes', 'Note the wishes', 'feature_preference', 'amenity_preference'),
  reply('reply_budget', 'Note the budget', 'budget_statement'),
  reply('reply_commute', 'Answer about the commute', 'commute_question'),
  reply('reply_rental', 'Answer about rental rules', 'rental_question'),
  reply('reply_feedback', 'Note what it thought of the home', 'viewing_feedback'),
  reply('reply_stall', 'Leave it open', 'delay_or_stall'),
  after('showing_invite', 'Offer a visit', 'showing_invite', 'listing_view', 'favorite'),
  after('reply_booked', 'Confirm the showing', 'showing_confirmation', 'showing_booked'),
  after('reply_attended', 'Ask how the showing was', 'post_showing', 'showing_attended'),
  after('reply_accepted', 'Explain what comes before closing', 'closing', 'offer_accepted'),
];
/** For a lead that has long been silent. */
export const RE_ENGAGEMENT: MenuItem = {
  ...{ id: 're_engagement', kind: 're_engagement', title: 'Bring it back', type: 're_engagement' },
  ...{ asked: [], answers: [] },
};

const items = new Map([...MENU, RE_ENGAGEMENT].map((item) => [item.id, item]));
export const menuItem = (id: string): MenuItem | undefined => items.get(id);

/** Actions kept ready for a lead at a time. */
export const MOST_PREPARED = 3;
