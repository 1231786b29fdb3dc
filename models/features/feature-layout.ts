/**
 * Where each running accumulator lives, and what model inputs are made of them. One list of sections each, so
 * that indexes, names and lengths cannot drift apart.
 */
import { INTENTS } from '../../schemas/intents.ts';
import { Activity } from '../../schemas/lead-event.ts';
import { Channel } from '../../schemas/words.ts';

export const DAY = 86_400_000;
export const CHANNELS: readonly string[] = Channel.enum;
export const ACTIVITIES: readonly string[] = Activity.enum;
export const SOURCES = 'website portal social open_house referral phone sms_campaign email other'.split(' ');
export const ENTITY_KINDS = 'money date time duration area beds baths sqft competitor address percent'.split(
  ' ',
);
/** Kinds of happening whose counts fade, and the half-lives in days they fade with. */
export const FADING = ['lead', 'agent', 'browse', 'visit', 'offer'] as const;
export const HALF_LIVES = [1 / 24, 1, 7, 30] as const;
/** Half-life in days of what a lead last spoke about, and of the trace of an activity. */
export const INTENT_HALF_LIFE = 7;
export const ACTIVITY_HALF_LIFE = 14;
export const MARKET_HALF_LIFE = 30;
/** Parts of the local day, four hours each. */
export const DAY_PARTS = 6;

/** Single accumulators. Times are epoch ms, 0 = never; gaps and replies are ln(1 + minutes). */
const NOTES = [
  'first',
  'last',
  'lastLead',
  'lastAgent',
  'lastActivity',
  'events',
  'lead',
  'agent',
  'system',
  'agentSinceLead',
  'leadSinceAgent',
  'gapMean',
  'gapSpread',
  'gapLast',
  'gapMost',
  'replyMean',
  'replyLast',
  'replies',
  'agentReplyMean',
  'agentReplies',
  'weekend',
  'night',
  'tokens',
  'questions',
  'exclamations',
  'lastTokens',
  'budget',
  'lastMoney',
  'mostMoney',
  'targetDay',
  'price',
  'inventory',
  'rate',
  'marketChanges',
  'outcomes',
  'profiles',
] as const;

/** Runs of accumulators, and how many each has. */
const SECTIONS = {
  channels: CHANNELS.length,
  activities: ACTIVITIES.length,
  activityTrace: ACTIVITIES.length,
  fading: FADING.length * HALF_LIVES.length,
  dayParts: DAY_PARTS,
  entities: ENTITY_KINDS.length,
  source: SOURCES.length,
  intentSum: INTENTS.length,
  intentTrace: INTENTS.length,
  intentMost: INTENTS.length,
};

const places = new Map<string, number>(NOTES.map((name, index) => [name, index]));
let length: number = NOTES.length;
for (const [name, size] of Object.entries(SECTIONS)) {
  places.set(name, length);
  length += size;
}
/** Length of `FeatureState.acc`. */
export const ACC_LENGTH = length;

/** Index of every single accumulator, and of the first of every section. */
export const AT = Object.freeze(Object.fromEntries(places)) as Readonly<
  Record<(typeof NOTES)[number] | keyof typeof SECTIONS, number>
>;
