/** A second forecast from a folder, under a name that its very numbers give it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { loadForecastJudge } from '../forecast/model.ts';
import type { ForecastJudge } from '../judges.ts';

/**
 * Two trainings of one code share a version; a hash of the artefact tells them apart, so that what was promoted is
 * what is meant. Throws where the folder holds no forecast that fits the code.
 *
 * @param folder URL with a trailing slash
 */
export function loadChallenger(folder: URL): ForecastJudge {
  const judge = loadForecastJudge(folder);
  const bytes = readFileSync(new URL('artefact.bin', folder));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  return {
    name: judge.name,
    version: `${judge.version}+${hash}`,
    predict: (batch) => judge.predict(batch),
    silence: (input, days) => judge.silence(input, days),
  };
}
