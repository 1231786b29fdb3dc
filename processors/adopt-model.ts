/** Takes over what a `model` event decides for its shard: another version, or another calibration of the one serving. */
import { drop, type Outcome, pass, reject, type Worked } from '../schemas/flow.ts';
import type { ModelEvent } from '../schemas/system-event.ts';
import {
  NOTHING_DECIDED,
  type ServingModel,
  type ShardWide,
  type TenantModels,
  withTenant,
} from './shard-wide.ts';

/** How many steps back are remembered. */
const MOST_BEFORE = 8;

/** @param loaded versions whose artefacts are at hand, the bundled one first: what serves where nothing was decided */
export function createAdoptModel(loaded: readonly string[]) {
  return function adoptModel(known: ShardWide | undefined, event: ModelEvent): Outcome<Worked<ShardWide>> {
    const { tenant, version, calibration, change, at } = event;
    if (!loaded.includes(version))
      return reject(
        'adopt',
        `version: no forecast ${version} is loaded here, only ${loaded.join(', ')}. Set CHALLENGER to its folder and retry`,
      );
    const wide = known ?? NOTHING_DECIDED;
    const before = wide.tenants[tenant]?.models;
    const serving = servingOf(before, loaded);
    // Fitted on the forecasts of a version that no longer serves.
    if (change === 'calibrate' && serving.version !== version) return drop('calibration of another version');
    const models = adopted(before, serving, { version, calibration }, change, at);
    return pass({ state: withTenant(wide, tenant, { models }), outputs: [] });
  };
}

/** What serves: as decided, or the bundled version uncalibrated where nothing was, or its artefacts are gone. */
export function servingOf(known: TenantModels | undefined, loaded: readonly string[]): ServingModel {
  return known && loaded.includes(known.now.version) ? known.now : { version: loaded[0]!, calibration: null };
}

/** A rollback takes the step it undoes off the list; a calibration is no step of its own. */
function adopted(
  known: TenantModels | undefined,
  serving: ServingModel,
  now: ServingModel,
  change: ModelEvent['change'],
  at: number,
): TenantModels {
  const before = known?.before ?? [];
  if (change === 'rollback') return { now, since: at, before: before.slice(0, -1) };
  if (change === 'calibrate') return { now, since: at, before };
  return { now, since: at, before: [...before, serving].slice(-MOST_BEFORE) };
}
