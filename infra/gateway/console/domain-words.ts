/** Domain ids as words, and what they mean for the eye. */
import type { Happening } from '../../../schemas/insight.ts';
import { INTENT_TEXT, type Intent } from '../../../schemas/intents.ts';
import { SEGMENT_CARDS, type Segment } from '../../../schemas/segments.ts';
import type { SystemEvent } from '../../../schemas/system-event.ts';

const SPELLED: Record<string, string> = {
  exchange_1031_investor: '1031 exchange investor',
  fsbo_converter: 'FSBO converter',
  preapproved_ready: 'Pre-approved, ready',
  location_lifestyle: 'Location and lifestyle',
  sms: 'SMS',
  whatsapp: 'WhatsApp',
};

/** `first_time_buyer` → `First time buyer`. */
export function spelled(id: string): string {
  const words = id.replaceAll(/[_-]+/g, ' ').trim();
  return SPELLED[id] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

export const intentMeaning = (id: string): string => INTENT_TEXT[id as Intent] ?? spelled(id);
export const segmentMeaning = (id: string): string | undefined => SEGMENT_CARDS[id as Segment]?.description;
export const segmentGroup = (id: string): string => SEGMENT_CARDS[id as Segment]?.group ?? 'other';

export type Tone = 'warm' | 'wary' | 'neutral';

/** Intents that move a deal forward, and those that hold it up. Colour only: no model reads this. */
const WARM: ReadonlySet<string> = new Set<Intent>([
  'viewing_request',
  'offer_intent',
  'financing_status',
  'cash_purchase',
  'listing_intent',
  'timeline_urgent',
  'scheduling',
  'seller_valuation',
  'referral_mention',
]);
const WARY: ReadonlySet<string> = new Set<Intent>([
  'delay_or_stall',
  'opt_out',
  'not_interested',
  'complaint',
  'trust_concern',
  'competitor_agent',
  'competitor_listing',
  'rate_concern',
  'human_request',
]);
export const intentTone = (id: string): Tone => (WARM.has(id) ? 'warm' : WARY.has(id) ? 'wary' : 'neutral');

const ACTIVITY: Record<string, string> = {
  listing_view: 'Looked at a listing',
  saved_search: 'Saved a search',
  favorite: 'Saved a favourite',
  email_open: 'Opened an email',
  link_click: 'Followed a link',
  calculator_use: 'Used the mortgage calculator',
  showing_booked: 'Booked a showing',
  showing_attended: 'Came to a showing',
  showing_missed: 'Missed a showing',
  doc_download: 'Downloaded a document',
  call_answered: 'Answered a call',
  call_missed: 'Missed a call',
  offer_made: 'Made an offer',
  offer_accepted: 'Offer accepted',
  listing_signed: 'Signed a listing agreement',
};

const HAPPENED: Record<'profile' | SystemEvent['type'], string> = {
  timer: 'A planned moment came',
  address: 'An address told of its lead',
  suppression: 'Another lead at the address opted out or in',
  model: 'Forecasts come from another model',
  warm: 'A new model caught up',
  competitors: 'The list of competitors changed',
  alert_act: 'An alert was dealt with',
  prebake: 'Next actions prepared',
  erase: 'Erased',
  profile: 'Profile updated',
  tick: 'A day without a word',
  market: 'The market moved',
  neighbour: 'Similar leads moved',
  takeover: 'An agent took over',
  handback: 'Handed back',
  approval: 'A draft was decided on',
  pause: 'Nurturing paused or resumed',
  delivery: 'News of a delivery',
  draft: 'A draft came in',
  policy: 'Nurturing settings changed',
  agent_status: 'An agent’s day changed',
};

const MAY_COME: Record<string, string> = {
  silence: 'Nothing',
  'message.other': 'Some other message',
  'activity.other': 'Some other activity',
};

/** A kind of next event, e.g. `message.viewing` or `activity.listing_view`. */
export function mayCome(kind: string): string {
  const [type, name] = kind.split('.') as [string, string | undefined];
  if (MAY_COME[kind] !== undefined || name === undefined) return MAY_COME[kind] ?? spelled(kind);
  return type === 'message' ? `Message: ${spelled(name).toLowerCase()}` : (ACTIVITY[name] ?? spelled(name));
}

const NEXT: Record<string, string> = {
  message: 'Wrote',
  silence: 'Nothing heard',
  'outcome.converted': 'Converted',
  'outcome.lost': 'Was lost',
  'outcome.opted_out': 'Opted out',
  'outcome.reopened': 'Came back',
};

/** What a lead did next, by the kinds of patterns. */
export const didNext = (kind: string): string => NEXT[kind] ?? ACTIVITY[kind] ?? spelled(kind);

/** What happened in a few words, for anything but a message. */
export function happened({ type, activity, ref, result, text }: Happening): string {
  if (type === 'activity' && activity) {
    return (ACTIVITY[activity] ?? spelled(activity)) + (ref ? ` · ${ref}` : '');
  }
  if (type === 'outcome' && result) return spelled(result);
  return text ?? HAPPENED[type as keyof typeof HAPPENED] ?? spelled(type);
}

export const nameOf = (lead: string, contact: { name?: string }): string => contact.name || lead;
export const attentionLevel = (attention: number): 'high' | 'medium' | 'low' =>
  attention >= 0.66 ? 'high' : attention >= 0.4 ? 'medium' : 'low';
