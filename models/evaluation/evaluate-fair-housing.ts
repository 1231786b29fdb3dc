/**
 * Fair housing on paraphrase groups it did not learn from: the given lines, the lines written for training, and agents'
 * texts of the corpus, which are taken to be lawful. Beside it what n-grams alone reach.
 */

import { FAIR_HOUSING_SPACE, VERDICTS } from '../fair-housing/inputs.ts';
import { CLASSES } from '../fair-housing/mentions.ts';
import { blockScore, judgeFairHousing } from '../fair-housing/model.ts';
import type { FairHousingLine } from '../fair-housing/read-lines.ts';
import { FAIR_HOUSING_SETTINGS, type FairHousingTraining, type Folded } from '../fair-housing/train.ts';
import { readGrams } from '../features/grams.ts';
import { tokenise } from '../features/tokens.ts';
import type { ProtectedClass } from '../judges.ts';
import { softmax } from '../linear/softmax.ts';
import { addEvidence } from '../linear/sparse-linear.ts';
import { trainSparseLinear } from '../linear/train-sparse-linear.ts';
import { rememberFits } from './cross-fit.ts';
import { rounded } from './trainings.ts';

/** Rates at the threshold, but for the two that need none. */
export interface FairHousingRates {
  lines: number;
  /** Of unlawful texts, the share blocked. */
  recall: number;
  /** Of lawful texts, the share blocked. */
  falseBlocks: number;
  /** Of unlawful texts blocked, the share whose class is right. */
  classRight: number;
  /** Chance that an unlawful text scores above a lawful one. */
  auc: number;
  /** Recall where the threshold would block one lawful text in twenty. */
  recallAt5: number;
}

type Ranking = Pick<FairHousingRates, 'auc' | 'recallAt5'>;

export interface FairHousingReport {
  /** The given lines, by fits of the lines for training and the other folds. */
  dev: FairHousingRates & { groups: number; perClass: Partial<Record<ProtectedClass, number>> };
  /** The given lines by a fit that learned from none of them. */
  transfer: FairHousingRates;
  /** Lines written for training, whole groups left out. */
  own: FairHousingRates;
  /** Agents' texts of the corpus, left out by fold, and the share of them blocked. */
  corpus: { texts: number; blocked: number };
  /** Texts of our composer that were not learned from, though the same phrases were, and the share blocked. */
  composed: { texts: number; blocked: number };
  /** N-grams of the words and nothing else, on the same folds. */
  ngrams: { dev: Ranking; own: Ranking };
}

interface Judged {
  truth: boolean;
  called: boolean;
  classRight: boolean;
  score: number;
}

const LAWFUL_HELD = 0.05;

function ranking(judged: readonly Pick<Judged, 'truth' | 'score'>[]): Ranking {
  const lawful = judged.filter(({ truth }) => !truth).map(({ score }) => score);
  const unlawful = judged.filter(({ truth }) => truth).map(({ score }) => score);
  let above = 0;
  for (const u of unlawful) for (const l of lawful) above += u > l ? 1 : u === l ? 0.5 : 0;
  const cut = lawful.sort((a, b) => b - a)[Math.floor(LAWFUL_HELD * lawful.length)]!;
  return {
    auc: rounded(above / (unlawful.length * lawful.length)),
    recallAt5: rounded(unlawful.filter((u) => u > cut).length / unlawful.length),
  };
}

function rates(judged: readonly Judged[]): FairHousingRates {
  const unlawful = judged.filter(({ truth }) => truth);
  const hits = unlawful.filter(({ called }) => called);
  const held = judged.filter(({ truth, called }) => !truth && called).length;
  return {
    lines: judged.length,
    recall: rounded(hits.length / Math.max(1, unlawful.length)),
    falseBlocks: rounded(held / Math.max(1, judged.length - unlawful.length)),
    classRight: rounded(hits.filter(({ classRight }) => classRight).length / Math.max(1, hits.length)),
    ...ranking(judged),
  };
}

type Fit = FairHousingTraining['fit'];

function judge(lines: readonly Folded<FairHousingLine>[], fitFor: (fold: number) => ReturnType<Fit>) {
  return lines.map(({ text, label, class: touched, fold }): Judged => {
    const answer = judgeFairHousing(fitFor(fold), text);
    const called = answer.label === 'block';
    return { truth: label === 'block', called, classRight: answer.class === touched, score: answer.p };
  });
}

/**
 * @param transfer trained without the given lines
 * @param composed texts of the composer; those learned from are passed over
 */
export function evaluateFairHousing(
  training: FairHousingTraining,
  transfer: FairHousingTraining,
  composed: readonly string[],
): FairHousingReport {
  const { dev, more, corpus, groups, fit } = training;
  const crossed = (fold: number) => fit([fold]);
  const onDev = judge(dev, crossed);
  const perClass: FairHousingReport['dev']['perClass'] = {};
  for (const name of CLASSES) {
    const own = onDev.filter((_, i) => dev[i]!.class === name);
    if (own.length > 0) perClass[name] = rounded(own.filter(({ called }) => called).length / own.length);
  }
  const blocked = corpus.filter(({ text, fold }) => judgeFairHousing(fit([fold]), text).label === 'block');
  const ngrams = ngramScores([...dev, ...more]);
  return {
    dev: { groups, ...rates(onDev), perClass },
    transfer: rates(judge(dev, () => transfer.fit([]))),
    own: rates(judge(more, crossed)),
    corpus: { texts: corpus.length, blocked: rounded(blocked.length / Math.max(1, corpus.length)) },
    composed: composedFigures(training, composed),
    ngrams: { dev: ranking(ngrams.slice(0, dev.length)), own: ranking(ngrams.slice(dev.length)) },
  };
}

function composedFigures({ composed, fit }: FairHousingTraining, texts: readonly string[]) {
  const unseen = texts.filter((text) => !composed.has(text));
  const blocked = unseen.filter((text) => judgeFairHousing(fit([]), text).label === 'block');
  return { texts: unseen.length, blocked: rounded(blocked.length / Math.max(1, unseen.length)) };
}

/** Scores of each line by a fit on n-grams of the other folds. */
function ngramScores(lines: readonly Folded<FairHousingLine>[]) {
  const examples = lines.map(({ text, class: touched }) => {
    const { grams, weights } = readGrams(tokenise(text));
    return { ids: grams, values: weights, target: [[VERDICTS.indexOf(touched), 1] as const] };
  });
  const without = rememberFits((excluded) =>
    trainSparseLinear(
      examples.filter((_, i) => !excluded.includes(lines[i]!.fold)),
      { ...FAIR_HOUSING_SETTINGS, space: FAIR_HOUSING_SPACE, mostRows: Number.POSITIVE_INFINITY },
    ),
  );
  return lines.map(({ label, fold }, i) => {
    const model = without([fold]);
    const scores = Float64Array.from(model.bias);
    addEvidence(model, examples[i]!, scores);
    softmax(scores);
    return { truth: label === 'block', score: blockScore(scores) };
  });
}
