/** What each kind of event adds to the accumulators. */
import type { FeatureEvent, TextReading } from '../judges.ts';
import {
  ACTIVITIES,
  AT,
  CHANNELS,
  DAY,
  ENTITY_KINDS,
  FADING,
  HALF_LIVES,
  SOURCES,
} from './feature-layout.ts';
import { zoneOffset } from './zone-offset.ts';

/** Weight of the latest gap or reply in its running mean. */
const LATEST = 0.25;
const INTENT_COUNT = AT.intentTrace - AT.intentSum;

const indexOf = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, index) => [name, index]));
const CHANNEL_INDEX = indexOf(CHANNELS);
const ACTIVITY_INDEX = indexOf(ACTIVITIES);
const SOURCE_INDEX = indexOf(SOURCES);
const ENTITY_INDEX = indexOf(ENTITY_KINDS);
const FADING_INDEX = indexOf(FADING);

/** Which fading count an activity belongs to; calls are the agent's doing as much as the lead's. */
const FADES_AS: Record<string, (typeof FADING)[number]> = {
  showing_booked: 'visit',
  showing_attended: 'visit',
  showing_missed: 'visit',
  offer_made: 'offer',
  offer_accepted: 'offer',
  listing_signed: 'offer',
};

function countFading(acc: Float64Array, kind: (typeof FADING)[number]): void {
  const from = AT.fading + FADING_INDEX.get(kind)! * HALF_LIVES.length;
  for (let h = 0; h < HALF_LIVES.length; h++) acc[from + h]! += 1;
}

/** Local hour of the week; UTC where the zone is unknown. */
function countHour(acc: Float64Array, at: number, timezone: string | undefined): void {
  const offset = (timezone === undefined ? undefined : zoneOffset(timezone, at)) ?? 0;
  const local = at + offset * 60_000;
  const hour = Math.floor(local / 3_600_000) - 24 * Math.floor(local / DAY);
  // 1970-01-01 was a Thursday: day 0 is 4, counting from Sunday.
  const weekday = (((Math.floor(local / DAY) + 4) % 7) + 7) % 7;
  acc[AT.dayParts + Math.floor(hour / 4)]! += 1;
  if (weekday === 0 || weekday === 6) acc[AT.weekend]! += 1;
  if (hour >= 22 || hour < 5) acc[AT.night]! += 1;
}

const logMinutes = (ms: number): number => Math.log1p(ms / 60_000);
const moved = (mean: number, value: number, first: boolean): number =>
  first ? value : mean + LATEST * (value - mean);

function countText(acc: Float64Array, reading: TextReading): void {
  acc[AT.tokens]! += reading.tokens.length;
  acc[AT.lastTokens] = reading.tokens.length;
  for (const token of reading.tokens) {
    if (token === '?') acc[AT.questions]! += 1;
    else if (token === '!') acc[AT.exclamations]! += 1;
  }
  for (const entity of reading.entities) {
    acc[AT.entities + ENTITY_INDEX.get(entity.kind)!]! += 1;
    if (entity.kind === 'money') {
      acc[AT.lastMoney] = Number(entity.value);
      acc[AT.mostMoney] = Math.max(acc[AT.mostMoney]!, Number(entity.value));
    } else if (entity.kind === 'date') {
      acc[AT.targetDay] = Math.max(acc[AT.targetDay]!, Date.parse(String(entity.value)) || 0);
    }
  }
}

function countIntents(acc: Float64Array, intents: Float32Array): void {
  for (let i = 0; i < INTENT_COUNT; i++) {
    const p = intents[i] ?? 0;
    acc[AT.intentSum + i]! += p;
    acc[AT.intentTrace + i]! += p;
    if (p > acc[AT.intentMost + i]!) acc[AT.intentMost + i] = p;
  }
}

