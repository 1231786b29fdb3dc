/** Trains a bag: which n-grams tell segments apart, when so many of a lead's messages have been read. */
import { SEGMENTS } from '../../schemas/segments.ts';
import type { PreparedCorpus, PreparedLead } from '../corpus/prepare-corpus.ts';
import { GRAM_SPACE } from '../features/grams.ts';
import type { TextReading } from '../judges.ts';
import { type Example, type SparseSettings, trainSparseLinear } from '../linear/train-sparse-linear.ts';
import { type BagModel, messageWeight } from './bag.ts';

export const BAG_SETTINGS: SparseSettings = {
  link: 'softmax',
  classes: SEGMENTS.length,
  space: GRAM_SPACE,
  leastSeen: 2,
  mostRows: 30_000,
  epochs: 10,
  step: 0.5,
  decay: 1e-5,
  seed: 20_261_126,
};
/** A gram must be in this many leads' conversations. */
const LEAST_LEADS = 4;

interface Text {
  reading: TextReading;
  /** Whether the lead wrote it. */
  own: boolean;
}

/** A lead's messages, both sides', in order. */
function textsOf({ messages }: PreparedCorpus, lead: PreparedLead): Text[] {
  return lead.events.flatMap(({ message, heard }): Text[] => {
    if (message !== undefined) return [{ reading: messages[message]!.reading, own: true }];
    return heard ? [{ reading: heard, own: false }] : [];
  });
}

/** Inverse document frequency of every gram, 0 for those of fewer than {@link LEAST_LEADS} leads. */
function rarities(texts: readonly Text[][]): Float32Array {
  const leads = new Uint32Array(GRAM_SPACE);
  for (const own of texts) {
    const grams = new Set<number>();
    for (const { reading } of own) for (const id of reading.grams) grams.add(id);
    for (const id of grams) leads[id]!++;
  }
  return Float32Array.from(leads, (seen) =>
    seen < LEAST_LEADS ? 0 : 1 + Math.log((1 + texts.length) / (1 + seen)),
  );
}

/** @param after numbers of messages after which the bag learns; infinity for all */
export function trainBag(
  corpus: PreparedCorpus,
  leads: readonly PreparedLead[],
  after: readonly number[],
): BagModel {
  const texts = leads.map((lead) => textsOf(corpus, lead));
  const rarity = rarities(texts);
  const examples = leads.flatMap((lead, i) => prefixes(texts[i]!, after, rarity, lead.segment));
  const text = trainSparseLinear(examples, BAG_SETTINGS);
  return { text, rarity: Float32Array.from(text.ids, (id) => rarity[id]!) };
}

/** One example for each number of messages, or for all where the lead wrote fewer, with the agent's before it. */
function prefixes(
  texts: readonly Text[],
  after: readonly number[],
  rarity: Float32Array,
  segment: number,
): Example[] {
  const total = texts.filter(({ own }) => own).length;
  const counts = new Set(after.map((n) => Math.min(n, total)));
  const sums = new Map<number, number>();
  const examples: Example[] = [];
  let square = 0;
  let messages = 0;
  texts.forEach(({ reading, own }) => {
    square += addTo(sums, reading, rarity);
    if (own) messages++;
    if (own && counts.has(messages)) examples.push(example(sums, square, segment));
  });
  return examples;
}

/** Adds a message's grams; returns the square of what was added. */
function addTo(sums: Map<number, number>, reading: TextReading, rarity: Float32Array): number {
  const scale = messageWeight(reading);
  let square = 0;
  reading.grams.forEach((id, i) => {
    const value = reading.weights[i]! * scale * rarity[id]!;
    if (value === 0) return;
    sums.set(id, (sums.get(id) ?? 0) + value);
    square += value * value;
  });
  return square;
}

function example(sums: ReadonlyMap<number, number>, square: number, segment: number): Example {
  const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
  return {
    ids: Uint32Array.from(sums.keys()),
    values: Float32Array.from(sums.values(), (v) => v * scale),
    target: [[segment, 1]],
  };
}
