/**
 * Trains escalation in layers, each on what the one below says of messages it had not learned from: a sparse fit for
 * each set of folds left out, a dense one over its scores, calibration and threshold over that one's.
 */
import { FOLDS } from '../corpus/folds.ts';
import type { PreparedCorpus } from '../corpus/prepare-corpus.ts';
import { alsoWithout, type Excluded, rememberFits } from '../evaluation/cross-fit.ts';
import { createIntentJudge } from '../intents/model.ts';
import type { IntentTraining } from '../intents/train.ts';
import type { TextReading } from '../judges.ts';
import { fitCalibration } from '../linear/calibrate.ts';
import { fitSoftmax } from '../linear/softmax-regression.ts';
import { type SparseSettings, trainSparseLinear } from '../linear/train-sparse-linear.ts';
import { foldGroups, paraphraseGroups } from '../optout/groups.ts';
import { type EscalationExample, escalationExamples, INTENT_REASONS } from './examples.ts';
import { denseInputs, ESCALATION_SPACE } from './inputs.ts';
import {
  type EscalationModel,
  outcomeProbabilities,
  personLogOdds,
  personProbability,
  sparseScores,
} from './model.ts';
import { OUTCOMES, ROUTINE } from './outcomes.ts';
import type { EscalationLines } from './read-lines.ts';

const SPARSE: SparseSettings = {
  link: 'softmax',
  classes: OUTCOMES.length,
  space: ESCALATION_SPACE,
  leastSeen: 3,
  mostRows: 16_000,
  epochs: 8,
  step: 0.5,
  decay: 5e-4,
  seed: 20_261_129,
};

export const ESCALATION_SETTINGS = {
  sparse: SPARSE,
  dense: { l2: 150, iterations: 25 },
  /** What an example counts: the lines were labelled for this, the corpus for intents, which are only near it. */
  weights: { line: 3, corpusPerson: 0.05, corpusRoutine: 0.15 },
  /** One routine message of the corpus in so many is learned from, and counts for all: there are enough of them. */
  everyRoutine: 3,
  /**
   * Share to be found, out of fold, of the lines that need a person: it sets the threshold. Half of those lines hide
   * their point on purpose; of lines as an inbox has them, more are found.
   */
  recall: 0.93,
};

/** A message, and what a model that had not learned from it says. */
export interface UnseenExample {
  example: EscalationExample;
  /** Probability of each of OUTCOMES, before calibration. */
  outcomes: Float64Array;
  /** Largest probability of an intent that needs a person: the baseline. */
  intent: number;
}

export interface EscalationTraining {
  /** The whole model, with nothing learned from the folds left out. */
  fit(excluded: Excluded): EscalationModel;
  /** Every message by a model that learned neither from its fold nor from those left out. */
  unseen(excluded: Excluded): UnseenExample[];
  lines: EscalationLines;
  /** Groups of paraphrases that the planted lines fall into. */
  groups: number;
  /** Probability of each intent of a text outside the corpus, as the model is served with. */
  intentsOf(reading: TextReading): Float32Array;
}

/** Needs an open TensorFlow.js backend, as intents do. */
export function trainEscalation(
  lines: EscalationLines,
  corpus: PreparedCorpus,
  intents: IntentTraining,
): EscalationTraining {
  const groups = paraphraseGroups(lines.planted);
  const examples = escalationExamples(
    lines.planted,
    foldGroups(lines.planted, groups, FOLDS),
    corpus,
    ESCALATION_SETTINGS,
  );
  const kept = (excluded: Excluded) =>
    examples.filter(({ fold, weight }) => weight > 0 && !excluded.includes(fold));
  const judge = rememberFits((excluded) => createIntentJudge(intents.fit(excluded), ''));
  const intentsOf = (excluded: Excluded, reading: TextReading, message?: number): Float32Array =>
    message === undefined ? judge(excluded).predict([reading])[0]! : intents.unseen(excluded, message);

  const sparse = rememberFits((excluded) => trainSparseLinear(kept(excluded), SPARSE));
  /** What the dense model sees of each message: scores are by the fit without the message's fold. */
  const seen = rememberFits(
    (excluded) =>
      new Map(
        examples.map((example) => {
          const { reading, signs, fold, message } = example;
          const scores = sparseScores(sparse(alsoWithout(excluded, fold)), example);
          const intent = intentsOf(excluded, reading, message);
          return [example, { scores, intent, inputs: denseInputs(reading, signs, intent, scores) }];
        }),
      ),
  );
  /** The dense model that learned from no message of `excluded` nor of `without`, from inputs made for `excluded`. */
  const learn = (excluded: Excluded, without: Excluded) => {
    const { l2, iterations } = ESCALATION_SETTINGS.dense;
    const dense = kept([...excluded, ...without]).flatMap((example) => {
      const { inputs, scores } = seen(excluded).get(example)!;
      const { target, weight } = example;
      return target.map(([outcome, share]) => ({
        ...{ inputs, given: scores, target: outcome, weight: weight * share },
      }));
    });
    return fitSoftmax(dense, OUTCOMES.length, l2, iterations);
  };
  const dense = rememberFits((excluded) => learn(excluded, []));
  const unseen = rememberFits((excluded) => {
    const withoutFold = rememberFits((without) => learn(excluded, without));
    return examples.map((example): UnseenExample => {
      const { inputs, scores, intent } = seen(excluded).get(example)!;
      const model = excluded.includes(example.fold) ? dense(excluded) : withoutFold([example.fold]);
      return {
        example,
        outcomes: outcomeProbabilities(model, inputs, scores),
        intent: Math.max(...INTENT_REASONS.map((k) => intent[k]!)),
      };
    });
  });
  const fit = rememberFits((excluded): EscalationModel => {
    const known = unseen(excluded).filter(({ example }) => !excluded.includes(example.fold));
    return { sparse: sparse(excluded), dense: dense(excluded), ...decide(known) };
  });
  return { fit, unseen, lines, groups: new Set(groups).size, intentsOf: (reading) => intentsOf([], reading) };
}

/** Calibration, on lines and corpus alike, and the threshold that finds enough of the lines. */
function decide(unseen: readonly UnseenExample[]): Pick<EscalationModel, 'calibration' | 'threshold'> {
  const calibration = fitCalibration(
    Float64Array.from(unseen, ({ outcomes }) => personLogOdds(outcomes)),
    Uint8Array.from(unseen, ({ example }) => (needsPerson(example) ? 1 : 0)),
  );
  const lines = unseen.filter(({ example }) => example.line && needsPerson(example));
  const p = lines.map(({ outcomes }) => personProbability(calibration, outcomes)).sort((a, b) => a - b);
  const threshold = p[Math.floor((1 - ESCALATION_SETTINGS.recall) * p.length)] ?? 0.5;
  return { calibration, threshold };
}

export const needsPerson = ({ target }: EscalationExample): boolean => target[0]![0] !== ROUTINE;
