/** What every ShardLog must do: the real one on Redis and the one in memory pass the same suite. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryShardLog } from '../../infra/memory/shard-log.ts';
import type { Commit, Lease, ShardLog } from '../../infra/ports.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';

let redis: TestRedis;
let connection: RedisConnection;
beforeAll(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
});
afterAll(async () => {
  connection.close();
  await stopTestRedis(redis);
});

const implementations: [string, () => Promise<ShardLog>][] = [
  ['memory', async () => createMemoryShardLog('leads', 4, Date.now)],
  [
    'redis',
    async () => {
      await connection.client.flushall();
      return createRedisShardLog(connection, 'leads', 4);
    },
  ],
];

const bytes = (text: string) => Buffer.from(text);
const commitOf = (lease: Lease, from: string, to: string, more: Partial<Commit> = {}): Commit => ({
  ...{ lease, from, to, token: `to ${to}`, builtOn: null, entries: 1, marks: [], states: [], appends: [] },
  ...{ timers: [], cancels: [], talk: [], roster: [] },
  ...more,
});

describe.each(implementations)('ShardLog in %s', (_name, create) => {
  it('gives entries back in order, after a position, without taking them', async () => {
    const log = await create();
    const ids = await log.append(2, ['a', 'b', 'c']);
    const reader = log.reader();
    const all = await reader.read(
      [
        { shard: 2, after: '0-0' },
        { shard: 3, after: '0-0' },
      ],
      10,
      10,
    );
    expect(all.map((e) => String(e.bytes))).toEqual(['a', 'b', 'c']);
    expect(all.map((e) => e.id)).toEqual(ids);
    const rest = await reader.read([{ shard: 2, after: ids[0]! }], 1, 10);
    expect(rest.map((e) => String(e.bytes))).toEqual(['b']);
    reader.close();
  });

  it('wakes a waiting reader when something arrives', async () => {
    const log = await create();
    const reader = log.reader();
    const waiting = reader.read([{ shard: 0, after: '0-0' }], 10, 5000);
    await log.append(0, ['x']);
    expect((await waiting).map((e) => String(e.bytes))).toEqual(['x']);
    reader.close();
  });

  it('lends a shard to one member at a time, and raises the epoch', async () => {
    const log = await create();
    const first = await log.acquire('g', 1, 'a', 60_000);
    expect(first?.cursor).toBe('0-0');
    expect(await log.acquire('g', 1, 'b', 60_000)).toBeNull();
    expect(await log.free('g')).toEqual([0, 2, 3]);
    await log.release(first!, 'a');
    const second = await log.acquire('g', 1, 'b', 60_000);
    expect(second?.epoch).not.toBe(first?.epoch);
    expect(await log.renew([first!], 'a', 1000)).toEqual([false]);
    expect(await log.renew([second!], 'b', 1000)).toEqual([true]);
  });

  it('moves states, outputs and the cursor together', async () => {
    const log = await create();
    const lease = (await log.acquire('g', 0, 'a', 60_000))!;
    const [id] = await log.append(0, ['e']);
    const result = await log.commit(
      commitOf(lease, '0-0', id!, {
        marks: [{ key: 't/l', id: 'e1', entryId: id! }],
        states: [{ key: 't/l', bytes: bytes('state') }],
        appends: [{ stream: 'outbox', fields: { space: 'market', key: 't/area/x', event: '{}' } }],
        timers: [
          { id: 'tick:t/l', due: 5, record: JSON.stringify({ due: 5, generation: 1, event: { a: 1 } }) },
        ],
      }),
    );
    expect(result).toEqual({ kind: 'ok' });
    expect(await log.cursor('g', 0)).toBe(id);
    expect(String((await log.load([{ shard: 0, key: 't/l' }]))[0])).toBe('state');
    expect(await log.load([{ shard: 0, key: 't/other' }])).toEqual([null]);
    expect(await log.timers(0, 10)).toEqual([
      { space: 'leads', shard: 0, id: 'tick:t/l', due: 5, generation: 1, event: '{"a":1}' },
    ]);
    expect(await log.timers(0, 4)).toEqual([]);
    const parcels = await log.parcels(0, 10);
    expect(parcels).toMatchObject([{ shard: 0, space: 'market', key: 't/area/x', event: '{}' }]);
    expect(await log.relayed(lease, parcels[0]!.id)).toBe(true);
    expect(await log.parcels(0, 10)).toEqual([]);
  });

  it('keeps one entry for many leads, and gives a parcel of each', async () => {
    const log = await create();
    const lease = (await log.acquire('g', 0, 'a', 60_000))!;
    const [id] = await log.append(0, ['e']);
    const many = { space: 'leads', tenant: 't', leads: '["a","b \\"c"]', event: '{"id":"1","x":{"y":2}}' };
    const one = { space: 'market', key: 't/area/x', event: '{}' };
    const appends: Commit['appends'] = [
      { stream: 'outbox', fields: many },
      { stream: 'outbox', fields: one },
    ];
    await log.commit(commitOf(lease, '0-0', id!, { appends }));
    const parcels = await log.parcels(0, 10);
    expect(parcels.map(({ space, key }) => [space, key])).toEqual([
      ['leads', 't/a'],
      ['leads', 't/b "c'],
      ['market', 't/area/x'],
    ]);
    expect(parcels.slice(0, 2).map(({ event }) => JSON.parse(event))).toEqual([
      { lead: 'a', id: '1', x: { y: 2 } },
      { lead: 'b "c', id: '1', x: { y: 2 } },
    ]);
    // Of the second lead: with it the whole entry is done.
    expect(await log.relayed(lease, parcels[1]!.id)).toBe(true);
    expect((await log.parcels(0, 10)).map(({ key }) => key)).toEqual(['t/area/x']);
  });

  it('refuses the late commit of a zombie, and changes nothing', async () => {
    const log = await create();
    const zombie = (await log.acquire('g', 0, 'a', 60_000))!;
    await log.release(zombie, 'a');
    await log.acquire('g', 0, 'b', 60_000);
    const [id] = await log.append(0, ['e']);
    const states = [{ key: 't/l', bytes: bytes('late') }];
    expect(await log.commit(commitOf(zombie, '0-0', id!, { states }))).toEqual({ kind: 'fenced' });
    expect(await log.load([{ shard: 0, key: 't/l' }])).toEqual([null]);
    expect(await log.cursor('g', 0)).toBe('0-0');
    expect(await log.relayed(zombie, id!)).toBe(false);
  });

  it('refuses a commit from another place, and so a resent one', async () => {
    const log = await create();
    const lease = (await log.acquire('g', 0, 'a', 60_000))!;
    const [one, two] = await log.append(0, ['e', 'f']);
    await log.commit(commitOf(lease, '0-0', one!));
    expect(await log.commit(commitOf(lease, '0-0', one!))).toEqual({ kind: 'moved', cursor: one });
    expect(await log.commit(commitOf(lease, '0-0', two!))).toEqual({ kind: 'moved', cursor: one });
  });

  it('refuses a commit that builds on one which failed, wherever the cursor is', async () => {
    const log = await create();
    const lease = (await log.acquire('g', 0, 'a', 60_000))!;
    const [one, two, three] = (await log.append(0, ['e', 'f', 'g'])) as [string, string, string];
    await log.commit(commitOf(lease, '0-0', one, { token: 'x' }));
    expect(await log.commit(commitOf(lease, one, two, { builtOn: 'y' }))).toEqual({
      kind: 'moved',
      cursor: one,
    });
    expect(await log.commit(commitOf(lease, one, two, { builtOn: 'x', token: 'z' }))).toEqual({ kind: 'ok' });
    expect(await log.commit(commitOf(lease, two, three, { builtOn: 'z' }))).toEqual({ kind: 'ok' });
  });

  it('names duplicates and writes nothing with them', async () => {
    const log = await create();
    const lease = (await log.acquire('g', 0, 'a', 60_000))!;
    const [one, two, three] = (await log.append(0, ['e', 'f', 'e'])) as [string, string, string];
    await log.commit(commitOf(lease, '0-0', one, { marks: [{ key: 'k', id: 'e', entryId: one }] }));
    const marks = [
      { key: 'k', id: 'f', entryId: two },
      { key: 'k', id: 'e', entryId: three },
    ];
    expect(await log.commit(commitOf(lease, one, three, { marks }))).toEqual({
      kind: 'duplicate',
      entryIds: [three],
    });
    expect(await log.cursor('g', 0)).toBe(one);
    const other = [{ key: 'other', id: 'e', entryId: two }];
    expect(await log.commit(commitOf(lease, one, two, { marks: other }))).toEqual({ kind: 'ok' });
  });

  it('cancels timers, and the last of several with one id stands', async () => {
    const log = await create();
    const lease = (await log.acquire('g', 0, 'a', 60_000))!;
    const [one, two] = (await log.append(0, ['e', 'f'])) as [string, string];
    const timer = (due: number, generation: number) => ({
      ...{ id: 'x', due },
      record: JSON.stringify({ due, generation, event: {} }),
    });
    await log.commit(commitOf(lease, '0-0', one, { timers: [timer(5, 1), timer(7, 2)] }));
    expect(await log.timers(0, 10)).toMatchObject([{ due: 7, generation: 2 }]);
    await log.commit(commitOf(lease, one, two, { cancels: ['x'] }));
    expect(await log.timers(0, 10)).toEqual([]);
  });

  it('tells how far a group is behind', async () => {
    const log = await create();
    const lease = (await log.acquire('g', 0, 'a', 60_000))!;
    const ids = await log.append(0, ['a', 'b', 'c', 'd']);
    expect(await log.lag('g', 0)).toBe(4);
    await log.commit(commitOf(lease, '0-0', ids[2]!, { entries: 3 }));
    expect(await log.lag('g', 0)).toBe(1);
    expect(await log.lag('g', 3)).toBe(0);
  });

  it('never trims what a group has yet to read', async () => {
    const log = await create();
    const lease = (await log.acquire('g', 0, 'a', 60_000))!;
    const ids = await log.append(
      0,
      Array.from({ length: 500 }, (_, i) => `e${i}`),
    );
    await log.trim(0, 100);
    const reader = log.reader();
    expect(await reader.read([{ shard: 0, after: '0-0' }], 1000, 0)).toHaveLength(500);
    await log.commit(commitOf(lease, '0-0', ids[399]!, { entries: 400 }));
    await log.trim(0, 100);
    const left = await reader.read([{ shard: 0, after: '0-0' }], 1000, 0);
    expect(left.length).toBeLessThan(500);
    expect(left.at(-1)?.id).toBe(ids[499]);
    expect(left.map((e) => e.id)).toContain(ids[400]);
    reader.close();
  });
});
