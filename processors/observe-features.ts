/** Moves the running features on by one event, at the same cost however long the conversation is. */
import type { Judges, SegmentJudge, SegmentMemory } from '../models/judges.ts';
import { featureEvent } from './feature-event.ts';
import type { ConsentTurn, FeatureTurn, IntentTurn } from './turn.ts';

export function createObserveFeatures({ features, segments }: Pick<Judges, 'features' | 'segments'>) {
  return function observeFeatures(turn: ConsentTurn): FeatureTurn {
    const seen = featureEvent(turn);
    if (!seen) return { ...turn, judged: false, vector: undefined };
    const { state, asOf, event } = turn;
    const running = features.observe(state.features, seen);
    const memory = remembered(segments, turn);
    // A lead never judged is judged by whatever comes first.
    const judged = turn.scored || !state.view;
    // The market moves forecasts; how a lead behaves, and what it does next, it does not tell.
    const asked = judged && (event.type !== 'market' || !state.view);
    return {
      ...turn,
      state: { ...state, features: running, memory },
      judged,
      vector: asked ? features.vector(running, asOf) : undefined,
    };
  };
}

function remembered(segments: SegmentJudge, { state, reading, heard }: IntentTurn): SegmentMemory {
  if (reading) return segments.observe(state.memory, reading, 'lead');
  return heard ? segments.observe(state.memory, heard, 'agent') : state.memory;
}
