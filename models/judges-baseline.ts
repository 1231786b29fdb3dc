/** The baselines behind the final interfaces: linear, small, honest; what later judges must beat. */
import { readText } from './features/read-text.ts';
import { runningFeatures } from './features/running-features.ts';
import { loadForecastJudge } from './forecast-baseline/model.ts';
import { loadIntentJudge } from './intents/model.ts';
import type { Judges } from './judges.ts';
import { loadNextEventJudge } from './next-event/model.ts';
import { loadSegmentJudge } from './segments/model.ts';

/** Reads the artefacts beside each model. Throws where one is missing or does not fit the code (`make train`). */
export function loadBaselineJudges(): Judges {
  const intents = loadIntentJudge();
  const segments = loadSegmentJudge();
  const forecast = loadForecastJudge();
  const nextEvent = loadNextEventJudge();
  const versions: Record<string, string> = {};
  for (const { name, version } of [intents, segments, forecast, nextEvent]) versions[name] = version;
  return { readText, features: runningFeatures, intents, segments, forecast, nextEvent, versions };
}
