/** A second forecast from a folder, under the name that its very numbers give it. */
import { loadForecastJudge } from '../forecast/served.ts';
import type { ForecastJudge } from '../judges.ts';
import { challengerVersion } from './versions.ts';

/**
 * Throws where the folder holds no forecast that fits the code.
 *
 * @param folder URL with a trailing slash
 */
export function loadChallenger(folder: URL): ForecastJudge {
  return { ...loadForecastJudge(folder), version: challengerVersion(folder) };
}
