/**
 * The market flow on a real Redis: a listing tells its area through the outbox, the area its leads, in order and once,
 * also where the relay carries twice because an answer of the store was lost.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '../../infra/log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import type { ShardLog } from '../../infra/ports.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { hearOpenings } from '../../infra/redis/openings.ts';
import { createRedisRoll } from '../../infra/redis/roll.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { runFlow } from '../../infra/runtime/run-flow.ts';
import { createMarketFlow } from '../../pipelines/market.ts';
import { homesOf } from '../../processors/home-roster.ts';
import { marketStates } from '../../processors/market-state.ts';
import { areaKey, listingKey, shardOf } from '../../schemas/shards.ts';
import type { SystemEvent } from '../../schemas/system-event.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';

const SHARDS = 4;
const LISTINGS = 12;
const CHANGES = 8;
const LEADS = 20;
const LOST = 12;

let redis: TestRedis;
let connection: RedisConnection;
let stop: () => Promise<void>;
let logs: Record<'leads' | 'market', ShardLog>;
let refused: number;

beforeEach(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
  logs = {
    leads: createRedisShardLog(connection, 'leads', SHARDS),
    market: createRedisShardLog(connection, 'market', SHARDS),
  };
  refused = 0;
  const abort = new AbortController();
  const flow = createMarketFlow({ shards: SHARDS });
  const running = runFlow(
    {
      ...{ flow, log: losesAnswers(logs.market), targets: [logs.leads], timers: { mirror: async () => {} } },
      ...{
        readCount: 16,
        attempts: 3,
        pipelined: 4,
        metrics: createMetrics(),
        logger: createLog('silent', 'test'),
      },
      place: { node: 'a', locality: '' },
      hearOpenings: (warm, until) => hearOpenings(connection, 'a', warm, until),
      ...{ member: 'a', roll: createRedisRoll(connection, 'market'), leaseMs: 600, retainEntries: 1000 },
    },
    abort.signal,
  );
  stop = async () => {
    abort.abort();
    await running;
  };
});
afterEach(async () => {
  await stop();
  connection.close();
  await stopTestRedis(redis);
});

/** A log on which every fourth word of a home arrives and its answer does not, until that happened {@link LOST} times. */
function losesAnswers(log: ShardLog): ShardLog {
  let homes = 0;
  return {
    ...log,
    async append(shard, events) {
      const ids = await log.append(shard, events);
      if (!String(events[0]).includes('"type":"home"') || homes++ % 4 !== 3 || refused === LOST) return ids;
      refused++;
      throw new Error('the answer was lost');
    },
  };
}

const put = (key: string, event: object) =>
  logs.market.append(shardOf(key, SHARDS), [JSON.stringify({ tenant: 'main', at: Date.now(), ...event })]);

/** What leads were told, in the order of their shards' logs. */
async function told(): Promise<Extract<SystemEvent, { type: 'market' }>[]> {
  const reader = logs.leads.reader();
  const positions = Array.from({ length: SHARDS }, (_, shard) => ({ shard, after: '0-0' }));
  const entries = await reader.read(positions, 10_000, 50);
  reader.close();
  return entries.map(({ bytes }) => JSON.parse(String(bytes)));
}

it('an area ends as its listings are, and each lead hears of each change once, in order', async () => {
  for (let n = 0; n < LEADS; n++) {
    const interest = { id: 'interest:1', type: 'interest', lead: `lead-${n}`, area: 'Old Town', watch: true };
    await put(areaKey('main', 'Old Town'), { ...interest, side: 'buy', budget: 500_000 });
  }
  // Each a cut that stays within everybody's reach.
  const priceOf = (change: number) => 495_000 - 12_000 * change;
  for (let change = 0; change <= CHANGES; change++) {
    await Promise.all(
      Array.from({ length: LISTINGS }, (_, n) => {
        const listing = `home-${n}`;
        const about = { type: 'listing', area: 'Old Town', listing, change: change ? 'price' : 'new' };
        const event = { ...about, id: `${listing}:${change}`, seq: change, price: priceOf(change) };
        return put(listingKey('main', listing), event);
      }),
    );
  }
  const area = { shard: shardOf(areaKey('main', 'Old Town'), SHARDS), key: areaKey('main', 'Old Town') };
  const homes = async () => {
    const [bytes] = await logs.market.load([area]);
    return bytes ? homesOf(marketStates.unpack(bytes).homes).map(({ price }) => price) : [];
  };
  await expect.poll(homes, { timeout: 20_000 }).toEqual(Array(LISTINGS).fill(priceOf(CHANGES)));
  const outboxes = () => Promise.all(Array.from({ length: SHARDS }, (_, s) => logs.market.parcels(s, 1)));
  await expect.poll(outboxes, { timeout: 20_000 }).toEqual(Array.from({ length: SHARDS }, () => []));

  expect(refused).toBe(LOST);
  const heard = await told();
  const byLead = new Map<string, Map<string, number[]>>();
  for (const { lead, facts } of heard) {
    const { listing, version } = facts.listing!;
    const own = byLead.get(lead) ?? new Map<string, number[]>();
    own.set(listing, [...(own.get(listing) ?? []), version!]);
    byLead.set(lead, own);
  }
  expect(byLead.size).toBe(LEADS);
  for (const own of byLead.values()) {
    expect(own.size).toBe(LISTINGS);
    for (const versions of own.values()) {
      expect(versions).toHaveLength(CHANGES + 1);
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    }
  }
  expect(heard.every(({ facts }) => facts.touch === 'budget')).toBe(true);
}, 60_000);
