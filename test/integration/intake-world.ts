/** A RESO feed that misbehaves, a real Redis, the market flow and the intake between them. */

import { type Config, loadConfig } from '../../infra/config.ts';
import { createLog } from '../../infra/log.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { readIntakeReport } from '../../infra/redis/intake-store.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { createIntakeRole } from '../../pipelines/market-intake.ts';
import { createMarketRole } from '../../pipelines/serve-flows.ts';
import type { Place } from '../../processors/intake/sequence-gaps.ts';
import { marketStates } from '../../processors/market-state.ts';
import { listingKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import type { FakeReso } from '../fakes/reso-server.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';
import { TIMES } from './intake-times.ts';

export const HOOK_TOKEN = 'a token of the producer, long enough'.replaceAll(' ', '-');
export interface IntakeWorld {
  connection: RedisConnection;
  config: Config;
  startIntake(): void;
  /** kill -9, and a new one over the same files. */
  crashRedis(): Promise<void>;
  /** Where the intake stands. */
  place(): Promise<Place | undefined>;
  /** Every listing that ever was, as the market shards know it. */
  known(): Promise<Record<string, object | undefined>>;
  /** Everything that came from outside onto the market's streams, oldest first. */
  told(): Promise<string[]>;
  stop(): Promise<void>;
}

/** What the market's shards tell each other. */
const OUR_OWN = new Set(['home', 'valued', 'interest', 'retell']);

export async function startIntakeWorld(reso: FakeReso): Promise<IntakeWorld> {
  let redis: TestRedis = await startTestRedis();
  const connection = connectRedis(redis.url);
  const config: Config = {
    ...loadConfig({}),
    ...{ redisUrl: redis.url, shards: 2, marketShards: 3, leaseMs: 300, transport: 'ws', port: 0 },
    ...{ resoUrl: reso.url, resoTokenUrl: reso.tokenUrl, resoClientId: 'client', resoClientSecret: 'secret' },
    ...{ resoRivals: 'others', resoOwn: ['ours'], resoHookTokens: [HOOK_TOKEN] },
  };
  const log = createLog('silent', 'test');
  const abort = new AbortController();
  const running = [createMarketRole(config, log)(abort.signal)];
  const shards = createRedisShardLog(connection, 'market', config.marketShards);
  const { client } = connection;
  return {
    ...{ connection, config },
    startIntake: () => void running.push(createIntakeRole(config, log, TIMES)(abort.signal)),
    async crashRedis() {
      await redis.kill();
      redis = { ...(await startRedisServer({ dir: redis.dir, port: redis.port })), dir: redis.dir };
    },
    async place() {
      const { place } = await readIntakeReport(connection, config.resoTenant, config.resoSource);
      return place ? JSON.parse(place) : undefined;
    },
    async known() {
      const listings = [...reso.market.listings];
      const places = listings.map((listing) => {
        const key = listingKey('main', listing);
        return { shard: shardOf(key, config.marketShards), key };
      });
      const states = await shards.load(places);
      return Object.fromEntries(listings.map((listing, i) => [listing, stateOf(states[i]!)]));
    },
    async told() {
      const entries = await Promise.all(
        Array.from({ length: config.marketShards }, (_, shard) =>
          client.xrange(shardKeys('market', shard).events, '-', '+'),
        ),
      );
      const told = entries.flat().map(([, fields]) => fields[1]!);
      return told.filter((text) => !OUR_OWN.has(JSON.parse(text).type));
    },
    async stop() {
      abort.abort();
      await Promise.all(running);
      connection.close();
      await stopTestRedis(redis);
    },
  };
}

function stateOf(bytes: Uint8Array | null): object | undefined {
  const state = bytes && marketStates.unpack(bytes);
  if (!state?.listing) return undefined;
  const { price, status, beds, baths } = state.listing;
  return { area: state.area, price, status, beds, baths };
}

/** What {@link IntakeWorld.known} is to come to. What is gone is known as deleted, or was never heard of. */
export function truthOf({ market }: FakeReso, known: Record<string, object | undefined>) {
  return Object.fromEntries(
    [...market.listings].map((listing) => {
      const record = market.records.get(listing);
      const gone = known[listing] && { ...known[listing], status: 'delete' };
      return [listing, record ? shown(record) : gone];
    }),
  );
}

const shown = (record: NonNullable<ReturnType<FakeReso['market']['records']['get']>>) => ({
  ...{ area: record.City, price: record.ListPrice, status: record.StandardStatus.toLowerCase() },
  ...{ beds: record.BedroomsTotal, baths: record.BathroomsTotalInteger },
});
