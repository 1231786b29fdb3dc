/**
 * Trains segments: the bags of text first, then the network on what the bags said about leads they had not learned
 * from, with intents by models that had not either.
 */
import type { PreparedCorpus } from '../corpus/prepare-corpus.ts';
import { replayLead } from '../corpus/replay-lead.ts';
import { alsoWithout, type Excluded, rememberFits } from '../evaluation/cross-fit.ts';
import { runningFeatures } from '../features/running-features.ts';
import type { IntentTraining } from '../intents/train.ts';
import type { SegmentMemory } from '../judges.ts';
import { addMessage, deepInputs, emptyMemory, messagesIn, type SegmentModel } from './model.ts';
import { trainBag } from './train-bag.ts';
import { type DeepExample, trainDeep } from './train-deep.ts';

/** Numbers of messages after which models are measured; the last means all. */
export const AFTER_MESSAGES = [1, 2, 4, 8, Number.POSITIVE_INFINITY] as const;
/** Numbers of messages after which each part learns. */
const EARLY_AFTER = [1, 2] as const;
const LATE_AFTER = [Number.POSITIVE_INFINITY] as const;
const DEEP_AFTER: readonly number[] = [1, 2, 3, 4, 6, 8, Number.POSITIVE_INFINITY];

/** What is known of a lead after some of its messages. */
export interface Moment {
  lead: number;
  memory: SegmentMemory;
  features: Float32Array;
}

/** The moment after `count` messages, or after all where the lead wrote fewer. */
export const momentAfter = (moments: readonly Moment[], count: number): Moment | undefined =>
  moments.findLast((moment) => messagesIn(moment.memory) <= count);

export interface SegmentTraining {
  fit(excluded: Excluded): SegmentModel;
  /** Lead `index` after each number of messages learned from, seen by fits that did not learn from it. */
  moments(excluded: Excluded, index: number): Moment[];
  /** The bags of that same fit. */
  bags(excluded: Excluded): Pick<SegmentModel, 'early' | 'late'>;
  /** What the network of that fit learns from. */
  examples(excluded: Excluded): DeepExample[];
}

export function trainSegments(corpus: PreparedCorpus, intents: IntentTraining): SegmentTraining {
  const { leads, messages } = corpus;
  const bags = rememberFits((excluded) => {
    const known = leads.filter(({ fold }) => !excluded.includes(fold));
    return { early: trainBag(corpus, known, EARLY_AFTER), late: trainBag(corpus, known, LATE_AFTER) };
  });
  const allMoments = rememberFits((excluded): Moment[][] =>
    leads.map((lead, index) => {
      const unseen = bags(alsoWithout(excluded, lead.fold));
      let memory = emptyMemory();
      const after: Moment[] = [];
      for (const { event, message, heard, state } of replayLead(lead, (i) => intents.unseen(excluded, i))) {
        if (heard) memory = addMessage(unseen, memory, heard, 'agent');
        if (message === undefined) continue;
        memory = addMessage(unseen, memory, messages[message]!.reading, 'lead');
        after.push({ lead: index, memory, features: runningFeatures.vector(state, event.at) });
      }
      return pickMoments(after);
    }),
  );
  const examples = (excluded: Excluded): DeepExample[] => {
    const moments = allMoments(excluded).filter((_, i) => !excluded.includes(leads[i]!.fold));
    return moments.flatMap((of) =>
      of.map((moment) => {
        const { fold, segment } = leads[moment.lead]!;
        const unseen = bags(alsoWithout(excluded, fold));
        const inputs = deepInputs(unseen, moment.memory, moment.features);
        return { inputs, segment, weight: 1 / of.length };
      }),
    );
  };
  const fit = rememberFits(
    (excluded): SegmentModel => ({ ...bags(excluded), deep: trainDeep(examples(excluded)) }),
  );
  return { fit, moments: (excluded, index) => allMoments(excluded)[index]!, bags, examples };
}

const pickMoments = (after: Moment[]): Moment[] =>
  DEEP_AFTER.flatMap((count) => after[Math.min(count, after.length) - 1] ?? []).filter(
    (moment, i, all) => all.indexOf(moment) === i,
  );
