/** Trains which prepared action fits on the leads' deeds within the hour after an event, by any lead of the corpus. */
import { INTENTS } from '../../schemas/intents.ts';
import type { PreparedCorpus, PreparedEvent, PreparedLead } from '../corpus/prepare-corpus.ts';
import { replayLead } from '../corpus/replay-lead.ts';
import { type Excluded, rememberFits } from '../evaluation/cross-fit.ts';
import { runningFeatures } from '../features/running-features.ts';
import type { IntentTraining } from '../intents/train.ts';
import type { PrebakeQuestion } from '../judges.ts';
import { type DenseLinear, fitSoftmax } from '../linear/softmax-regression.ts';
import { deedOf, fittingItem } from './fitting.ts';
import { MENU, type MenuItem } from './menu.ts';
import { CLASSES, NOTHING, prebakeInputs } from './model.ts';

/** Penalty on each weight of inputs scaled to root mean square 1, against one unit of loss a deed. */
export const PREBAKE_SETTINGS = { l2: 60, iterations: 40 };
/** Within it a deed counts as what came next. */
export const HOUR_MS = 3_600_000;

/** What a lead did within the hour after an event. */
export interface Deed {
  /** What fits it; undefined where nothing on the menu does. */
  item: MenuItem | undefined;
  /** What it is about first, as `answers` of the menu name it. */
  about: string | undefined;
}

export interface PrebakeStep extends PrebakeQuestion {
  /** Epoch ms. */
  at: number;
  /** Undefined where the lead did nothing, or somebody else was next. */
  deed: Deed | undefined;
}

export interface PrebakeTraining {
  fit(excluded: Excluded): DenseLinear;
  /** Every event of lead `index` but its profile, as the judge is asked after it, and the deed that followed. */
  steps(excluded: Excluded, index: number): PrebakeStep[];
}

/** @param corpus with the leads added for training, after those that are measured */
export function trainPrebake(corpus: PreparedCorpus, intents: IntentTraining): PrebakeTraining {
  const steps = (excluded: Excluded, index: number, which = (_: Deed | undefined) => true): PrebakeStep[] => {
    const lead = corpus.leads[index]!;
    return replayLead(lead, (i) => intents.unseen(excluded, i)).flatMap(({ event, state }, i) => {
      const deed = deedAfter(corpus, lead, i);
      if (i === 0 || !which(deed)) return [];
      const features = runningFeatures.vector(state, event.at);
      return [
        { at: event.at, features, intents: event.intents, last: event.activity ?? event.from ?? '', deed },
      ];
    });
  };
  const fit = rememberFits((excluded) =>
    fitDeeds(
      corpus.leads.flatMap(({ fold }, index) =>
        excluded.includes(fold) ? [] : steps(excluded, index, (deed) => deed !== undefined),
      ),
    ),
  );
  return { fit, steps: (excluded, index) => steps(excluded, index) };
}

/** Learns from the steps that a deed followed. */
export function fitDeeds(steps: readonly PrebakeStep[]): DenseLinear {
  const examples = steps.flatMap((step) => {
    if (!step.deed) return [];
    const target = step.deed.item ? MENU.indexOf(step.deed.item) : NOTHING;
    return [{ inputs: prebakeInputs(step), target, weight: 1 }];
  });
  return fitSoftmax(examples, CLASSES, PREBAKE_SETTINGS.l2, PREBAKE_SETTINGS.iterations);
}

function deedAfter(corpus: PreparedCorpus, { events }: PreparedLead, index: number): Deed | undefined {
  const next: PreparedEvent | undefined = events[index + 1];
  if (!next || next.event.at - events[index]!.event.at > HOUR_MS) return undefined;
  const { kind, from, activity } = next.event;
  if (kind !== 'activity' && from !== 'lead') return undefined;
  const labels = next.message === undefined ? [] : corpus.messages[next.message]!.labels;
  const said = labels.map((k) => INTENTS[k]!);
  return { item: fittingItem(activity, said), about: deedOf(activity, said) };
}
