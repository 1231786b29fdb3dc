/** The phrase bank: what may be said, in both languages, and when. */
import { crc32 } from '../../schemas/crc32.ts';
import type { ContentType } from '../../schemas/nurture.ts';
import type { Segment } from '../../schemas/segments.ts';
import answer from './bank/answer.json' with { type: 'json' };
import checkIn from './bank/check-in.json' with { type: 'json' };
import closing from './bank/closing.json' with { type: 'json' };
import common from './bank/common.json' with { type: 'json' };
import firstReply from './bank/first-reply.json' with { type: 'json' };
import followUp from './bank/follow-up.json' with { type: 'json' };
import intents from './bank/intents.json' with { type: 'json' };
import listingMatch from './bank/listing-match.json' with { type: 'json' };
import marketUpdate from './bank/market-update.json' with { type: 'json' };
import offerHelp from './bank/offer-help.json' with { type: 'json' };
import postShowing from './bank/post-showing.json' with { type: 'json' };
import priceAlert from './bank/price-alert.json' with { type: 'json' };
import reEngagement from './bank/re-engagement.json' with { type: 'json' };
import referralThanks from './bank/referral-thanks.json' with { type: 'json' };
import segments from './bank/segments.json' with { type: 'json' };
import showingConfirmation from './bank/showing-confirmation.json' with { type: 'json' };
import showingInvite from './bank/showing-invite.json' with { type: 'json' };
import unclear from './bank/unclear.json' with { type: 'json' };
import valuation from './bank/valuation.json' with { type: 'json' };
import type { Side } from './request.ts';

/** The same in both languages, with slots in braces. */
export interface Said {
  en: string;
  es: string;
}

/** Ways to speak: what a decision style wants to hear first. A segment has one; a strategy may name another. */
export const APPROACHES = Object.keys(common.hints) as Approach[];
export type Approach = keyof typeof common.hints;

/** A phrase and its conditions; it also needs every slot it has. */
export interface Fragment extends Said {
  side?: Side;
  approach?: Approach;
  /** Group of segments. */
  group?: string;
  /** A slot that must not be known. */
  without?: string;
  /** Only the best rank that is at hand is used: a fact before a promise to look it up. */
  rank?: 'first' | 'last';
}

export interface TypeBank {
  goal: Said;
  /** Whether it may close with an offer of material that suits the segment. */
  angle?: boolean;
  subject: Fragment[];
  opener: Fragment[];
  core: Fragment[];
  /** Calls to action. */
  ask: Fragment[];
  /** Paragraph for where there is room. */
  detail?: Fragment[];
}

/** What is said to an intent. Keys of INTENTS_BANK are in the order in which intents are answered. */
export interface IntentBank {
  /** Intents that this answer answers too. */
  covers?: string[];
  /** Nothing else is answered beside it. */
  alone?: boolean;
  core: Fragment[];
  ask?: Fragment[];
}

export interface SegmentBank {
  approach: Approach;
  side?: Side;
  /** Noun phrases: what we can send. */
  offers: Said[];
}

/** Answers come from {@link INTENTS_BANK}. */
const answers = { ...answer, core: [] };

export const TYPE_BANKS = {
  first_reply: firstReply,
  answer: answers,
  follow_up: followUp,
  market_update: marketUpdate,
  listing_match: listingMatch,
  showing_invite: showingInvite,
  showing_confirmation: showingConfirmation,
  post_showing: postShowing,
  price_alert: priceAlert,
  valuation,
  offer_help: offerHelp,
  check_in: checkIn,
  re_engagement: reEngagement,
  referral_thanks: referralThanks,
  closing,
} as Record<ContentType, TypeBank>;
export const INTENTS_BANK = intents as Record<string, IntentBank>;
/** Said to a message of which nobody can tell what it asks: a question back. */
export const UNCLEAR: Required<Pick<IntentBank, 'core' | 'ask'>> = unclear;
export const SEGMENTS_BANK = segments as Record<Segment, SegmentBank>;
export const COMMON = common as Omit<typeof common, 'angle' | 'closer' | 'offers'> & {
  angle: Fragment[];
  closer: Fragment[];
  offers: Fragment[];
};

/** A phrase as it is looked up again and again. */
interface Marks {
  /** Hash of its words. */
  key: number;
  id: string;
  slots: readonly string[];
}
const marks = new WeakMap<Said, Marks>();

/** Of its words, so that a phrase that is rewritten counts as unread, and one that is moved does not. */
export function marksOf(said: Said): Marks {
  const known = marks.get(said);
  if (known) return known;
  const key = crc32(said.en);
  const slots = [...said.en.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const made = { key, id: key.toString(36), slots };
  marks.set(said, made);
  return made;
}

/** Stands in a variant for this phrase. */
export const idOf = (said: Said): string => marksOf(said).id;
/** Names of the slots of a phrase; the same in both languages. */
export const slotsOf = (said: Said): readonly string[] => marksOf(said).slots;
