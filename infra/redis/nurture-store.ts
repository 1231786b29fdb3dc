/** People's side of nurturing on Redis: who waits, settings by version, and the kill switch of every shard. */
import { DEFAULT_SETTINGS, type NurtureSettings } from '../../schemas/nurture-settings.ts';
import { leadKey, type ShardKeys, shardKeys, shardOf } from '../../schemas/shards.ts';
import { ALL_TENANTS, type NurtureStore, type WaitingList } from '../gateway/nurture-store.ts';
import type { RedisClient, RedisConnection } from './connect.ts';
import { rosterList } from './gateway-store.ts';
import { inTime } from './in-time.ts';
import { createKeptVersions } from './kept-versions.ts';

const SETTINGS = 'ds:nurture';
/** JSON of an Effect, written by the learning role. */
export const effectKey = (tenant: string): string => `ds:effect:${tenant}`;

/** @param options.waitMs how long a call waits for Redis before it rejects with StoreAway */
export function createNurtureStore(
  { client }: RedisConnection,
  options: { shards: number; waitMs?: number },
): NurtureStore {
  const { shards, waitMs = 2000 } = options;
  const keys = Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard));
  const versions = createKeptVersions<NurtureSettings>(client, SETTINGS, DEFAULT_SETTINGS.version);
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
    settings: (tenant) =>
      ask(async () => {
        const kept = await versions.get(tenant);
        return kept && { settings: kept.value, by: kept.by, at: kept.at };
      }),
    change: (tenant, { settings, by, at }) => ask(() => versions.change(tenant, { value: settings, by, at })),
    untold: () => ask(versions.untold),
    told: (tenant, version) => ask(() => versions.told(tenant, version)),
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
