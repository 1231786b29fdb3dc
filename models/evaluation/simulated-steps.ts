/** Leads of a simulated world as the judge of prepared actions is asked about them, and what each did next. */
import { INTENTS } from '../../schemas/intents.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { readText } from '../features/read-text.ts';
import { runningFeatures } from '../features/running-features.ts';
import type { FeatureEvent, IntentJudge } from '../judges.ts';
import { deedOf, fittingItem } from '../prebake/fitting.ts';
import { type Deed, HOUR_MS, type PrebakeStep } from '../prebake/train.ts';
import type { WorldOptions } from '../simulator/world.ts';
import { playWorld } from './lead-views.ts';

/** Other leads and another market than those that anything is learned from. */
export const PREBAKE_WORLD: WorldOptions = { leads: 400, days: 365, seed: 11 };

/** @returns steps by lead; what a message says is by `judge`, since the simulator does not tell */
export const simulatedSteps = (judge: IntentJudge): PrebakeStep[][] =>
  playWorld(PREBAKE_WORLD).events.map((events) => stepsOf(events, judge));

function stepsOf(events: readonly LeadEvent[], judge: IntentJudge): PrebakeStep[] {
  let state = runningFeatures.initial();
  let timezone: string | undefined;
  const seen = events.map((event): FeatureEvent => {
    if (event.type === 'profile') timezone = event.timezone ?? timezone;
    return featureEventOf(event, timezone, judge);
  });
  return seen.map((event, i) => {
    state = runningFeatures.observe(state, event);
    const { at, intents, activity, from } = event;
    const features = runningFeatures.vector(state, at);
    return { at, features, intents, last: activity ?? from ?? '', deed: deedOfNext(seen[i + 1], at, judge) };
  });
}

function featureEventOf(event: LeadEvent, timezone: string | undefined, judge: IntentJudge): FeatureEvent {
  const at = Number(event.at);
  const zoned = { at, ...(timezone !== undefined && { timezone }) };
  if (event.type === 'activity') return { ...zoned, kind: 'activity', activity: event.activity };
  if (event.type === 'profile')
    return { ...zoned, kind: 'profile', ...(event.source && { source: event.source }) };
  if (event.type === 'outcome') return { ...zoned, kind: 'outcome', result: event.result };
  const { from, channel } = event;
  if (from !== 'lead') return { ...zoned, kind: 'message', from, channel };
  const reading = readText(event.text, at, timezone);
  return { ...zoned, kind: 'message', from, channel, reading, intents: judge.predict([reading])[0]! };
}

function deedOfNext(next: FeatureEvent | undefined, at: number, judge: IntentJudge): Deed | undefined {
  if (!next || next.at - at > HOUR_MS) return undefined;
  const { kind, from, activity, intents } = next;
  if (kind !== 'activity' && !(kind === 'message' && from === 'lead')) return undefined;
  const said = intents ? INTENTS.filter((_, i) => intents[i]! >= judge.thresholds[i]!) : [];
  return { item: fittingItem(activity, said), about: deedOf(activity, said) };
}
