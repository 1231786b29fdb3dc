/** The log of orders on a real Redis: who may claim, and whose word counts, when two believe an entry is theirs. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createRedisSendLog, type SendEntry, type SendLog } from '../../infra/redis/send-log.ts';
import { SENDS_LIST } from '../../schemas/shards.ts';
import { type DeliveryStatus, deliveryOf } from '../../schemas/system-event.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';
import { createScript, type Script, SHARDS, shardKeysOf } from './dispatch-world.ts';

const KEY = { tenant: 'main', lead: 'ann', order: 'o1' };
const keys = shardKeysOf('main', 'ann');
let redis: TestRedis;
let connection: RedisConnection;
let script: Script;
/** The second took the entry over from the first, which does not know. */
let first: SendLog;
let second: SendLog;
let entry: SendEntry;

beforeAll(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
  script = createScript(connection);
});
afterAll(async () => {
  connection.close();
  await stopTestRedis(redis);
});
beforeEach(async () => {
  await connection.client.flushall();
  await script.order();
  first = createRedisSendLog(connection, SHARDS, 'first');
  second = createRedisSendLog(connection, SHARDS, 'second');
  await first.open();
  const [reader] = first.readers();
  entry = (await reader!.read(10, 1000))[0]!;
  reader!.close();
});

const takeOver = async () => expect(await second.takeOver(0)).toEqual([entry]);
const score = () => connection.client.zscore(keys.roster + SENDS_LIST, 'main/ann/o1');
const tell = (log: SendLog, status: DeliveryStatus, claimedAt?: number) =>
  log.settle(entry, KEY, {
    fields: { event: JSON.stringify(deliveryOf(KEY, status, 1)) },
    ...(claimedAt !== undefined && { claimedAt }),
  });
const statuses = async () => Object.keys(await script.statuses());

describe('a claim', () => {
  it('is made once, answers itself again when resent, and stands against others', async () => {
    expect(await first.claim(entry, KEY, 5, false)).toEqual({ kind: 'claimed' });
    expect(await first.claim(entry, KEY, 5, false)).toEqual({ kind: 'claimed' });
    expect(await first.claim(entry, KEY, 6, false)).toEqual({ kind: 'claimed-before', at: 5 });
    expect(await first.claim(entry, KEY, 7, true)).toEqual({ kind: 'claimed' });
  });

  it('is not for who lost the entry, before and after its new owner claimed', async () => {
    await takeOver();
    expect(await first.claim(entry, KEY, 5, true)).toEqual({ kind: 'lost' });
    expect(await score()).toBe('0');
    expect(await second.claim(entry, KEY, 6, false)).toEqual({ kind: 'claimed' });
    expect(await first.claim(entry, KEY, 6, true)).toEqual({ kind: 'lost' });
    await tell(second, 'sent');
    expect(await second.claim(entry, KEY, 6, false)).toEqual({ kind: 'lost' });
  });

  it('is not for what was cancelled or stopped; a stop does not undo one that was made', async () => {
    await script.stopSwitch(true);
    expect(await first.claim(entry, KEY, 5, false)).toEqual({ kind: 'stopped' });
    await script.stopSwitch(false);
    await first.claim(entry, KEY, 6, false);
    await script.stopSwitch(true);
    expect(await first.claim(entry, KEY, 7, true)).toEqual({ kind: 'claimed-before', at: 6 });
    await connection.client.zrem(keys.roster + SENDS_LIST, 'main/ann/o1');
    expect(await first.claim(entry, KEY, 8, false)).toEqual({ kind: 'gone' });
  });

  it('is given back by who made it only, and brings back nothing that was cancelled', async () => {
    await first.claim(entry, KEY, 5, false);
    await first.release(entry, KEY, 4);
    expect(await score()).toBe('5');
    await first.release(entry, KEY, 5);
    expect(await score()).toBe('0');
    await connection.client.zrem(keys.roster + SENDS_LIST, 'main/ann/o1');
    await first.release(entry, KEY, 0);
    expect(await score()).toBeNull();
  });
});

describe('the word on an order', () => {
  it('of who knows counts after that of who does not, and the other way round does not', async () => {
    await takeOver();
    await tell(second, 'uncertain', 5);
    expect(await connection.client.zcard(keys.uncertain)).toBe(1);
    await tell(first, 'sent');
    expect(await statuses()).toEqual(['uncertain', 'sent']);
    expect(await connection.client.zcard(keys.uncertain)).toBe(0);
    await tell(second, 'uncertain', 5);
    expect(await connection.client.zcard(keys.uncertain)).toBe(0);
    expect(await connection.client.xlen(keys.events)).toBe(2);
  });

  it('that it died is one dead letter, however often it is resent', async () => {
    const fields = { event: JSON.stringify(deliveryOf(KEY, 'failed', 1)) };
    const settlement = { fields, dead: 'the provider was away' };
    await first.settle(entry, KEY, settlement);
    await first.settle(entry, KEY, settlement);
    expect(await connection.client.xlen(keys.dead)).toBe(1);
    await first.reject(entry, 'again');
    expect(await connection.client.xlen(keys.dead)).toBe(1);
  });
});

describe('holding on', () => {
  it('keeps an entry from being taken over, and takes none back', async () => {
    await first.keep([entry]);
    expect(await second.takeOver(60_000)).toEqual([]);
    await takeOver();
    await first.keep([entry]);
    await first.handOver([entry]);
    expect(await first.claim(entry, KEY, 5, false)).toEqual({ kind: 'lost' });
    expect(await second.claim(entry, KEY, 5, false)).toEqual({ kind: 'claimed' });
  });

  it('ends with handing over; a consumer leaves only with empty hands', async () => {
    await first.handOver([entry]);
    await first.tidy(60_000, true);
    expect(await second.takeOver(60_000)).toEqual([entry]);
    await first.tidy(60_000, true);
    await second.tidy(60_000, true);
    const consumers = (await connection.client.xinfo('CONSUMERS', keys.actions, 'dispatch')) as unknown[][];
    expect(consumers.map((info) => info[1])).toEqual(['second']);
  });
});
