/** Which forecast serves, as the shards' logs decided, and how to decide otherwise: one event on every shard. */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Config } from '../infra/config.ts';
import type { ShardLog } from '../infra/ports.ts';
import type { TrainingReference } from '../models/learning/training-reference.ts';
import { forecastReferences, forecastVersions } from '../models/learning/versions.ts';
import { servingOf } from '../processors/adopt-model.ts';
import { unpackShardWide } from '../processors/shard-states.ts';
import type { ServingModel } from '../processors/shard-wide.ts';
import { shardWideKey } from '../schemas/shards.ts';
import { type ModelEvent, WHOLE_SHARD } from '../schemas/system-event.ts';

/** Where `train --out` puts a forecast; undefined where no challenger is set. */
export const challengerFolder = ({ challenger }: Pick<Config, 'challenger'>): URL | undefined =>
  challenger ? pathToFileURL(`${resolve(challenger)}/forecast/`) : undefined;

/** Versions at hand, the bundled one first. Throws where a folder holds no artefact. */
export const loadedVersions = (config: Config): string[] => forecastVersions(challengerFolder(config));

/** What each of them was trained on. Throws where a folder holds no card. */
export const loadedReferences = (config: Config): References => forecastReferences(challengerFolder(config));
/** Version → what it was trained on; null where its card does not say. */
export type References = ReadonlyMap<string, TrainingReference | null>;

export interface TenantServing {
  serving: ServingModel;
  /** When it was decided, epoch ms; 0 where nothing was. */
  since: number;
  /** What a rollback goes back to; null where there is nothing. */
  previous: ServingModel | null;
  /** Version at hand that does not serve. */
  challenger: string | undefined;
  /** Versions at hand, the bundled one first. */
  loaded: string[];
}

/** The shard that a decision reaches last: what it has, all have. */
const LAST_TOLD = 0;

/**
 * As the processors have worked it by now.
 *
 * @param loaded versions at hand, the bundled one first
 */
export async function readServing(log: ShardLog, loaded: string[], tenant: string): Promise<TenantServing> {
  const [bytes] = await log.load([{ shard: LAST_TOLD, key: shardWideKey(LAST_TOLD) }]);
  const known = bytes ? unpackShardWide(bytes)?.tenants[tenant]?.models : undefined;
  const serving = servingOf(known, loaded);
  return {
    serving,
    since: known?.since ?? 0,
    previous: previousOf(serving, known?.before.at(-1)),
    challenger: loaded.find((version) => version !== serving.version),
    loaded,
  };
}

/** Without an earlier version, a calibration is what can be taken back. */
function previousOf(serving: ServingModel, before: ServingModel | undefined): ServingModel | null {
  if (before) return before;
  return serving.calibration ? { version: serving.version, calibration: null } : null;
}

export type Decision = Pick<ModelEvent, 'change' | 'version' | 'calibration'>;

/**
 * Puts the decision on every shard's log. Its id comes from what is decided and what it replaces, so that a repeat has
 * the effect of once; cut off half-way, it is told to all by the next try.
 *
 * @param now epoch ms
 */
export async function decide(
  log: ShardLog,
  tenant: string,
  since: number,
  decision: Decision,
  now: number,
): Promise<void> {
  const hash = createHash('sha256')
    .update(JSON.stringify([tenant, since, decision]))
    .digest('hex');
  const event: ModelEvent = {
    ...{ id: `${decision.change}:${hash.slice(0, 24)}`, tenant, lead: WHOLE_SHARD, at: now },
    ...{ type: 'model', model: 'forecast' },
    ...decision,
  };
  const shards = Array.from({ length: log.shards }, (_, shard) => shard).filter((s) => s !== LAST_TOLD);
  for (const shard of [...shards, LAST_TOLD]) await log.append(shard, [JSON.stringify(event)]);
}
