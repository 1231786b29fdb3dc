/**
 * Trains intents in layers, each on what the one below says of messages it had not learned from: a linear fit for each
 * set of folds left out, a network over its scores, calibration and thresholds over the network's.
 */
import { INTENTS } from '../../schemas/intents.ts';
import type { PreparedCorpus } from '../corpus/prepare-corpus.ts';
import { alsoWithout, type Excluded, rememberFits } from '../evaluation/cross-fit.ts';
import { chooseThreshold, fitCalibration } from '../linear/calibrate.ts';
import { type Example, type SparseSettings, trainSparseLinear } from '../linear/train-sparse-linear.ts';
import { INTENT_SPACE, type IntentModel, intentInputs, intentProbabilities, intentScores } from './model.ts';
import { networkInputs, networkScores } from './network.ts';
import { trainNetwork } from './train-network.ts';

export const INTENT_SETTINGS: SparseSettings = {
  link: 'logistic',
  classes: INTENTS.length,
  space: INTENT_SPACE,
  leastSeen: 3,
  mostRows: 40_000,
  epochs: 6,
  step: 1,
  decay: 5e-4,
  seed: 20_261_125,
};

export interface IntentTraining {
  /** The whole model, with nothing learned from the folds left out. Needs an open TensorFlow.js backend. */
  fit(excluded: Excluded): IntentModel;
  /**
   * Probabilities of message `index` by a fit that learned neither from its own fold nor from those left out,
   * calibrated by `fit(excluded)`. Within the folds kept, the network's other inputs are linear scores of fits that
   * had seen the message (second-level stacking on one out-of-fold matrix); of the folds left out nothing had.
   */
  unseen(excluded: Excluded, index: number): Float32Array;
}

export function trainIntents(corpus: PreparedCorpus): IntentTraining {
  const examples = corpus.messages.map(
    (m): Example => ({ ...intentInputs(m.reading), target: m.labels.map((k) => [k, 1] as const) }),
  );
  const linear = rememberFits((excluded) =>
    trainSparseLinear(
      examples.filter((_, i) => !excluded.includes(corpus.messages[i]!.fold)),
      INTENT_SETTINGS,
    ),
  );
  /** What the network sees of each message: linear scores are by the fit without the message's fold. */
  const inputs = rememberFits((excluded) =>
    corpus.messages.map(({ reading, fold }) =>
      networkInputs(reading.tokens, intentScores(linear(alsoWithout(excluded, fold)), reading)),
    ),
  );
  /** The network that learned from no message of `excluded` nor of `without`, from inputs made for `excluded`. */
  const learn = (excluded: Excluded, without: Excluded) =>
    trainNetwork(
      corpus.messages.flatMap(({ labels, fold }, i) =>
        excluded.includes(fold) || without.includes(fold) ? [] : [{ inputs: inputs(excluded)[i]!, labels }],
      ),
    );
  const network = rememberFits((excluded) => learn(excluded, []));
  const scores = rememberFits((excluded) => {
    const withoutFold = rememberFits((without) => learn(excluded, without));
    return corpus.messages.map(({ fold }, i) => {
      const judge = excluded.includes(fold) ? network(excluded) : withoutFold([fold]);
      return networkScores(judge, inputs(excluded)[i]!);
    });
  });
  const fit = rememberFits((excluded): IntentModel => {
    const learned = corpus.messages.flatMap((m, i) => (excluded.includes(m.fold) ? [] : [i]));
    const calibration = calibrate(corpus, learned, scores(excluded));
    return { linear: linear(excluded), network: network(excluded), ...calibration };
  });
  const probabilities = rememberFits((excluded) =>
    scores(excluded).map((score) => intentProbabilities(fit(excluded), score)),
  );
  return { fit, unseen: (excluded, index) => probabilities(excluded)[index]! };
}

/** Calibration and thresholds, on scores by fits that had not learned from those messages. */
export function calibrate(
  corpus: PreparedCorpus,
  indexes: readonly number[],
  scores: readonly Float64Array[],
) {
  const slopes = new Float32Array(INTENTS.length);
  const offsets = new Float32Array(INTENTS.length);
  const thresholds = new Float32Array(INTENTS.length);
  for (let k = 0; k < INTENTS.length; k++) {
    const score = Float64Array.from(indexes, (i) => scores[i]![k]!);
    const said = Uint8Array.from(indexes, (i) => (corpus.messages[i]!.labels.includes(k) ? 1 : 0));
    const { slope, offset } = fitCalibration(score, said);
    slopes[k] = slope;
    offsets[k] = offset;
    const p = score.map((z) => 1 / (1 + Math.exp(-(slope * z + offset))));
    thresholds[k] = chooseThreshold(p, said);
  }
  return { slopes, offsets, thresholds };
}
