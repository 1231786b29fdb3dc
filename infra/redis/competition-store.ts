/** People's side of competition on Redis: the registry by version, proposals, and who hears of alerts. */
import type { CompetitorRegistry } from '../../schemas/competition.ts';
import { proposedList, shardKeys } from '../../schemas/shards.ts';
import { type CompetitionStore, NO_REGISTRY } from '../gateway/competition-store.ts';
import { createAlertContacts } from './alert-contacts.ts';
import type { RedisClient, RedisConnection } from './connect.ts';
import { inTime } from './in-time.ts';
import { createKeptVersions } from './kept-versions.ts';
import { createPresenceBoard } from './presence.ts';

/**
 * @param options.gateway unique to this process
 * @param options.waitMs how long a call waits for Redis before it rejects with StoreAway
 */
export function createCompetitionStore(
  { client }: RedisConnection,
  options: { shards: number; gateway: string; waitMs?: number },
): CompetitionStore {
  const { shards, gateway, waitMs = 2000 } = options;
  const rosters = Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard).roster);
  const versions = createKeptVersions<CompetitorRegistry>(client, 'ds:competitors', NO_REGISTRY.version);
  const contacts = createAlertContacts(client);
  const board = createPresenceBoard(client, gateway);
  const ask = <T>(work: () => Promise<T>): Promise<T> => inTime(client, waitMs, work);
  return {
    registry: (tenant) =>
      ask(async () => {
        const kept = await versions.get(tenant);
        return kept && { registry: kept.value, by: kept.by, at: kept.at };
      }),
    change: (tenant, { registry, by, at }) => ask(() => versions.change(tenant, { value: registry, by, at })),
    untold: () => ask(versions.untold),
    told: (tenant, version) => ask(() => versions.told(tenant, version)),
    proposed: (tenant, most) =>
      ask(() =>
        latest(
          client,
          rosters.map((roster) => roster + proposedList(tenant)),
          most,
        ),
      ),
    decided: (tenant, name) =>
      ask(async () => {
        await Promise.all(rosters.map((roster) => client.zrem(roster + proposedList(tenant), name)));
      }),
    contacts: (tenant) => ask(() => contacts.all(tenant)),
    setContact: (tenant, agent, contact) => ask(() => contacts.set(tenant, agent, contact)),
    present: (seats, ttlMs) => ask(() => board.present(seats, ttlMs)),
    absent: (seat) => ask(() => board.absent(seat)),
  };
}

/** Leads of several shards may use one name. */
async function latest(client: RedisClient, lists: string[], most: number) {
  const found = await Promise.all(lists.map((list) => client.zrevrange(list, 0, most - 1, 'WITHSCORES')));
  const lastAt = new Map<string, number>();
  for (const some of found) {
    for (let i = 0; i < some.length; i += 2) {
      const name = some[i]!;
      lastAt.set(name, Math.max(lastAt.get(name) ?? 0, Number(some[i + 1])));
    }
  }
  return [...lastAt]
    .map(([name, at]) => ({ name, lastAt: at }))
    .sort((a, b) => b.lastAt - a.lastAt || (a.name < b.name ? -1 : 1))
    .slice(0, most);
}
