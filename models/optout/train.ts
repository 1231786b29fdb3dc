/** Trains opting out; every fold of paraphrase groups can be left out. */
import { crc32 } from '../../schemas/crc32.ts';
import { alsoWithout, type Excluded, rememberFits } from '../evaluation/cross-fit.ts';
import { type Example, type SparseSettings, trainSparseLinear } from '../linear/train-sparse-linear.ts';
import { foldGroups, paraphraseGroups } from './groups.ts';
import { OPTOUT_SPACE, OUTCOMES, optOutInputs } from './inputs.ts';
import { type OptOutModel, optOutProbability, outcomeProbabilities } from './model.ts';
import type { OptOutLine } from './read-lines.ts';

export const OPTOUT_SETTINGS: SparseSettings = {
  link: 'softmax',
  classes: OUTCOMES.length,
  space: OPTOUT_SPACE,
  leastSeen: 2,
  mostRows: 16_000,
  epochs: 12,
  step: 0.5,
  decay: 5e-4,
  seed: 20_261_127,
};
/** Messages of the corpus are many and their opt-outs have no scope: each weighs this much of a line. */
const CORPUS_WEIGHT = 0.25;
/** One in so many of the corpus' other messages is learned from. */
const OTHERS_KEPT = 3;
/** The corpus says opt_out, not of what; nearly all mean everything. */
const CORPUS_OPT_OUT = [
  [0, 0.9],
  [2, 0.1],
] as const;
/** A missed opt-out counts as so many false ones where the threshold is set. */
const MISS_COST = 3;

export interface CorpusText {
  text: string;
  optOut: boolean;
}

export interface OptOutTraining {
  /** The lines that figures are about, and the fold of each. */
  measured: readonly OptOutLine[];
  folds: readonly number[];
  /** Groups of paraphrases that the measured lines fall into. */
  groups: number;
  /** Learned from nothing that shares a group with a line of the folds left out. */
  fit(excluded: Excluded): OptOutModel;
}

function outcomeOf({ label, scope }: OptOutLine): number {
  if (label === 'opt_out') return OUTCOMES.indexOf(scope as (typeof OUTCOMES)[number]);
  return OUTCOMES.indexOf(scope === 'topic' ? 'otherTopic' : 'none');
}

/** Lines and texts of the corpus fall into groups together; a corpus text is left out with its fold as a line is. */
export function trainOptOut(
  dev: readonly OptOutLine[],
  more: readonly OptOutLine[],
  corpus: readonly CorpusText[],
): OptOutTraining {
  const kept = corpus.filter(({ text, optOut }) => optOut || crc32(text) % OTHERS_KEPT === 0);
  const lines = [...dev, ...more];
  const optOuts = kept.filter(({ optOut }) => optOut);
  const grouped = [...lines, ...optOuts];
  const groups = paraphraseGroups(grouped);
  const folds = foldGroups(grouped, groups);
  const examples: Example[] = lines.map((line) => ({
    ...optOutInputs(line.text),
    target: [[outcomeOf(line), 1]],
  }));
  for (const { text } of optOuts)
    examples.push({ ...optOutInputs(text), target: CORPUS_OPT_OUT, weight: CORPUS_WEIGHT });
  const others = kept
    .filter(({ optOut }) => !optOut)
    .map(
      ({ text }): Example => ({
        ...optOutInputs(text),
        target: [[OUTCOMES.indexOf('none'), 1]],
        weight: CORPUS_WEIGHT,
      }),
    );
  const linear = rememberFits((excluded) =>
    trainSparseLinear(
      [...examples.filter((_, i) => !excluded.includes(folds[i]!)), ...others],
      OPTOUT_SETTINGS,
    ),
  );
  const fit = rememberFits((excluded): OptOutModel => {
    const unseen = lines.flatMap(({ text, label }, i) => {
      if (excluded.includes(folds[i]!)) return [];
      const outcomes = outcomeProbabilities(linear(alsoWithout(excluded, folds[i]!)), text);
      return [{ p: optOutProbability(outcomes), optOut: label === 'opt_out' }];
    });
    return { linear: linear(excluded), threshold: thresholdFor(unseen) };
  });
  return {
    measured: dev,
    folds: folds.slice(0, dev.length),
    groups: new Set(groups.slice(0, dev.length)).size,
    fit,
  };
}

/** The threshold of least cost on lines not learned from, between a twentieth and a half. */
function thresholdFor(unseen: readonly { p: number; optOut: boolean }[]): number {
  let best = 0.5;
  let least = Number.POSITIVE_INFINITY;
  for (let percent = 50; percent >= 5; percent--) {
    const threshold = percent / 100;
    let cost = 0;
    for (const { p, optOut } of unseen) {
      if (optOut && p < threshold) cost += MISS_COST;
      if (!optOut && p >= threshold) cost++;
    }
    if (cost < least) {
      least = cost;
      best = threshold;
    }
  }
  return best;
}
