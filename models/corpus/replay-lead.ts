/** A lead's events through the running features, as serving would have seen them. */
import { runningFeatures } from '../features/running-features.ts';
import type { FeatureEvent, FeatureState, TextReading } from '../judges.ts';
import type { PreparedLead } from './prepare-corpus.ts';

export interface Step {
  event: FeatureEvent;
  /** Index of the message in the corpus, for the lead's messages. */
  message: number | undefined;
  /** What the agent wrote. */
  heard: TextReading | undefined;
  /** After the event. */
  state: FeatureState;
}

/** @param intents probabilities of message `index`, from a model that did not learn from it */
export function replayLead(lead: PreparedLead, intents: (index: number) => Float32Array): Step[] {
  let state = runningFeatures.initial();
  return lead.events.map(({ event, message, heard }) => {
    const seen = message === undefined ? event : { ...event, intents: intents(message) };
    state = runningFeatures.observe(state, seen);
    return { event: seen, message, heard, state };
  });
}
