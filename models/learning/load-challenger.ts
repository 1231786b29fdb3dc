/** A second forecast from a folder, under the name that its very numbers give it. */
import { loadForecastJudge } from '../forecast/model.ts';
import type { ForecastJudge } from '../judges.ts';
import { challengerVersion } from './versions.ts';

/**
 * Throws where the folder holds no forecast that fits the code.
 *
 * @param folder URL with a trailing slash
 */
export function loadChallenger(folder: URL): ForecastJudge {
  const judge = loadForecastJudge(folder);
  return {
    name: judge.name,
    version: challengerVersion(folder),
    predict: (batch) => judge.predict(batch),
    silence: (input, days) => judge.silence(input, days),
  };
}
