/** Versions of the forecasts at hand, from their artefacts alone: nobody need load a network to name it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readArtefact } from '../artefact.ts';
import { readReference, type TrainingReference } from './training-reference.ts';

const BUNDLED = new URL('../forecast/', import.meta.url);

/**
 * The bundled one first, which serves where nothing was decided. Throws where a folder holds no artefact.
 *
 * @param challenger folder of a second forecast's artefact, with a trailing slash
 */
export function forecastVersions(challenger?: URL): string[] {
  const bundled = readArtefact(BUNDLED).version;
  return challenger ? [bundled, challengerVersion(challenger)] : [bundled];
}

/** Version → what it was trained on, of the same. Throws where a folder holds no card, or one that cannot be read. */
export function forecastReferences(challenger?: URL): Map<string, TrainingReference | null> {
  const folders = challenger ? [BUNDLED, challenger] : [BUNDLED];
  return new Map(forecastVersions(challenger).map((version, i) => [version, readReference(folders[i]!)]));
}

/**
 * Two trainings of one code share a version; a hash of the numbers tells them apart, so that what was promoted is
 * what is meant.
 */
export function challengerVersion(folder: URL): string {
  const bytes = readFileSync(new URL('artefact.bin', folder));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  return `${readArtefact(folder).version}+${hash}`;
}
