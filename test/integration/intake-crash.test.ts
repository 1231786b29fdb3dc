/** An intake that ends at the worst moments, on a real Redis: what was written down is told, word for word, and once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../infra/log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createGatewayStore } from '../../infra/redis/gateway-store.ts';
import { createIntakeStore, IntakeLostError, type IntakeStore } from '../../infra/redis/intake-store.ts';
import { type PageDeps, resume, takePage } from '../../pipelines/market-intake/take-page.ts';
import { createRivalOf } from '../../processors/intake/rival-of.ts';
import { GAP_RULES } from '../../processors/intake/sequence-gaps.ts';
import type { EntityEvent, PropertyRecord } from '../../schemas/reso.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';

const never = new AbortController().signal;
const SHARDS = { leads: 1, market: 1 };
let redis: TestRedis;
let connection: RedisConnection;
let record: PropertyRecord;

beforeEach(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
  record = { ListingKey: 'L1', City: 'Boise', ListPrice: 400_000, StandardStatus: 'Active' };
});
afterEach(async () => {
  connection.close();
  await stopTestRedis(redis);
});

const event = (EntityEventSequence: number): EntityEvent => ({
  ...{ EntityEventSequence, ResourceName: 'Property', ResourceRecordKey: 'L1' },
});
const storeOf = (owner: string) =>
  createIntakeStore(connection, { tenant: 'main', source: 'IDX Feed {1}', owner });

/** A member's parts; `broken` ones throw as if the process ended there. */
function member(
  owner: string,
  broken: Partial<IntakeStore> & { append?: () => Promise<void> } = {},
): PageDeps {
  const streams = createGatewayStore(connection, { shards: SHARDS });
  return {
    source: {
      ...{ name: 'reso', tenant: 'main', areas: new Map() },
      rivalOf: createRivalOf('none', [], undefined),
    },
    client: { properties: async () => new Map([['L1', record]]) },
    store: { ...storeOf(owner), ...broken },
    streams: broken.append ? { ...streams, append: broken.append } : streams,
    room: async () => {},
    ...{ gapRules: GAP_RULES, metrics: createMetrics(), logger: createLog('silent', 'test') },
  };
}

const told = async () =>
  (await connection.client.xrange(shardKeys('market', 0).events, '-', '+')).map(([, fields]) =>
    JSON.parse(fields[1]!),
  );

const ends = async (): Promise<never> => {
  throw new Error('the process ended here');
};

describe('an intake that ends', () => {
  it.each([
    ['before it tells', { append: ends }, 0],
    ['before it settles', { settle: ends }, 1],
  ] as const)('%s tells the same again, whatever the record says by then', async (_, broken, already) => {
    const first = member('a', broken);
    expect(await first.store.hold(60_000)).toBe(true);
    await expect(takePage(first, await resume(first, never), [event(1)], never)).rejects.toThrow(
      'ended here',
    );
    expect(await told()).toHaveLength(already);
    await first.store.release();
    record = { ...record, ListPrice: 380_000 };

    const next = member('b');
    expect(await next.store.hold(60_000)).toBe(true);
    const place = await resume(next, never);
    expect(place).toMatchObject({ sequence: 1, gaps: [] });
    const once = await told();
    expect(once).toHaveLength(already + 1);
    for (const one of once) expect(one).toEqual(once[0]);
    expect(once[0]).toMatchObject({ id: 'reso:1:listing', seq: 1, change: 'new', price: 400_000 });
    await takePage(next, place, [event(2)], never);
    expect((await told()).at(-1)).toMatchObject({
      id: 'reso:2:listing',
      seq: 2,
      change: 'price',
      price: 380_000,
    });
    expect(await resume(next, never)).toMatchObject({ sequence: 2 });
    expect(await told()).toHaveLength(already + 2);
  });

  it('and goes on after another took over writes nothing any more', async () => {
    const zombie = member('a');
    expect(await zombie.store.hold(60_000)).toBe(true);
    const place = await resume(zombie, never);
    await zombie.store.release();
    const next = member('b');
    expect(await next.store.hold(60_000)).toBe(true);
    expect(await zombie.store.hold(60_000)).toBe(false);
    await expect(takePage(zombie, place, [event(1)], never)).rejects.toThrow(IntakeLostError);
    expect(await told()).toEqual([]);
    await takePage(next, place, [event(1)], never);
    expect(await told()).toHaveLength(1);
  });
});

describe('a number that comes late', () => {
  it('tells what is newer than all before, under a number above it', async () => {
    const deps = member('a');
    await deps.store.hold(60_000);
    const start = await resume(deps, never);
    const place = await takePage(deps, start, [event(3), event(1)], never);
    expect(place).toMatchObject({ sequence: 3, gaps: [{ from: 2, to: 2, tries: 0 }] });
    record = { ...record, ListPrice: 390_000 };
    const filled = await takePage(deps, place, [event(2), event(3)], never);
    expect(filled).toMatchObject({ sequence: 3, gaps: [] });
    const seen = (await told()).map(({ id, seq, price }) => [id, seq, price]);
    expect(seen).toEqual([
      ['reso:3:listing', 3, 400_000],
      ['reso:2:listing', 4, 390_000],
    ]);
    expect(await takePage(deps, filled, [event(1), event(2), event(3)], never)).toBe(filled);
  });
});
