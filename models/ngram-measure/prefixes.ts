/** A lead's own words after 1, 2, 4, 8 and all of its messages, as one vector of n-grams: what the measure learns from. */
import type { PreparedCorpus, PreparedLead } from '../corpus/prepare-corpus.ts';
import type { SparseVector } from '../linear/sparse-linear.ts';
import type { Example } from '../linear/train-sparse-linear.ts';
import { AFTER_MESSAGES } from '../segments/train.ts';

/** A sum over n messages counts as much as n to this power. */
const SUM_POWER = 0.5;

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
