/** Moves the running features on by one event, at the same cost however long the conversation is. */
import type { FeatureEvent, Judges } from '../models/judges.ts';
import { marketMoves } from './remember-market.ts';
import type { FeatureTurn, IntentTurn } from './turn.ts';

export function createObserveFeatures({ features, segments }: Judges) {
  return function observeFeatures(turn: IntentTurn): FeatureTurn {
    const seen = featureEvent(turn);
    if (!seen) return { ...turn, vector: undefined };
    const { state, reading, asOf } = turn;
    const running = features.observe(state.features, seen);
    const memory = reading ? segments.observe(state.memory, reading) : state.memory;
    return {
      ...turn,
      state: { ...state, features: running, memory },
      vector: features.vector(running, asOf),
    };
  };
}

/** The event in the features' words; undefined for what is no evidence. */
function featureEvent({ event, reading, intents, asOf: at, state }: IntentTurn): FeatureEvent | undefined {
  switch (event.type) {
    case 'message':
      return {
        ...{ at, kind: 'message', from: event.from, channel: event.channel },
        ...(state.contact.timezone !== undefined && { timezone: state.contact.timezone }),
        ...(reading && { reading }),
        ...(intents && { intents }),
      };
    case 'activity':
      return { at, kind: 'activity', activity: event.activity };
    case 'profile':
      return {
        ...{ at, kind: 'profile' },
        ...(event.source !== undefined && { source: event.source }),
        ...(event.timezone !== undefined && { timezone: event.timezone }),
        ...(event.budget !== undefined && { budget: event.budget }),
      };
    case 'market':
      return { at, kind: 'market', market: marketMoves(event.facts) };
    case 'outcome':
    case 'tick':
      return { at, kind: event.type };
    default:
      return undefined;
  }
}
