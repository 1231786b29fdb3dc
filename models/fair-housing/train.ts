/** Trains fair housing; every fold of paraphrase groups can be left out. */
import { crc32 } from '../../schemas/crc32.ts';
import { alsoWithout, type Excluded, rememberFits } from '../evaluation/cross-fit.ts';
import { fitCalibration } from '../linear/calibrate.ts';
import type { SparseLinear } from '../linear/sparse-linear.ts';
import { type Example, type SparseSettings, trainSparseLinear } from '../linear/train-sparse-linear.ts';
import { foldGroups, OPTOUT_FOLDS, paraphraseGroups } from '../optout/groups.ts';
import { FAIR_HOUSING_SPACE, fairHousingInputs, VERDICTS } from './inputs.ts';
import { CLASSES } from './mentions.ts';
import { blockScore, calibrated, type FairHousingModel, verdictProbabilities } from './model.ts';
import { normalise } from './normalise.ts';
import type { FairHousingLine } from './read-lines.ts';
import { findSigns } from './signs.ts';

export const FAIR_HOUSING_SETTINGS: SparseSettings = {
  link: 'softmax',
  classes: VERDICTS.length,
  space: FAIR_HOUSING_SPACE,
  leastSeen: 2,
  mostRows: 16_000,
  epochs: 8,
  step: 0.5,
  decay: 5e-4,
  seed: 20_261_201,
};
/** Agents' texts of the corpus are many and taken to be lawful unread: each weighs this much of a line. */
const CORPUS_WEIGHT = 0.1;
/** So does each that the composer writes: its phrases are screened, and its manner is not that of the lines. */
const COMPOSED_WEIGHT = 0.2;
/** Of those that mention no people, one in so many is learned from. */
const ONE_IN = 5;
/** A missed unlawful text counts as so many lawful ones held back where the threshold is set. */
const MISS_COST = 3;

/** Of what is never left out. */
const NO_FOLD = -1;

export type Folded<T> = T & { fold: number };

export interface FairHousingTraining {
  /** The given lines, which figures are about. */
  dev: readonly Folded<FairHousingLine>[];
  /** Lines written for training. */
  more: readonly Folded<FairHousingLine>[];
  /** Agents' texts of the corpus. */
  corpus: readonly Folded<{ text: string }>[];
  /** Texts of our composer that are learned from, whichever folds are left out. */
  composed: ReadonlySet<string>;
  /** Groups of paraphrases that the given lines fall into. */
  groups: number;
  /** Learned from nothing that shares a group with a line of the folds left out. */
  fit(excluded: Excluded): FairHousingModel;
}

interface Learned {
  text: string;
  class: FairHousingLine['class'];
  fold: number;
  weight: number;
}

const exampleOf = ({ text, class: touched, weight }: Learned): Example => ({
  ...fairHousingInputs(text),
  target: [[VERDICTS.indexOf(touched), 1]],
  weight,
});

/** Whether a corpus text is learned from: it mentions people of a class, or is one of few that do not. */
const isTelling = (text: string): boolean =>
  crc32(text) % ONE_IN === 0 || findSigns(normalise(text)).some((sign) => sign < CLASSES.length);

/**
 * @param dev given lines; may be empty, then nothing of them is learned
 * @param agentTexts of the corpus
 * @param composed texts as the composer writes them, lawful
 */
export function trainFairHousing(
  dev: readonly FairHousingLine[],
  more: readonly FairHousingLine[],
  agentTexts: readonly string[],
  composed: readonly string[],
): FairHousingTraining {
  const lines = [...dev, ...more];
  const groups = paraphraseGroups(lines);
  const folds = foldGroups(lines, groups);
  const folded = lines.map((line, i) => ({ ...line, fold: folds[i]! }));
  const byText = (text: string) => ({ text, fold: crc32(text.toLowerCase()) % OPTOUT_FOLDS });
  const corpus = [...new Set(agentTexts)].map(byText);
  const learned: Learned[] = [
    ...folded.map((line) => ({ ...line, weight: 1 })),
    ...corpus
      .filter(({ text }) => isTelling(text))
      .map((of) => ({ ...of, class: 'none' as const, weight: CORPUS_WEIGHT })),
    ...composed.map((text) => ({ text, fold: NO_FOLD, class: 'none' as const, weight: COMPOSED_WEIGHT })),
  ];
  const examples = learned.map(exampleOf);
  const linear = rememberFits((excluded) =>
    trainSparseLinear(
      examples.filter((_, i) => !excluded.includes(learned[i]!.fold)),
      FAIR_HOUSING_SETTINGS,
    ),
  );
  const fit = rememberFits((excluded): FairHousingModel => {
    const kept = folded.filter(({ fold }) => !excluded.includes(fold));
    const decision = decide(kept, (fold) => linear(alsoWithout(excluded, fold)));
    return { linear: linear(excluded), ...decision };
  });
  return {
    dev: folded.slice(0, dev.length),
    more: folded.slice(dev.length),
    corpus,
    composed: new Set(composed),
    groups: new Set(groups.slice(0, dev.length)).size,
    fit,
  };
}

/** Calibration and threshold, on scores of lines by fits that had not learned from them. */
function decide(
  lines: readonly Folded<FairHousingLine>[],
  without: (fold: number) => SparseLinear,
): Omit<FairHousingModel, 'linear'> {
  const scores = Float64Array.from(lines, ({ text, fold }) =>
    blockScore(verdictProbabilities(without(fold), text)),
  );
  const unlawful = Uint8Array.from(lines, ({ label }) => (label === 'block' ? 1 : 0));
  const { slope, offset } = fitCalibration(scores, unlawful);
  const p = scores.map((score) => calibrated({ slope, offset, threshold: 0 }, score));
  return { slope, offset, threshold: thresholdFor(p, unlawful) };
}

/** The threshold of least cost, between a twentieth and a half. */
function thresholdFor(p: Float64Array, unlawful: Uint8Array): number {
  let best = 0.5;
  let least = Number.POSITIVE_INFINITY;
  for (let percent = 50; percent >= 5; percent--) {
    const threshold = percent / 100;
    let cost = 0;
    for (let i = 0; i < p.length; i++) {
      if (unlawful[i] === 1 && p[i]! < threshold) cost += MISS_COST;
      if (unlawful[i] === 0 && p[i]! >= threshold) cost++;
    }
    if (cost < least) {
      least = cost;
      best = threshold;
    }
  }
  return best;
}
