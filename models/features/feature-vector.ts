/** Model inputs read from the accumulators as of an instant, and the same inputs after days of silence. */
import { INTENTS } from '../../schemas/intents.ts';
import type { FeatureState } from '../judges.ts';
import {
  ACTIVITIES,
  ACTIVITY_HALF_LIFE,
  AT,
  CHANNELS,
  DAY,
  DAY_PARTS,
  ENTITY_KINDS,
  FADING,
  HALF_LIVES,
  INTENT_HALF_LIFE,
  MARKET_HALF_LIFE,
  SOURCES,
} from './feature-layout.ts';

/** How an input is read from its accumulator, and so how it changes while nothing happens. */
const READ = {
  /** The accumulator itself. */
  plain: 0,
  /** ln(1 + x). */
  log: 1,
  /** x for each message of the lead. */
  perMessage: 2,
  /** ln(1 + thousands). */
  thousands: 3,
  /** ln(1 + days) since; what never happened counts from the lead's first event. */
  since: 4,
  /** ln(1 + days) until, 0 when past. */
  until: 5,
  /** x, halved every half-life. */
  fades: 6,
  /** ln(1 + x), x halved every half-life. */
  logFades: 7,
} as const;
type Read = keyof typeof READ;

interface Input {
  name: string;
  read: Read;
  from: number;
  halfLife: number;
}

const inputs: Input[] = [];
const input = (name: string, read: Read, from: number, halfLife = 0) =>
  inputs.push({ name, read, from, halfLife });
const notes = (read: Read, prefix: string, names: readonly (keyof typeof AT)[]) => {
  for (const name of names) input(prefix + name, read, AT[name]);
};
const section = (read: Read, prefix: string, names: readonly string[], from: number, halfLife = 0) => {
  for (const [i, name] of names.entries()) input(`${prefix}.${name}`, read, from + i, halfLife);
};

input('age', 'since', AT.first);
input('silence', 'since', AT.last);
input('sinceLead', 'since', AT.lastLead);
input('sinceAgent', 'since', AT.lastAgent);
input('sinceActivity', 'since', AT.lastActivity);
input('daysToTarget', 'until', AT.targetDay);
notes('log', 'count.', ['lead', 'agent', 'agentSinceLead', 'leadSinceAgent', 'replies']);
notes('log', 'count.', ['outcomes', 'marketChanges']);
notes('plain', '', [
  'gapMean',
  'gapSpread',
  'gapLast',
  'gapMost',
  'replyMean',
  'replyLast',
  'agentReplyMean',
]);
notes('perMessage', 'perMessage.', ['weekend', 'night', 'questions', 'exclamations']);
input('perMessage.tokens', 'perMessage', AT.tokens);
input('lastTokens', 'log', AT.lastTokens);
notes('thousands', '', ['budget', 'lastMoney', 'mostMoney']);
section('fades', 'market', ['price', 'inventory', 'rate'], AT.price, MARKET_HALF_LIFE);
section('perMessage', 'channel', CHANNELS, AT.channels);
section('log', 'count', ACTIVITIES, AT.activities);
section('logFades', 'trace', ACTIVITIES, AT.activityTrace, ACTIVITY_HALF_LIFE);
for (const [k, kind] of FADING.entries()) {
  for (const [h, halfLife] of HALF_LIVES.entries()) {
    const name = `fading.${kind}.${halfLife < 1 ? '1h' : `${halfLife}d`}`;
    input(name, 'logFades', AT.fading + k * HALF_LIVES.length + h, halfLife);
  }
}
const parts = Array.from({ length: DAY_PARTS }, (_, i) => `${(i * 24) / DAY_PARTS}h`);
section('perMessage', 'dayPart', parts, AT.dayParts);
section('perMessage', 'entity', ENTITY_KINDS, AT.entities);
section('plain', 'source', SOURCES, AT.source);
section('perMessage', 'intentMean', INTENTS, AT.intentSum);
section('logFades', 'intentTrace', INTENTS, AT.intentTrace, INTENT_HALF_LIFE);
section('plain', 'intentMost', INTENTS, AT.intentMost);

export const FEATURE_NAMES: readonly string[] = inputs.map((i) => i.name);

// The list again as columns, for the loop below.
const halfLives = [...new Set(inputs.map((i) => i.halfLife))];
const reads = Uint8Array.from(inputs, (i) => READ[i.read]);
const froms = Uint16Array.from(inputs, (i) => i.from);
const fadeOf = Uint8Array.from(inputs, (i) => halfLives.indexOf(i.halfLife));

/** Implements `Features.vector`. @param vector written to, and returned */
export function featureVector(
  state: FeatureState,
  at: number,
  vector: Float32Array = new Float32Array(inputs.length),
): Float32Array {
  const { acc } = state;
  const last = acc[AT.last]!;
  const begun = acc[AT.events]! > 0;
  const now = begun ? Math.max(at, last) : at;
  const days = begun ? (now - last) / DAY : 0;
  const first = begun ? acc[AT.first]! : now;
  const messages = Math.max(1, acc[AT.lead]!);
  const kept = halfLives.map((halfLife) => (halfLife > 0 ? 2 ** (-days / halfLife) : 1));
  for (let i = 0; i < vector.length; i++) {
    const x = acc[froms[i]!]!;
    vector[i] = readOne(reads[i]!, x, kept[fadeOf[i]!]!, messages, now, first);
  }
  return vector;
}

function readOne(
  read: number,
  x: number,
  kept: number,
  messages: number,
  now: number,
  first: number,
): number {
  switch (read) {
    case READ.plain:
      return x;
    case READ.log:
      return x === 0 ? 0 : Math.log1p(x);
    case READ.perMessage:
      return x / messages;
    case READ.thousands:
      return x === 0 ? 0 : Math.log1p(x / 1000);
    case READ.since:
      return Math.log1p(Math.max(0, now - (x === 0 ? first : x)) / DAY);
    case READ.until:
      return Math.log1p(Math.max(0, x - now) / DAY);
    case READ.fades:
      return x * kept;
    default:
      return x === 0 ? 0 : Math.log1p(x * kept);
  }
}

/** Changes the given inputs (indexes of {@link FEATURE_NAMES}) to what they are after `days` more of nothing. */
export function advanceInputs(vector: Float32Array, which: readonly number[], days: number): void {
  for (const i of which) {
    const { read, halfLife } = inputs[i]!;
    const value = vector[i]!;
    if (read === 'since') vector[i] = Math.log1p(Math.expm1(value) + days);
    else if (read === 'until') vector[i] = Math.log1p(Math.max(0, Math.expm1(value) - days));
    else if (read === 'fades') vector[i] = value * 2 ** (-days / halfLife);
    else if (read === 'logFades') vector[i] = Math.log1p(Math.expm1(value) * 2 ** (-days / halfLife));
  }
}