function countLeadMessage(acc: Float64Array, event: FeatureEvent, at: number): void {
  if (acc[AT.lead]! > 0) {
    const gap = logMinutes(at - acc[AT.lastLead]!);
    const first = acc[AT.lead] === 1;
    const mean = acc[AT.gapMean]!;
    acc[AT.gapMean] = moved(mean, gap, first);
    acc[AT.gapSpread] = first ? 0 : moved(acc[AT.gapSpread]!, Math.abs(gap - mean), false);
    acc[AT.gapLast] = gap;
    acc[AT.gapMost] = Math.max(acc[AT.gapMost]!, gap);
  }
  if (acc[AT.agentSinceLead]! > 0) {
    const reply = logMinutes(at - acc[AT.lastAgent]!);
    acc[AT.replyMean] = moved(acc[AT.replyMean]!, reply, acc[AT.replies] === 0);
    acc[AT.replyLast] = reply;
    acc[AT.replies]! += 1;
  }
  acc[AT.lead]! += 1;
  acc[AT.leadSinceAgent]! += 1;
  acc[AT.agentSinceLead] = 0;
  acc[AT.lastLead] = at;
  countFading(acc, 'lead');
  countHour(acc, at, event.timezone);
  const channel = event.channel === undefined ? undefined : CHANNEL_INDEX.get(event.channel);
  if (channel !== undefined) acc[AT.channels + channel]! += 1;
  if (event.reading) countText(acc, event.reading);
  if (event.intents) countIntents(acc, event.intents);
}

function countAgentMessage(acc: Float64Array, at: number): void {
  if (acc[AT.leadSinceAgent]! > 0) {
    const reply = logMinutes(at - acc[AT.lastLead]!);
    acc[AT.agentReplyMean] = moved(acc[AT.agentReplyMean]!, reply, acc[AT.agentReplies] === 0);
    acc[AT.agentReplies]! += 1;
  }
  acc[AT.agent]! += 1;
  acc[AT.agentSinceLead]! += 1;
  acc[AT.leadSinceAgent] = 0;
  acc[AT.lastAgent] = at;
  countFading(acc, 'agent');
}

function countActivity(acc: Float64Array, event: FeatureEvent, at: number): void {
  const activity = event.activity === undefined ? undefined : ACTIVITY_INDEX.get(event.activity);
  if (activity === undefined) return;
  acc[AT.activities + activity]! += 1;
  acc[AT.activityTrace + activity]! += 1;
  acc[AT.lastActivity] = at;
  countFading(acc, FADES_AS[event.activity!] ?? 'browse');
}

function countProfile(acc: Float64Array, event: FeatureEvent): void {
  acc[AT.profiles]! += 1;
  if (event.budget !== undefined) acc[AT.budget] = event.budget;
  if (event.source === undefined) return;
  acc.fill(0, AT.source, AT.source + SOURCES.length);
  acc[AT.source + (SOURCE_INDEX.get(event.source) ?? SOURCES.length - 1)] = 1;
}

function countMarket(acc: Float64Array, change: NonNullable<FeatureEvent['market']>): void {
  acc[AT.price]! += change.price ?? 0;
  acc[AT.inventory]! += change.inventory ?? 0;
  acc[AT.rate]! += change.rate ?? 0;
  acc[AT.marketChanges]! += 1;
}

/**
 * Counts one event into the accumulators, in place; what fades has been faded to `at` already.
 * @param at event time, epoch ms, not before the last event
 */
export function countEvent(acc: Float64Array, event: FeatureEvent, at: number): void {
  if (event.kind === 'message') {
    if (event.from === 'lead') countLeadMessage(acc, event, at);
    else if (event.from === 'agent') countAgentMessage(acc, at);
    else acc[AT.system]! += 1;
  } else if (event.kind === 'activity') countActivity(acc, event, at);
  else if (event.kind === 'profile') countProfile(acc, event);
  else if (event.kind === 'outcome') acc[AT.outcomes]! += 1;
  else if (event.kind === 'market' && event.market) countMarket(acc, event.market);
}
