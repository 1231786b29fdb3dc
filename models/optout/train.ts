/** Trains opting out; every fold of paraphrase groups can be left out. */
import { crc32 } from '../../schemas/crc32.ts';
import { alsoWithout, type Excluded, rememberFits } from '../evaluation/cross-fit.ts';
import { type Example, type SparseSettings, trainSparseLinear } from '../linear/train-sparse-linear.ts';
import { foldGroups, OPTOUT_FOLDS, paraphraseGroups } from './groups.ts';
import { OPTOUT_SPACE, OUTCOMES, optOutInputs } from './inputs.ts';
import { type OptOutModel, optOutProbability, outcomeProbabilities } from './model.ts';
import type { OptOutLine } from './read-lines.ts';

export const OPTOUT_SETTINGS: SparseSettings = {
  link: 'softmax',
  classes: OUTCOMES.length,
  space: OPTOUT_SPACE,
  leastSeen: 3,
  mostRows: 16_000,
  epochs: 8,
  step: 0.5,
  decay: 5e-4,
  seed: 20_261_127,
};
/** Messages of the corpus are many and their opt-outs have no scope: each weighs this much of a line. */
const CORPUS_WEIGHT = 0.4;
/** The corpus says opt_out, not of what; nearly all mean everything. */
const CORPUS_OPT_OUT = [
  [0, 0.9],
  [2, 0.1],
] as const;
const CORPUS_OTHER = [[OUTCOMES.indexOf('none'), 1]] as const;
/** A missed opt-out counts as so many false ones where the threshold is set. */
const MISS_COST = 3;

export interface CorpusText {
  text: string;
  optOut: boolean;
}

export interface OptOutTraining {
  /** The lines that figures are about. */
  measured: readonly (OptOutLine & { fold: number })[];
  /** The messages of the corpus, which other people wrote with other things in mind. */
  corpus: readonly (CorpusText & { fold: number })[];
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
  const lines = [...dev, ...more];
  const optOuts = corpus.filter(({ optOut }) => optOut);
  const others = corpus.filter(({ optOut }) => !optOut);
  const grouped = [...lines, ...optOuts];
  const groups = paraphraseGroups(grouped);
  const folds = foldGroups(grouped, groups);
  folds.push(...others.map(({ text }) => crc32(text.toLowerCase()) % OPTOUT_FOLDS));
  const examples = [
    ...lines.map((line): Example => ({ ...optOutInputs(line.text), target: [[outcomeOf(line), 1]] })),
    ...[...optOuts, ...others].map(
      ({ text, optOut }): Example => ({
        ...optOutInputs(text),
        target: optOut ? CORPUS_OPT_OUT : CORPUS_OTHER,
        weight: CORPUS_WEIGHT,
      }),
    ),
  ];
  const linear = rememberFits((excluded) =>
    trainSparseLinear(
      examples.filter((_, i) => !excluded.includes(folds[i]!)),
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
    measured: dev.map((line, i) => ({ ...line, fold: folds[i]! })),
    groups: new Set(groups.slice(0, dev.length)).size,
    corpus: [...optOuts, ...others].map((of, i) => ({ ...of, fold: folds[lines.length + i]! })),
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
