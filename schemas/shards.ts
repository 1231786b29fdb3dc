/** Where a lead or a market key lives: its shard, and the names of that shard's Redis keys. */
import { crc32 } from './crc32.ts';

/** `leads` shards hold leads; `market` shards hold areas and listings. */
export type Space = 'leads' | 'market';

/** The shard of a key: crc32(tenant + "/" + rest) % shards. `key` is `tenant/lead` or `tenant/area/x`. */
export const shardOf = (key: string, shards: number): number => crc32(key) % shards;

export const leadKey = (tenant: string, lead: string): string => `${tenant}/${lead}`;
export const listingKey = (tenant: string, listing: string): string => `${tenant}/listing/${listing}`;
export const agentKey = (tenant: string, agent: string): string => `${tenant}/agent/${agent}`;
export const areaKey = (tenant: string, area: string): string =>
  `${tenant}/area/${area.trim().toLowerCase()}`;

/** Key of what is a shard's own: models, settings, agents. It begins with a control character: no tenant's key does. */
export const shardWideKey = (shard: number): string => `\u0001models/${shardName(shard)}`;

/** Key of an address in the tenant's registry, among the leads' shards. No lead's id holds a control character. */
export const addressKey = (tenant: string, hash: string): string => `${tenant}/\u0001address/${hash}`;

/** Roster of the orders of a shard that are to be sent (no tenant's list begins with a control character): member {@link sendMember}; score 0, or when it was claimed. */
export const SENDS_LIST = '\u0001sends';
export const sendMember = (tenant: string, lead: string, order: string): string =>
  `${tenant}/${lead}/${order}`;
/** Roster of hashes of addresses nothing may be sent to, by when they were suppressed; on the shard of each address. */
export const suppressedList = (tenant: string): string => `\u0001suppressed/${tenant}`;

/** Roster of claims on notices of alerts of a shard: member {@link sendMember}, score when it was claimed. */
export const NOTICES_LIST = '\u0001notices';
/** Roster of names that leads used for competitors nobody knew, by when they last did. */
export const proposedList = (tenant: string): string => `${tenant}/competitors/proposed`;

/** Two-digit name of a shard, as in keys and frames. */
export const shardName = (shard: number): string => String(shard).padStart(2, '0');

/** All keys of a shard share one hash tag, so one script can touch them all, in Redis Cluster too. */
export function shardKeys(space: Space, shard: number) {
  const tag = `{ds:${space === 'market' ? 'm' : ''}${shardName(shard)}}`;
  return {
    events: `${tag}:events`,
    insights: `${tag}:insights`,
    actions: `${tag}:actions`,
    alerts: `${tag}:alerts`,
    dead: `${tag}:dead`,
    outbox: `${tag}:outbox`,
    /** Of shard 00: the analytics sink's batch under way, as ranges. */
    sink: `${tag}:sink`,
    /** Hash: timer id → JSON {due, generation, event}. */
    timers: `${tag}:timers`,
    /** Sorted set: timer id by due time, so the owner mirrors only what is near. */
    timersDue: `${tag}:timers:due`,
    lease: `${tag}:lease:`,
    epoch: `${tag}:epoch:`,
    /** Token of a group's last commit. */
    chain: `${tag}:chain:`,
    state: `${tag}:state:`,
    /** Forecasts of a lead that wait for its outcome. */
    learn: `${tag}:learn:`,
    /** Capped list of a lead's latest happenings, newest last. */
    talk: `${tag}:talk:`,
    seen: `${tag}:seen:`,
    /** Sorted sets: leads by attention, of a tenant and of an agent. */
    roster: `${tag}:roster:`,
    /** Set: tenants whose kill switch is on; `*` stops all. */
    stopped: `${tag}:stopped`,
    /** Sorted set: sends nobody knows the outcome of, by when they were claimed. */
    uncertain: `${tag}:uncertain`,
  };
}
export type ShardKeys = ReturnType<typeof shardKeys>;

/** Order of two stream ids `ms-n`. */
export function compareIds(a: string, b: string): number {
  const [aMs, aN] = a.split('-').map(Number) as [number, number];
  const [bMs, bN] = b.split('-').map(Number) as [number, number];
  return aMs - bMs || aN - bN;
}
