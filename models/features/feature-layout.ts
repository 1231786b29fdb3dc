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

const NOTES =
  // Times are epoch ms, 0 = never; gaps and replies are in ln(1 + minutes), averaged with weight 1/4 on the latest.
  'first last lastLead lastAgent lastActivity events lead agent system agentSinceLead leadSinceAgent ' +
  'gapMean gapSpread gapLast gapMost replyMean replyLast replies agentReplyMean agentReplies ' +
  'weekend night tokens questions exclamations spanish lastTokens budget lastMoney mostMoney targetDay ' +
  'price inventory rate marketChanges outcomes profiles';
export const NOTE_NAMES = NOTES.split(' ');
type Note = string;

const ACC_SECTIONS: [string, number][] = [
  ['notes', NOTE_NAMES.length],
  ['channels', CHANNELS.length],
  ['activities', ACTIVITIES.length],
  ['activityTrace', ACTIVITIES.length],
  ['fading', FADING.length * HALF_LIVES.length],
  ['dayParts', DAY_PARTS],
  ['entities', ENTITY_KINDS.length],
  ['source', SOURCES.length],
  ['intentSum', INTENTS.length],
  ['intentTrace', INTENTS.length],
  ['intentMost', INTENTS.length],
];

const starts = new Map<string, number>();
let total = 0;
for (const [name, length] of ACC_SECTIONS) {
  starts.set(name, total);
  total += length;
}
/** Length of `FeatureState.acc`. */
export const ACC_LENGTH = total;

function start(section: string): number {
  const index = starts.get(section);
  if (index === undefined) throw new Error(`No accumulator section "${section}"`);
  return index;
}
function note(name: Note): number {
  const index = NOTE_NAMES.indexOf(name);
  if (index < 0) throw new Error(`No accumulator "${name}"`);
  return index;
}

/** Index of every accumulator, or of the first of a section. */
export const AT = {
  first: note('first'),
  last: note('last'),
  lastLead: note('lastLead'),
  lastAgent: note('lastAgent'),
  lastActivity: note('lastActivity'),
  events: note('events'),
  lead: note('lead'),
  agent: note('agent'),
  system: note('system'),
  agentSinceLead: note('agentSinceLead'),
  leadSinceAgent: note('leadSinceAgent'),
  gapMean: note('gapMean'),
  gapSpread: note('gapSpread'),
  gapLast: note('gapLast'),
  gapMost: note('gapMost'),
  replyMean: note('replyMean'),
  replyLast: note('replyLast'),
  replies: note('replies'),
  agentReplyMean: note('agentReplyMean'),
  agentReplies: note('agentReplies'),
  weekend: note('weekend'),
  night: note('night'),
  tokens: note('tokens'),
  questions: note('questions'),
  exclamations: note('exclamations'),
  spanish: note('spanish'),
  lastTokens: note('lastTokens'),
  budget: note('budget'),
  lastMoney: note('lastMoney'),
  mostMoney: note('mostMoney'),
  targetDay: note('targetDay'),
  price: note('price'),
  inventory: note('inventory'),
  rate: note('rate'),
  marketChanges: note('marketChanges'),
  outcomes: note('outcomes'),
  profiles: note('profiles'),
  channels: start('channels'),
  activities: start('activities'),
  activityTrace: start('activityTrace'),
  fading: start('fading'),
  dayParts: start('dayParts'),
  entities: start('entities'),
  source: start('source'),
  intentSum: start('intentSum'),
  intentTrace: start('intentTrace'),
  intentMost: start('intentMost'),
} as const;
