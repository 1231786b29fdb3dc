/** People's side of nurturing on Redis: who waits, settings by version, and the kill switch of every shard. */
import { DEFAULT_SETTINGS, type NurtureSettings } from '../../schemas/nurture-settings.ts';
import { leadKey, type ShardKeys, shardKeys, shardOf } from '../../schemas/shards.ts';
import {
  ALL_TENANTS,
  type KeptSettings,
  type NurtureStore,
  type WaitingList,
} from '../gateway/nurture-store.ts';
import type { RedisClient, RedisConnection } from './connect.ts';
import { rosterList } from './gateway-store.ts';
import { inTime } from './in-time.ts';
import { script } from './scripts.ts';

const changeScript = script('nurture-change');

/** Hash: version, settings (JSON), by, at (epoch ms). */
export const settingsKey = (tenant: string): string => `ds:nurture:${tenant}`;
/** Set of `tenant version`: settings that may not be on every shard yet. A tenant's slug never begins with a dash. */
const UNTOLD = 'ds:nurture:-untold';
/** JSON of an Effect, written by the learning role. */
export const effectKey = (tenant: string): string => `ds:effect:${tenant}`;

/** @param options.waitMs how long a call waits for Redis before it rejects with StoreAway */
export function createNurtureStore(
  { client }: RedisConnection,
  options: { shards: number; waitMs?: number },
): NurtureStore {
  const { shards, waitMs = 2000 } = options;
  const keys = Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard));
  const ask = <T>(work: () => Promise<T>): Promise<T> => inTime(client, waitMs, work);
  const onAll = async (work: (k: ShardKeys) => Promise<unknown>) => {
    await ask(() => Promise.all(keys.map(work)));
  };
  return {
    waiting: (list, tenant, agent, limit) =>
      ask(() => soonest(client, keys, waitingList(list, tenant, agent), limit)),
    appendToAll: (event) => onAll((k) => client.xadd(k.events, '*', 'event', event)),
    records(tenant, lead, most) {
      const { actions } = keys[shardOf(leadKey(tenant, lead), shards)]!;
      return ask(() => recordsOf(client, actions, { tenant, lead, most }));
    },
    settings: (tenant) => ask(async () => kept(await client.hgetall(settingsKey(tenant)))),
    change: (tenant, next) => ask(() => change(client, tenant, next)),
    untold: () => ask(async () => (await client.smembers(UNTOLD)).map(untoldOf)),
    told: (tenant, version) =>
      ask(async () => {
        await client.srem(UNTOLD, `${tenant} ${version}`);
      }),
    halt: (tenant, stopped) =>
      onAll((k) => (stopped ? client.sadd(k.stopped, tenant) : client.srem(k.stopped, tenant))),
    async halted(tenant) {
      const found = await ask(() =>
        Promise.all(keys.map((k) => client.smismember(k.stopped, tenant, ALL_TENANTS))),
      );
      const count = (of: (mine: number, all: number) => number) =>
        found.filter(([mine, all]) => of(Number(mine), Number(all))).length;
      return {
        ...{ tenant: count((mine) => mine), all: count((_, all) => all), either: count((a, b) => a || b) },
        shards,
      };
    },
    effect: (tenant) => ask(() => client.get(effectKey(tenant))),
  };
}

/** Name of the roster of those who wait. */
export const waitingList = (list: WaitingList, tenant: string, agent: string | undefined): string =>
  `${rosterList(tenant, agent)}/${list}`;

async function soonest(client: RedisClient, keys: ShardKeys[], list: string, limit: number) {
  const [firsts, sizes] = await Promise.all([
    Promise.all(keys.map((k) => client.zrange(k.roster + list, 0, String(limit - 1), 'WITHSCORES'))),
    Promise.all(keys.map((k) => client.zcard(k.roster + list))),
  ]);
  const leads = firsts.flatMap((first) =>
    Array.from({ length: first.length / 2 }, (_, i) => ({
      lead: first[2 * i]!,
      until: Number(first[2 * i + 1]),
    })),
  );
  leads.sort((a, b) => a.until - b.until || (a.lead < b.lead ? -1 : 1));
  return { leads: leads.slice(0, limit), total: sizes.reduce((sum, size) => sum + size, 0) };
}

async function recordsOf(
  client: RedisClient,
  actions: string,
  { tenant, lead, most }: { tenant: string; lead: string; most: number },
) {
  const entries = await client.xrevrange(actions, '+', '-', 'COUNT', most);
  const records = entries.flatMap(([, fields]) => {
    const field = (name: string) => fields[fields.findIndex((f, i) => i % 2 === 0 && f === name) + 1];
    return field('tenant') === tenant && field('lead') === lead ? [field('body') ?? 'null'] : [];
  });
  return { records, complete: entries.length < most };
}

/** A crash after the script leaves the entry of the set: somebody tells them. */
async function change(client: RedisClient, tenant: string, { settings, by, at }: KeptSettings) {
  await client.sadd(UNTOLD, `${tenant} ${settings.version}`);
  const args = [settings.version, DEFAULT_SETTINGS.version, JSON.stringify(settings), by, at];
  return (await changeScript(client, [settingsKey(tenant)], args)) === 1;
}

function kept({ settings, by, at }: Record<string, string>): KeptSettings | null {
  return settings === undefined
    ? null
    : { settings: JSON.parse(settings) as NurtureSettings, by: by!, at: Number(at) };
}

function untoldOf(entry: string): { tenant: string; version: number } {
  const [tenant, version] = entry.split(' ') as [string, string];
  return { tenant, version: Number(version) };
}
