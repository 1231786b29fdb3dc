/**
 * Trains the forecast by expectation maximisation: `converted` is known to convert, `lost` never will (a competing
 * end), and `open`, censored, counts as far as it may still convert (Sy and Taylor, Biometrics 56, 2000).
 */
import type { PreparedCorpus, PreparedLead } from '../corpus/prepare-corpus.ts';
import { replayLead } from '../corpus/replay-lead.ts';
import { type Excluded, rememberFits } from '../evaluation/cross-fit.ts';
import { DAY } from '../features/feature-layout.ts';
import { runningFeatures } from '../features/running-features.ts';
import type { IntentTraining } from '../intents/train.ts';
import { EVER_L2, fitEver } from './fit-ever.ts';
import { fitWhen, survivalOf, WHEN_L2 } from './fit-when.ts';
import { FORECAST_INPUTS, readStanding, type Standing } from './inputs.ts';
import type { ForecastModel } from './model.ts';

export const FORECAST_SETTINGS = { rounds: 5, everL2: EVER_L2, whenL2: WHEN_L2 };

/** One look at a lead after one of its events, and what became of it. */
export interface Landmark {
  lead: number;
  features: Float32Array;
  ageDays: number;
  standing: Standing;
  /** Days from here to the outcome or to the end of sight. */
  days: number;
  result: PreparedLead['outcome']['result'];
  /** All landmarks of a lead together weigh 1. */
  weight: number;
}

export interface ForecastTraining {
  fit(excluded: Excluded): ForecastModel;
  /** Lead `index` after each of its events, with intents by a model that did not learn from it. */
  landmarks(excluded: Excluded, index: number): Landmark[];
}

export function trainForecast(corpus: PreparedCorpus, intents: IntentTraining): ForecastTraining {
  const landmarks = rememberFits((excluded): Landmark[][] =>
    corpus.leads.map((lead, index) => leadLandmarks(lead, index, (i) => intents.unseen(excluded, i))),
  );
  const fit = rememberFits((excluded) =>
    fitForecast(
      landmarks(excluded)
        .filter((_, i) => !excluded.includes(corpus.leads[i]!.fold))
        .flat(),
    ),
  );
  return { fit, landmarks: (excluded, index) => landmarks(excluded)[index]! };
}

function leadLandmarks(
  lead: PreparedLead,
  index: number,
  intents: (message: number) => Float32Array,
): Landmark[] {
  const { result, day } = lead.outcome;
  const found = replayLead(lead, intents).map(({ event, state }): Landmark => {
    const ageDays = (event.at - lead.start) / DAY;
    const features = runningFeatures.vector(state, event.at);
    const standing = readStanding(features, ageDays);
    return { lead: index, features, ageDays, standing, days: day - ageDays, result, weight: 1 };
  });
  // `day` is a whole number of days: what was written later on that day is no look ahead.
  const ahead = found.filter(({ days }) => days > 0);
  for (const landmark of ahead) landmark.weight = 1 / ahead.length;
  return ahead;
}

export function fitForecast(landmarks: readonly Landmark[]): ForecastModel {
  const means = inputMeans(landmarks);
  /** Probability that it will convert one day, of each landmark. */
  const will = Float64Array.from(landmarks, ({ result }) =>
    result === 'converted' ? 1 : result === 'lost' ? 0 : 0.5,
  );
  let ever = fitEver(landmarks, means, will);
  let when = fitWhen(landmarks, means, will);
  for (let round = 1; round < FORECAST_SETTINGS.rounds; round++) {
    landmarks.forEach((landmark, i) => {
      if (landmark.result !== 'open') return;
      const p = ever.probability(landmark.standing);
      const survives = survivalOf(when, means, landmark);
      will[i] = (p * survives) / (1 - p + p * survives);
    });
    ever = fitEver(landmarks, means, will);
    when = fitWhen(landmarks, means, will);
  }
  return {
    means: Float32Array.from(means),
    everIntercept: Math.fround(ever.intercept),
    everWeights: Float32Array.from(ever.weights),
    whenWeights: Float32Array.from(when.weights),
    knots: Float32Array.from(when.knots),
  };
}

function inputMeans(landmarks: readonly Landmark[]): Float64Array {
  const means = new Float64Array(FORECAST_INPUTS.length);
  let total = 0;
  for (const { standing, weight } of landmarks) {
    total += weight;
    for (let j = 0; j < means.length; j++) means[j]! += weight * standing.inputs[j]!;
  }
  return means.map((sum) => sum / total);
}
