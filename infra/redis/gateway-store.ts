/** The gateway's store on Redis: intake, states, rosters, talk, and the tail and past of insights and alerts. */
import { leadKey, type ShardKeys, type Space, shardKeys, shardOf } from '../../schemas/shards.ts';
import type { GatewayStore } from '../gateway/store.ts';
import type { RedisClient, RedisConnection } from './connect.ts';
import { corkForTick } from './cork.ts';
import { readPressure } from './gateway-pressure.ts';
import { replayStream } from './gateway-streams.ts';
import { runTail } from './gateway-tail.ts';
import { inTime } from './in-time.ts';

export interface GatewayStoreOptions {
  shards: Record<Space, number>;
  /** How long a call waits for Redis before it rejects with StoreAway. */
  waitMs?: number;
}

export function createGatewayStore(connection: RedisConnection, options: GatewayStoreOptions): GatewayStore {
  const { client } = connection;
  const { shards, waitMs = 2000 } = options;
  const keys = { leads: keysOf('leads', shards.leads), market: keysOf('market', shards.market) };
  const ask = <T>(work: () => Promise<T>): Promise<T> => inTime(client, waitMs, work);
  const home = (tenant: string, lead: string): [ShardKeys, string] => {
    const key = leadKey(tenant, lead);
    return [keys.leads[shardOf(key, shards.leads)]!, key];
  };
  const feeds = { insights: keys.leads.map((k) => k.insights), alerts: keys.leads.map((k) => k.alerts) };
  const events = { leads: keys.leads.map((k) => k.events), market: keys.market.map((k) => k.events) };

  return {
    shards,
    reachable: () => client.status === 'ready',
    append: (space, items) =>
      ask(async () => {
        const add = ({ shard, event }: (typeof items)[number]) =>
          client.xadd(keys[space][shard]!.events, '*', 'event', event);
        corkForTick(client);
        await Promise.all(items.map(add));
      }),
    states: (tenant, leads) =>
      ask(() => {
        corkForTick(client);
        return Promise.all(
          leads.map((lead) => {
            const [k, key] = home(tenant, lead);
            return client.getBuffer(k.state + key);
          }),
        );
      }),
    roster: (tenant, agent, limit) =>
      ask(() => readRoster(client, keys.leads, rosterList(tenant, agent), limit)),
    talk(tenant, lead) {
      const [k, key] = home(tenant, lead);
      return ask(() => client.lrange(k.talk + key, 0, -1));
    },
    pressure: () => ask(() => readPressure(client, events)),
    tail: (feed, listener, signal) => runTail(connection, feeds[feed], listener, signal),
    replay: (feed, shard, range) => ask(() => replayStream(client, shard, feeds[feed][shard]!, range)),
  };
}

const keysOf = (space: Space, count: number) =>
  Array.from({ length: count }, (_, shard) => shardKeys(space, shard));

/** Name of a roster: all leads of a tenant, or of one of its agents. */
export const rosterList = (tenant: string, agent: string | undefined): string =>
  agent === undefined ? tenant : `${tenant}/agent/${agent}`;

async function readRoster(client: RedisClient, keys: ShardKeys[], list: string, limit: number) {
  const tops = await Promise.all(
    keys.map((k) => client.zrevrange(k.roster + list, 0, limit - 1, 'WITHSCORES')),
  );
  const leads = tops.flatMap((top) =>
    Array.from({ length: top.length / 2 }, (_, i) => ({
      lead: top[2 * i]!,
      attention: Number(top[2 * i + 1]),
    })),
  );
  return leads.sort((a, b) => b.attention - a.attention).slice(0, limit);
}
