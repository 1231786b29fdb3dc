/**
 * The measure later models must beat: a linear model on word and character n-grams and nothing else, all of them, with
 * the best threshold for each intent. Its weights are int8, as those of the served models are.
 */
import { INTENTS } from '../../schemas/intents.ts';
import { SEGMENTS } from '../../schemas/segments.ts';
import type { PreparedCorpus } from '../corpus/prepare-corpus.ts';
import { alsoWithout, type Excluded, rememberFits } from '../evaluation/cross-fit.ts';
import { GRAM_SPACE } from '../features/grams.ts';
import { calibrate, INTENT_SETTINGS } from '../intents/train.ts';
import type { TextReading } from '../judges.ts';
import { addEvidence, type SparseLinear, type SparseVector } from '../linear/sparse-linear.ts';
import { trainSparseLinear } from '../linear/train-sparse-linear.ts';
import { messagePrefixes } from './prefixes.ts';

const SEGMENT_SETTINGS = {
  link: 'softmax' as const,
  ...{ classes: SEGMENTS.length, leastSeen: 6, epochs: 5, step: 0.5, decay: 1e-4, seed: 20_261_126 },
};
/** Every n-gram seen this often, however weak. */
const ALL_ROWS = { space: GRAM_SPACE, mostRows: Number.POSITIVE_INFINITY };

export interface NgramMeasure {
  /** Intents of the messages of one fold, by fits that did not learn from it; same for the thresholds. */
  intents(fold: number): { scores: Map<number, Float64Array>; thresholds: Float64Array };
  /** Segment logits of each lead of one fold after its first 1, 2, 4, 8 and all messages. */
  segments(fold: number): Map<number, Float64Array[]>;
}

export function createNgramMeasure(corpus: PreparedCorpus): NgramMeasure {
  const { messages, leads } = corpus;
  const intents = rememberFits((excluded: Excluded): SparseLinear => {
    const known = messages.filter((m) => !excluded.includes(m.fold));
    const examples = known.map((m) => ({
      ids: m.reading.grams,
      values: m.reading.weights,
      target: m.labels.map((k) => [k, 1] as const),
    }));
    return trainSparseLinear(examples, { ...INTENT_SETTINGS, ...ALL_ROWS, classes: INTENTS.length });
  });
  return {
    intents(fold) {
      const known = messages.flatMap((m, i) => (m.fold === fold ? [] : [i]));
      const unseen = messages.map((m) => score(intents(alsoWithout([fold], m.fold)), m.reading));
      // The thresholds are of calibrated probabilities; as scores they are the same cuts.
      const { slopes, offsets, thresholds } = calibrate(corpus, known, unseen);
      const cuts = Float64Array.from(
        thresholds,
        (t, k) => (Math.log(t / (1 - t)) - offsets[k]!) / slopes[k]!,
      );
      const own = messages.flatMap((m, i) => (m.fold === fold ? [[i, unseen[i]!] as const] : []));
      return { scores: new Map(own), thresholds: cuts };
    },
    segments(fold) {
      const known = leads.filter((lead) => lead.fold !== fold);
      const examples = known.flatMap((lead) => messagePrefixes(corpus, lead));
      const model = trainSparseLinear(examples, { ...SEGMENT_SETTINGS, ...ALL_ROWS });
      const own = leads.flatMap((lead, i) => (lead.fold === fold && lead.measured ? [i] : []));
      return new Map(own.map((i) => [i, messagePrefixes(corpus, leads[i]!).map((x) => evidence(model, x))]));
    },
  };
}

const score = (model: SparseLinear, { grams, weights }: TextReading): Float64Array =>
  evidence(model, { ids: grams, values: weights });

function evidence(model: SparseLinear, x: SparseVector): Float64Array {
  const sums = Float64Array.from(model.bias);
  addEvidence(model, x, sums);
  return sums;
}
