/** Trains segments: text first, then behaviour on top of what text said about leads it had not learned from. */
import { SEGMENTS } from '../../schemas/segments.ts';
import type { PreparedCorpus, PreparedLead } from '../corpus/prepare-corpus.ts';
import { replayLead } from '../corpus/replay-lead.ts';
import { alsoWithout, type Excluded, rememberFits } from '../evaluation/cross-fit.ts';
import { GRAM_SPACE } from '../features/grams.ts';
import { runningFeatures } from '../features/running-features.ts';
import type { IntentTraining } from '../intents/train.ts';
import type { SegmentMemory } from '../judges.ts';
import { minimise } from '../linear/minimise.ts';
import { softmax } from '../linear/softmax.ts';
import { type DenseExample, fitSoftmax } from '../linear/softmax-regression.ts';
import type { SparseLinear, SparseVector } from '../linear/sparse-linear.ts';
import { type Example, type SparseSettings, trainSparseLinear } from '../linear/train-sparse-linear.ts';
import { addMessage, emptyMemory, type SegmentModel, SUM_POWER, textLogits, trusted } from './model.ts';

export const SEGMENT_SETTINGS: SparseSettings = {
  link: 'softmax',
  classes: SEGMENTS.length,
  space: GRAM_SPACE,
  // A gram of a lead's first message is seen in every one of its sums.
  leastSeen: 6,
  mostRows: 16_000,
  epochs: 5,
  step: 0.5,
  decay: 1e-4,
  seed: 20_261_126,
};
/** Numbers of messages after which models learn and are measured; the last means all. */
export const AFTER_MESSAGES = [1, 2, 4, 8, Number.POSITIVE_INFINITY] as const;
/** Penalty on each behaviour weight (inputs scaled to root mean square 1), against one unit of loss a lead. */
const BEHAVIOUR_L2 = 20;
/** Behaviour repeats part of what the text says; at full strength the two together would be too sure. */
const TEXT_SHARE = 0.8;
const BEHAVIOUR_ITERATIONS = 30;

/** What is known of a lead after some of its messages. */
export interface Moment {
  lead: number;
  memory: SegmentMemory;
  features: Float32Array;
}

/** The moment after `count` messages, or after all where the lead wrote fewer. */
export const momentAfter = (moments: readonly Moment[], count: number): Moment | undefined =>
  moments.findLast((moment) => moment.memory[0]! <= count);

export interface SegmentTraining {
  fit(excluded: Excluded): SegmentModel;
  /** Lead `index` after each of {@link AFTER_MESSAGES} (where it has as many), seen by fits that did not learn from it. */
  moments(excluded: Excluded, index: number): Moment[];
}

export function trainSegments(corpus: PreparedCorpus, intents: IntentTraining): SegmentTraining {
  const { leads, messages } = corpus;
  const prefixes = leads.map((lead) => messagePrefixes(corpus, lead));
  const text = rememberFits((excluded): SparseLinear => {
    const examples = leads.flatMap((lead, i) => (excluded.includes(lead.fold) ? [] : prefixes[i]!));
    return trainSparseLinear(examples, SEGMENT_SETTINGS);
  });
  const allMoments = rememberFits((excluded): Moment[][] =>
    leads.map((lead, index) => {
      const unseenText = text(alsoWithout(excluded, lead.fold));
      let memory = emptyMemory();
      const after: Moment[] = [];
      for (const step of replayLead(lead, (i) => intents.unseen(excluded, i))) {
        if (step.message === undefined) continue;
        memory = addMessage(unseenText, memory, messages[step.message]!.reading);
        after.push({ lead: index, memory, features: runningFeatures.vector(step.state, step.event.at) });
      }
      return pickMoments(after);
    }),
  );
  const fit = rememberFits((excluded): SegmentModel => {
    const moments = allMoments(excluded).filter((_, i) => !excluded.includes(leads[i]!.fold));
    const logits = moments.map((of) =>
      of.map((m) => textLogits(text(alsoWithout(excluded, leads[m.lead]!.fold)), m.memory)),
    );
    const trust = fitTrust(leads, moments.flat(), logits.flat());
    const examples = moments.flatMap((of, i) =>
      of.map(
        (m, j): DenseExample => ({
          inputs: m.features,
          given: trusted(trust, logits[i]![j]!.slice(), m.memory[0]!),
          target: leads[m.lead]!.segment,
          weight: 1 / of.length,
        }),
      ),
    );
    const behaviour = fitSoftmax(examples, SEGMENTS.length, BEHAVIOUR_L2, BEHAVIOUR_ITERATIONS);
    return { text: text(excluded), trust, behaviour };
  });
  return { fit, moments: (excluded, index) => allMoments(excluded)[index]! };
}

const pickMoments = (after: Moment[]): Moment[] =>
  AFTER_MESSAGES.flatMap((count) => after[Math.min(count, after.length) - 1] ?? []).filter(
    (moment, i, all) => all.indexOf(moment) === i,
  );

/** The sum of a lead's first messages, for each of {@link AFTER_MESSAGES} that it has. */
export function messagePrefixes(corpus: PreparedCorpus, lead: PreparedLead): Example[] {
  const readings = lead.events.flatMap((e) =>
    e.message === undefined ? [] : [corpus.messages[e.message]!.reading],
  );
  const counts = [...new Set(AFTER_MESSAGES.map((n) => Math.min(n, readings.length)))];
  const sums = new Map<number, number>();
  let summed = 0;
  return counts.map((count) => {
    for (; summed < count; summed++) {
      const { grams, weights } = readings[summed]!;
      grams.forEach((id, i) => {
        sums.set(id, (sums.get(id) ?? 0) + weights[i]!);
      });
    }
    return { ...scaledSum(sums, count ** -SUM_POWER), target: [[lead.segment, 1]] };
  });
}

const scaledSum = (sums: ReadonlyMap<number, number>, scale: number): SparseVector => ({
  ids: Uint32Array.from(sums.keys()),
  values: Float32Array.from(sums.values(), (v) => v * scale),
});

/** How far text is to be trusted, by number of messages: least log loss on leads it did not learn from. */
function fitTrust(
  leads: readonly PreparedLead[],
  moments: readonly Moment[],
  logits: readonly Float64Array[],
): Float32Array {
  const best = minimise(
    (x, gradient) => {
      gradient.fill(0);
      let loss = 0;
      moments.forEach((moment, i) => {
        const count = moment.memory[0]!;
        const z = trusted(x, logits[i]!.slice(), count);
        const p = z.slice();
        softmax(p);
        const target = leads[moment.lead]!.segment;
        loss -= Math.log(Math.max(p[target]!, 1e-12));
        let slope = -z[target]!;
        for (let k = 0; k < z.length; k++) slope += p[k]! * z[k]!;
        gradient[0]! += slope;
        gradient[1]! += slope * Math.log(count);
      });
      return loss;
    },
    Float64Array.of(0, 0),
    40,
  );
  return Float32Array.of(best[0]! + Math.log(TEXT_SHARE), best[1]!);
}
