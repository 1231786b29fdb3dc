/**
 * A brokerage's nurturing settings and its kill switch: kept by version, told to every shard's log until all have them.
 * Claims of sends ask the kill switch on their own shard, so a stop is in force before it is on any log.
 */
import { createHash } from 'node:crypto';
import type { SettingsInForce } from '../../schemas/nurture-inbox.ts';
import { DEFAULT_SETTINGS, type NurtureSettings } from '../../schemas/nurture-settings.ts';
import { type PolicyEvent, WHOLE_SHARD } from '../../schemas/system-event.ts';
import type { Problem } from '../../schemas/words.ts';
import type { Run } from '../run.ts';
import type { Halted, KeptSettings, NurtureStore } from './nurture-store.ts';
import { STOPPED_ELSEWHERE, settingsProblem } from './settings-problem.ts';
import { createTeller, type Telling, tellShards } from './tell-shards.ts';

/** Others may change settings at the same time, but not that often. */
const TRIES = 5;

export async function settingsInForce(store: NurtureStore, tenant: string): Promise<SettingsInForce> {
  const [kept, untold, halted] = await Promise.all([
    store.settings(tenant),
    store.untold(),
    store.halted(tenant),
  ]);
  const settings = kept?.settings ?? DEFAULT_SETTINGS;
  return {
    settings,
    changedBy: kept?.by ?? null,
    changedAt: kept ? new Date(kept.at).toISOString() : null,
    told: !untold.some((one) => one.tenant === tenant && one.version <= settings.version),
    sending: sendingOf(halted),
    stoppedBy: halted.all ? 'operator' : halted.tenant ? 'brokerage' : null,
  };
}

function sendingOf({ either, shards }: Halted): SettingsInForce['sending'] {
  if (either === 0) return 'on';
  return either === shards ? 'stopped' : 'partly';
}

/** What came of new settings: they are in force, something is wrong with them, or others are in force by now. */
export type Proposal = { changed: NurtureSettings } | { problem: Problem } | { current: NurtureSettings };

/**
 * Checks and keeps what somebody sent as settings, made from those in force, whose version it has.
 *
 * @param now epoch ms
 */
export async function proposeSettings(
  store: NurtureStore,
  tenant: string,
  value: unknown,
  by: string,
  now: number,
): Promise<Proposal> {
  const problem = settingsProblem(value);
  if (problem) return { problem };
  const wanted = value as NurtureSettings;
  const current = await currentSettings(store, tenant);
  if (wanted.version !== current.version) return { current };
  if (wanted.stopped !== current.stopped) return { problem: STOPPED_ELSEWHERE };
  const changed = await changeSettings(store, tenant, wanted, by, now);
  return changed ? { changed } : { current: await currentSettings(store, tenant) };
}

const currentSettings = async (store: NurtureStore, tenant: string): Promise<NurtureSettings> =>
  (await store.settings(tenant))?.settings ?? DEFAULT_SETTINGS;

/**
 * Replaces the settings that `next` was made from, whose version it has; told to every shard when it resolves.
 *
 * @param now epoch ms
 * @returns null where others are in force by now
 */
async function changeSettings(
  store: NurtureStore,
  tenant: string,
  next: NurtureSettings,
  by: string,
  now: number,
): Promise<NurtureSettings | null> {
  const settings = { ...next, version: next.version + 1 };
  if (!(await store.change(tenant, { settings, by, at: now }))) return null;
  await tellSettings(store, tenant, settings.version);
  return settings;
}

/**
 * The kill switch. A stop is in force on every shard that can be reached before the settings say so; an end of it only
 * afterwards, so that whatever fails on the way leaves sending stopped.
 *
 * @param now epoch ms
 * @throws StoreAway where a shard could not be reached: the same call again finishes what it began
 */
export async function setStopped(
  store: NurtureStore,
  tenant: string,
  stopped: boolean,
  by: string,
  now: number,
): Promise<void> {
  const [halting] = await Promise.allSettled([stopped ? store.halt(tenant, true) : undefined]);
  await keepStopped(store, tenant, stopped, by, now);
  if (halting.status === 'rejected') throw halting.reason;
  if (!stopped) await store.halt(tenant, false);
}

async function keepStopped(
  store: NurtureStore,
  tenant: string,
  stopped: boolean,
  by: string,
  now: number,
): Promise<void> {
  for (let i = 0; i < TRIES; i++) {
    const settings = await currentSettings(store, tenant);
    if (settings.stopped === stopped) return;
    if (await changeSettings(store, tenant, { ...settings, stopped }, by, now)) return;
  }
  throw new Error(`the settings of ${tenant} changed ${TRIES} times while stopped was to become ${stopped}`);
}

const telling = (store: NurtureStore): Telling<KeptSettings> => ({
  kept: store.settings,
  versionOf: ({ settings }) => settings.version,
  async tell(tenant, { settings, at }) {
    // A stop to the kill switches first, then all to the logs. This never ends a stop: one that has just begun may be
    // on the shards and not yet in the settings.
    if (settings.stopped) await store.halt(tenant, true);
    await store.appendToAll(JSON.stringify(policyEvent(tenant, settings, at)));
  },
  untold: store.untold,
  told: store.told,
});

/** @param version that was to be told */
const tellSettings = (store: NurtureStore, tenant: string, version: number): Promise<void> =>
  tellShards(telling(store), tenant, version);

/** Its id names the settings, and what they say: told again it has the effect of once. */
function policyEvent(tenant: string, settings: NurtureSettings, at: number): PolicyEvent {
  const version = String(settings.version);
  const text = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 12);
  return {
    ...{ id: `settings:${version}:${text}`, tenant, lead: WHOLE_SHARD, at },
    ...{ type: 'policy', version, settings },
  };
}

/** Until aborted: tells what others began to tell and did not finish. */
export const createSettingsTeller = (store: NurtureStore, onError: (error: unknown) => void): Run =>
  createTeller(telling(store), onError);
