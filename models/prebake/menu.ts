/**
 * What can be prepared before a lead does what it probably does next, and which of it is worth preparing. Each item
 * answers at most the two intents that a short text has room for.
 */
import type { ContentType } from '../../schemas/nurture.ts';
import { intentsToAnswer } from '../content/eligible.ts';

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
  asked: readonly string[];
  /** Intents and activities it is the right thing for. */
  answers: readonly string[];
  /** Kinds of next event it waits for, as the next-event model has them. */
  expects: readonly string[];
}

/** In the order that breaks ties. */
export const MENU: readonly MenuItem[] = [
  {
    ...{ id: 'showing_slots', kind: 'showing_slots', title: 'Offer showing times', type: 'answer' },
    ...{ asked: ['viewing_request'], answers: ['viewing_request', 'scheduling', 'listing_view', 'favorite'] },
    expects: ['message.viewing', 'listing_view'],
  },
  {
    ...{ id: 'reply_property', kind: 'reply_draft', title: 'Answer about the home', type: 'answer' },
    ...{ asked: ['property_inquiry', 'condition_question'], expects: ['message.property'] },
    answers: ['property_inquiry', 'condition_question'],
  },
  {
    ...{ id: 'price_answer', kind: 'price_answer', title: 'Answer about the price', type: 'answer' },
    ...{ asked: ['price_question', 'payment_question'], expects: ['message.price'] },
    answers: ['price_question', 'payment_question'],
  },
  {
    ...{ id: 'reply_financing', kind: 'reply_draft', title: 'Answer about financing', type: 'answer' },
    ...{ asked: ['financing_status', 'rate_concern'], expects: ['message.price'] },
    answers: ['financing_status', 'rate_concern'],
  },
  {
    ...{ id: 'call_sheet', kind: 'call_sheet', title: 'Call about the offer', type: 'answer' },
    ...{ asked: ['offer_intent', 'price_negotiation'], expects: ['message.offer'] },
    answers: ['offer_intent', 'price_negotiation', 'offer_made'],
  },
  {
    ...{ id: 'comparables_request', kind: 'comparables_request', title: 'Get comparables', type: 'answer' },
    ...{ asked: ['seller_valuation', 'listing_intent'], expects: ['message.selling'] },
    answers: ['seller_valuation', 'listing_intent'],
  },
  {
    ...{ id: 'reply_other', kind: 'reply_draft', title: 'Promise to look it up', type: 'answer' },
    ...{ asked: ['data_request', 'assistance_request'], expects: ['message.other'] },
    answers: ['data_request', 'assistance_request'],
  },
  {
    ...{ id: 'reply_stall', kind: 'reply_draft', title: 'Leave it open', type: 'answer' },
    ...{ asked: ['delay_or_stall'], answers: ['delay_or_stall'], expects: ['message.objection'] },
  },
  {
    ...{
      id: 'reply_booked',
      kind: 'reply_draft',
      title: 'Confirm the showing',
      type: 'showing_confirmation',
    },
    ...{ asked: [], answers: ['showing_booked'], expects: ['showing_booked'] },
  },
  {
    ...{ id: 'reply_attended', kind: 'reply_draft', title: 'Ask how the showing was', type: 'post_showing' },
    ...{ asked: [], answers: ['showing_attended'], expects: ['showing_attended'] },
  },
];
/** For a lead of whom nothing else is expected. */
export const RE_ENGAGEMENT: MenuItem = {
  ...{ id: 're_engagement', kind: 're_engagement', title: 'Bring it back', type: 're_engagement' },
  ...{ asked: [], answers: [], expects: ['silence'] },
};

const items = new Map([...MENU, RE_ENGAGEMENT].map((item) => [item.id, item]));
export const menuItem = (id: string): MenuItem | undefined => items.get(id);

/** Actions kept ready for a lead at a time. */
export const MOST_PREPARED = 3;
/** A chance below this is not prepared for. */
const LEAST_P = 0.02;
/** What is wanted already stays wanted until another is likelier by so much: texts are not made anew for nothing. */
const STAYS = 1.25;

const places = new WeakMap<readonly string[], number[][]>();

/** Of each item: where the kinds it expects stand among `kinds`. */
function placesOf(kinds: readonly string[]): number[][] {
  const known = places.get(kinds);
  if (known) return known;
  const found = MENU.map(({ expects }) =>
    expects.map((kind) => kinds.indexOf(kind)).filter((place) => place >= 0),
  );
  places.set(kinds, found);
  return found;
}

/**
 * What to prepare, likeliest first, at most {@link MOST_PREPARED}.
 * @param chances of each of `kinds`
 * @param known ids wanted so far
 */
export function wantsOf(
  kinds: readonly string[],
  chances: ArrayLike<number>,
  known: readonly string[],
): string[] {
  const expected = placesOf(kinds);
  const likely: { id: string; p: number }[] = [];
  MENU.forEach(({ id }, i) => {
    let p = 0;
    for (const place of expected[i]!) p += chances[place]!;
    if (known.includes(id)) p *= STAYS;
    if (p >= LEAST_P) likely.push({ id, p });
  });
  const wants = likely.sort((a, b) => b.p - a.p).map(({ id }) => id);
  wants.length = Math.min(wants.length, MOST_PREPARED);
  return wants.length < MOST_PREPARED ? [...wants, RE_ENGAGEMENT.id] : wants;
}

/** What a lead did, as `answers` name it: its activity, or of what it said that which an answer would begin with. */
export const deedOf = (activity: string | undefined, said: readonly string[]): string | undefined =>
  activity ?? intentsToAnswer(said)[0];
