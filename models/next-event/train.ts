/** Trains the next event on what followed each event of the corpus within the hour. */
import { INTENTS } from '../../schemas/intents.ts';
import type { PreparedCorpus, PreparedLead } from '../corpus/prepare-corpus.ts';
import { replayLead } from '../corpus/replay-lead.ts';
import { type Excluded, rememberFits } from '../evaluation/cross-fit.ts';
import { runningFeatures } from '../features/running-features.ts';
import type { IntentTraining } from '../intents/train.ts';
import type { FeatureEvent } from '../judges.ts';
import { type DenseLinear, fitSoftmax } from '../linear/softmax-regression.ts';
import { KINDS, MESSAGE_KINDS, nextEventInputs, WITHIN_MINUTES } from './model.ts';

/** Penalty on each weight of inputs scaled to root mean square 1, against one unit of loss an event. */
export const NEXT_EVENT_SETTINGS = { l2: 20, iterations: 40 };

export interface Followed {
  lead: number;
  features: Float32Array;
  intents: Float32Array | undefined;
  /** Index into KINDS. */
  kind: number;
}

export interface NextEventTraining {
  fit(excluded: Excluded): DenseLinear;
  /** Every event of lead `index` and what followed it. */
  followed(excluded: Excluded, index: number): Followed[];
}

export function trainNextEvent(corpus: PreparedCorpus, intents: IntentTraining): NextEventTraining {
  const followed = rememberFits((excluded): Followed[][] =>
    corpus.leads.map((lead, index) => {
      const steps = replayLead(lead, (i) => intents.unseen(excluded, i)).slice(1);
      return steps.map(({ event, state }, i) => ({
        lead: index,
        features: runningFeatures.vector(state, event.at),
        intents: event.intents,
        kind: kindAfter(corpus, lead, i + 1),
      }));
    }),
  );
  const fit = rememberFits((excluded) => {
    const known = followed(excluded).filter((_, i) => !excluded.includes(corpus.leads[i]!.fold));
    const examples = known.flat().map(({ features, intents: said, kind }) => ({
      inputs: nextEventInputs(features, said),
      target: kind,
      weight: 1,
    }));
    return fitSoftmax(examples, KINDS.length, NEXT_EVENT_SETTINGS.l2, NEXT_EVENT_SETTINGS.iterations);
  });
  return { fit, followed: (excluded, index) => followed(excluded)[index]! };
}

const byLead = (event: FeatureEvent): boolean =>
  event.kind === 'activity' || (event.kind === 'message' && event.from === 'lead');

/** Kind of the first thing the lead did within the hour after its event `index`. */
function kindAfter(corpus: PreparedCorpus, lead: PreparedLead, index: number): number {
  const until = lead.events[index]!.event.at + WITHIN_MINUTES * 60_000;
  const next = lead.events.slice(index + 1).find(({ event }) => byLead(event));
  if (!next || next.event.at > until) return KINDS.indexOf('silence');
  if (next.message === undefined) {
    const known = KINDS.indexOf(next.event.activity!);
    return known >= 0 ? known : KINDS.indexOf('activity.other');
  }
  const said = corpus.messages[next.message]!.labels.map((k) => INTENTS[k]!);
  const kind = MESSAGE_KINDS.find(([, ids]) => said.some((id) => ids.includes(id)));
  return KINDS.indexOf(kind?.[0] ?? 'message.other');
}
