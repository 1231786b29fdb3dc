/** The feed as the settings describe it, with the files that they name. */
import { readFile } from 'node:fs/promises';
import Type from 'typebox';
import { ConfigError } from '../../infra/config.ts';
import type { ResoConfig } from '../../infra/reso/settings.ts';
import type { ListingSource } from '../../processors/intake/read-listing.ts';
import { createRivalOf } from '../../processors/intake/rival-of.ts';
import { COMPETITOR_REGISTRY_CHECKER } from '../../schemas/competition.ts';
import { crc32 } from '../../schemas/crc32.ts';
import { type Checker, checker } from '../../schemas/words.ts';

const AREAS_CHECKER = checker(Type.Record(Type.String(), Type.String({ minLength: 1, maxLength: 200 })));

/** Throws {@link ConfigError} where a file cannot be used. */
export async function openSource(config: ResoConfig): Promise<ListingSource> {
  const areas = await readSetting('RESO_AREAS', config.resoAreas, AREAS_CHECKER);
  const registry = await readSetting('RESO_COMPETITORS', config.resoCompetitors, COMPETITOR_REGISTRY_CHECKER);
  return {
    // Short whatever the label: an id may have 128 characters.
    name: `reso-${crc32(config.resoSource).toString(36)}`,
    tenant: config.resoTenant,
    areas: new Map(Object.entries(areas ?? {})),
    rivalOf: createRivalOf(config.resoRivals, config.resoOwn, registry),
  };
}

async function readSetting<T>(env: string, file: string, { check }: Checker<T>): Promise<T | undefined> {
  if (!file) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new ConfigError(`${env}=${file}: ${(error as Error).message}`);
  }
  const problem = check(value);
  if (problem) throw new ConfigError(`${env}=${file}: ${problem.field} ${problem.message}. ${problem.fix}`);
  return value as T;
}
