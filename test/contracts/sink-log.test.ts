/** What a SinkLog and a Spool promise. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSpool } from '../../infra/clickhouse/spool.ts';
import type { Lease } from '../../infra/ports.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { createRedisSinkLog, positionKey, type SinkBatch, type SinkLog } from '../../infra/redis/sink-log.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';

const SHARDS = 3;
let redis: TestRedis;
let connection: RedisConnection;
let log: SinkLog;
beforeAll(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
});
beforeEach(async () => {
  await connection.client.flushall();
  log = createRedisSinkLog(connection, createRedisShardLog(connection, 'leads', SHARDS));
});
afterAll(async () => {
  connection.close();
  await stopTestRedis(redis);
});

const add = (shard: number, text: string) =>
  connection.client.xadd(shardKeys('leads', shard).events, '*', 'event', text);
const textsOf = (batch: SinkBatch | null) => batch?.entries.map(({ fields }) => String(fields.event)).sort();

async function leased(): Promise<{ lease: Lease; batch: SinkBatch }> {
  const lease = (await log.acquire('me', 5000))!;
  const batch = (await log.read(await log.open(), 1000))!;
  return { lease, batch };
}

describe('SinkLog', () => {
  it('reads what is there, from all shards, each entry once', async () => {
    await Promise.all([add(0, 'a'), add(1, 'b'), add(1, 'c'), add(2, 'd')]);
    const { lease, batch } = await leased();
    expect(textsOf(batch)).toEqual(['a', 'b', 'c', 'd']);
    expect(batch.ranges.map(({ shard, entries }) => [shard, entries]).sort()).toEqual([
      [0, 1],
      [1, 2],
      [2, 1],
    ]);
    expect(await log.persist(lease, batch)).toBe(true);
    expect(await log.confirm(lease, batch)).toBe('ok');
    await add(2, 'e');
    expect(textsOf(await log.read(await log.open(), 1000))).toEqual(['e']);
  });

  it('has nothing to read where there is nothing new', async () => {
    expect(await log.read(await log.open(), 1000)).toBeNull();
  });

  it('gives the batch under way again, the same to the id, whoever asks', async () => {
    await add(0, 'a');
    const { lease, batch } = await leased();
    expect(await log.interrupted()).toBeNull();
    await log.persist(lease, batch);
    await add(0, 'later');
    const other = createRedisSinkLog(connection, createRedisShardLog(connection, 'leads', SHARDS));
    const again = await other.interrupted();
    expect(again).toEqual(batch);
    await log.confirm(lease, batch);
    expect(await other.interrupted()).toBeNull();
  });

  it('takes a repeated persist or confirm as done, and no second batch beside one under way', async () => {
    await add(0, 'a');
    const { lease, batch } = await leased();
    expect([await log.persist(lease, batch), await log.persist(lease, batch)]).toEqual([true, true]);
    await add(1, 'b');
    const another = (await log.read(await log.open(), 1000))!;
    expect(await log.persist(lease, another)).toBe(false);
    expect([await log.confirm(lease, batch), await log.confirm(lease, batch)]).toEqual(['ok', 'ok']);
  });

  it('fences who lost the space', async () => {
    await add(0, 'a');
    const { lease, batch } = await leased();
    await log.persist(lease, batch);
    await log.release(lease, 'me');
    const next = (await log.acquire('you', 5000))!;
    expect(next.epoch).not.toBe(lease.epoch);
    expect(await log.acquire('me', 5000)).toBeNull();
    expect(await log.renew(lease, 'me', 5000)).toBe(false);
    expect(await log.persist(lease, batch)).toBe(false);
    expect(await log.confirm(lease, batch)).toBe('fenced');
    expect(textsOf(await log.interrupted())).toEqual(['a']);
    expect(await log.confirm(next, batch)).toBe('ok');
  });

  it('leaves a cursor alone that somebody else moved', async () => {
    await add(0, 'a');
    await add(1, 'b');
    const { lease, batch } = await leased();
    const beyond = (await add(0, 'c'))!;
    await connection.client.xgroup('SETID', shardKeys('leads', 0).events, 'analytics', beyond);
    expect(await log.confirm(lease, batch)).toBe('moved');
    const positions = await log.open();
    expect(positions.get(positionKey(0, 'events'))).toBe(beyond);
    expect(textsOf(await log.read(positions, 1000))).toBeUndefined();
  });

  it('tells the backlog, an entry deleted or trimmed notwithstanding, and groups tell no lag when all is sunk', async () => {
    const [first] = await Promise.all([add(0, 'a'), add(0, 'b'), add(2, 'c')]);
    await connection.client.xtrim(shardKeys('leads', 0).events, 'MAXLEN', 1);
    const { lease, batch } = await leased();
    expect(first).toBeDefined();
    expect(await log.backlog()).toEqual([1, 0, 1]);
    await log.confirm(lease, batch);
    expect(await log.backlog()).toEqual([0, 0, 0]);
    const [group] = (await connection.client.xinfo('GROUPS', shardKeys('leads', 0).events)) as unknown[][];
    expect(group![group!.indexOf('lag') + 1]).toBe(0);
    await connection.client.xdel(shardKeys('leads', 2).events, (await add(2, 'd'))!);
    expect((await log.backlog())[2]).toBeLessThanOrEqual(1);
  });

  it('stops a batch near its limit, and lets the next one begin with other shards', async () => {
    await Promise.all(Array.from({ length: 300 }, (_, i) => add(i % SHARDS, `${i}`)));
    const { lease, batch } = await leased();
    expect(batch.entries).toHaveLength(300);
    const positions = await log.open();
    const small = (await log.read(positions, 1))!;
    const next = (await log.read(positions, 1))!;
    expect(small.entries).toHaveLength(100);
    expect(next.ranges[0]!.shard).not.toBe(small.ranges[0]!.shard);
    await log.release(lease, 'me');
  });
});

describe('Spool', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'doorstep-spool-'));
    return () => rm(dir, { recursive: true });
  });

  const batch = (id: string, ms: number): SinkBatch => ({
    space: 'leads',
    id,
    ranges: [{ shard: 1, stream: 'events', from: '0-0', to: `${ms}-0`, entries: 2 }],
    entries: [
      { shard: 1, stream: 'events', id: `${ms - 1}-0`, fields: { event: Buffer.from([0, 255, 10]) } },
      { shard: 1, stream: 'events', id: `${ms}-0`, fields: { event: Buffer.from('{"a":1}') } },
    ],
  });

  it('gives back what was put, oldest first, until it is dropped', async () => {
    const spool = createSpool(join(dir, 'made'), 'leads');
    expect(await spool.list()).toEqual([]);
    await spool.put(batch('young', 2000));
    await spool.put(batch('old', 1000));
    await spool.put(batch('old', 1000)); // again, as after a crash
    const files = await spool.list();
    expect(files.map(({ entries }) => entries)).toEqual([2, 2]);
    const again = await spool.read(files[0]!);
    expect(again!.id).toBe('old');
    expect(Buffer.from(again!.entries[0]!.fields.event!)).toEqual(Buffer.from([0, 255, 10]));
    await spool.drop(files[0]!);
    expect(await spool.read(files[0]!)).toBeNull();
    expect(await spool.list()).toHaveLength(1);
  });

  it('ignores a file that was not written to its end, and the other space’s', async () => {
    const spool = createSpool(dir, 'leads');
    await createSpool(dir, 'market').put({ ...batch('m', 5), space: 'market' });
    await writeFile(join(dir, 'leads-9-9-cut.batch.part'), 'half a ba');
    expect(await readdir(dir)).toHaveLength(2);
    expect(await spool.list()).toEqual([]);
  });
});
