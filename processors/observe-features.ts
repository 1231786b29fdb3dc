/** Moves the running features on by one event, at the same cost however long the conversation is. */
import type { FeatureEvent, Judges, SegmentJudge, SegmentMemory } from '../models/judges.ts';
import type { ProfileEvent } from '../schemas/lead-event.ts';
import { marketMoves } from './remember-market.ts';
import type { FeatureTurn, IntentTurn } from './turn.ts';

export function createObserveFeatures({ features, segments }: Judges) {
  return function observeFeatures(turn: IntentTurn): FeatureTurn {
    const seen = featureEvent(turn);
    if (!seen) return { ...turn, vector: undefined };
    const { state, asOf } = turn;
    const running = features.observe(state.features, seen);
    const memory = remembered(segments, turn);
    return {
      ...turn,
      state: { ...state, features: running, memory },
      vector: features.vector(running, asOf),
    };
  };
}

function remembered(segments: SegmentJudge, { state, reading, heard }: IntentTurn): SegmentMemory {
  if (reading) return segments.observe(state.memory, reading, 'lead');
  return heard ? segments.observe(state.memory, heard, 'agent') : state.memory;
}

/** The event in the features' words; undefined for what is no evidence. */
function featureEvent(turn: IntentTurn): FeatureEvent | undefined {
  const { event, asOf: at } = turn;
  switch (event.type) {
    case 'message':
      return messageSeen(turn, { at, kind: 'message', from: event.from, channel: event.channel });
    case 'activity':
      return zoned(turn, { at, kind: 'activity', activity: event.activity });
    case 'profile':
      return profileSeen({ at, kind: 'profile' }, event);
    case 'market':
      return { at, kind: 'market', market: marketMoves(event.facts) };
    case 'outcome':
    case 'tick':
      return { at, kind: event.type };
    default:
      return undefined;
  }
}

function messageSeen(turn: IntentTurn, seen: FeatureEvent): FeatureEvent {
  if (turn.reading) seen.reading = turn.reading;
  if (turn.intents) seen.intents = turn.intents;
  return zoned(turn, seen);
}

/** On the lead's own clock, where it is known. */
function zoned({ state: { contact } }: IntentTurn, seen: FeatureEvent): FeatureEvent {
  if (contact.timezone !== undefined) seen.timezone = contact.timezone;
  return seen;
}

function profileSeen(seen: FeatureEvent, event: Omit<ProfileEvent, 'at'>): FeatureEvent {
  if (event.source !== undefined) seen.source = event.source;
  if (event.timezone !== undefined) seen.timezone = event.timezone;
  if (event.budget !== undefined) seen.budget = event.budget;
  return seen;
}
