/** The runtime on a real Redis: order, once, dead letters, hand-over, timers, outbox. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../infra/log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import type { ShardLog } from '../../infra/ports.ts';
import { createBullTimers, runBullTimers } from '../../infra/queues/bull-timers.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { hearOpenings } from '../../infra/redis/openings.ts';
import { createRedisRoll } from '../../infra/redis/roll.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { pause } from '../../infra/run.ts';
import { runFlow } from '../../infra/runtime/run-flow.ts';
import type { WarmUp } from '../../infra/runtime/warm-state.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';
import { createToyFlow, type ToyEvent } from '../toy-flow.ts';

const SHARDS = 4;
const logger = createLog('silent', 'test');

let redis: TestRedis;
let connection: RedisConnection;
let log: ShardLog;
const running: (() => Promise<void>)[] = [];

beforeEach(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
  log = createRedisShardLog(connection, 'leads', SHARDS);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((stop) => stop()));
  connection.close();
  await stopTestRedis(redis);
});

/** A member with connections of its own, as another process would have. */
function member(name: string) {
  const own = connectRedis(redis.url);
  const abort = new AbortController();
  const metrics = createMetrics();
  const timers = createBullTimers(own, 60_000);
  const memberLog = createRedisShardLog(own, 'leads', SHARDS);
  const options = {
    ...{
      flow: createToyFlow(SHARDS),
      log: memberLog,
      targets: [],
      timers,
      readCount: 16,
      attempts: 3,
      pipelined: 4,
    },
    ...{
      metrics,
      logger,
      member: name,
      place: { node: name, locality: '' },
      roll: createRedisRoll(own, 'toy'),
      hearOpenings: (warm: WarmUp, until: AbortSignal) => hearOpenings(own, name, warm, until),
      leaseMs: 600,
      retainEntries: 1000,
    },
  };
  const done = Promise.all([
    runFlow(options, abort.signal),
    runBullTimers(own, [memberLog], logger, abort.signal),
  ]);
  const stop = async () => {
    abort.abort();
    await done;
    await timers.close();
    own.close();
  };
  running.push(stop);
  return { stop, metrics };
}

const send = (event: ToyEvent, shard = shardOf(leadKey(event.tenant, event.lead), SHARDS)) =>
  log.append(shard, [JSON.stringify(event)]);
const toy = (lead: string, n: number, more: Partial<ToyEvent> = {}): ToyEvent => ({
  ...{ tenant: 'main', lead, id: `${lead}-${n}`, n },
  ...more,
});

interface ToyInsight {
  lead: string;
  seq: number;
  n: number;
  id: string;
}

async function insights(): Promise<ToyInsight[]> {
  const all: ToyInsight[] = [];
  for (let shard = 0; shard < SHARDS; shard++) {
    const entries = await connection.client.xrange(shardKeys('leads', shard).insights, '-', '+');
    for (const [, fields] of entries) all.push(JSON.parse(fields[fields.indexOf('insight') + 1]!));
  }
  return all;
}

/** Waits until so many insights are out; the streams themselves are the event awaited. */
async function insightsWhen(count: number): Promise<ToyInsight[]> {
  for (const start = Date.now(); ; await pause(10)) {
    const all = await insights();
    if (all.length >= count || Date.now() - start > 10_000) return all;
  }
}

async function holders(): Promise<(string | null)[]> {
  return Promise.all(
    Array.from({ length: SHARDS }, (_, shard) =>
      connection.client.get(`${shardKeys('leads', shard).lease}toy`),
    ),
  );
}

async function holdersWhen(check: (holders: (string | null)[]) => boolean): Promise<(string | null)[]> {
  for (const start = Date.now(); ; await pause(10)) {
    const now = await holders();
    if (check(now) || Date.now() - start > 10_000) return now;
  }
}

function expectInOrder(all: ToyInsight[], leads: number, perLead: number) {
  expect(all).toHaveLength(leads * perLead);
  for (let lead = 0; lead < leads; lead++) {
    const own = all.filter((insight) => insight.lead === `lead${lead}`);
    expect(own.map((i) => i.seq)).toEqual(Array.from({ length: perLead }, (_, i) => i + 1));
    expect(own.map((i) => i.n)).toEqual(Array.from({ length: perLead }, (_, i) => i));
  }
}

async function sendMany(leads: number, perLead: number, from = 0) {
  const sent: Promise<unknown>[] = [];
  for (let n = from; n < from + perLead; n++)
    for (let lead = 0; lead < leads; lead++) sent.push(send(toy(`lead${lead}`, n)));
  await Promise.all(sent);
}

describe('one member', () => {
  it('works every event once and in order, however they are batched', async () => {
    member('a');
    await sendMany(40, 25);
    expectInOrder(await insightsWhen(1000), 40, 25);
  });

  it('drops an event that comes twice, at once or later', async () => {
    member('a');
    await Promise.all([send(toy('lead0', 0)), send(toy('lead0', 0)), send(toy('lead0', 1))]);
    await insightsWhen(2);
    await Promise.all([send(toy('lead0', 1)), send(toy('lead0', 0)), send(toy('lead0', 2))]);
    expectInOrder(await insightsWhen(3), 1, 3);
  });

  it('buries what is malformed, on the wrong shard, or rejected, with reason and bytes, and goes on', async () => {
    member('a');
    await log.append(1, ['{nonsense', JSON.stringify(toy('lead0', 9, { id: 'x', ask: 'reject' }))]);
    const right = shardOf('main/lead0', SHARDS);
    await send(toy('lead0', 0), (right + 1) % SHARDS);
    await connection.client.xadd(shardKeys('leads', 0).events, '*', 'other', 'field');
    await send(toy('lead0', 0));
    await insightsWhen(1);
    await expect.poll(async () => (await dead()).length).toBe(4);
    const graves = await dead();
    expect(graves.find((g) => g.event === '{nonsense')).toMatchObject({ step: 'decode' });
    expect(graves.map((g) => g.reason).join()).toContain('wrong shard');
    expectInOrder(await insights(), 1, 1);
  });

  it('buries an event whose step throws after three tries; others are unharmed and in order', async () => {
    member('a');
    const shard = shardOf('main/lead0', SHARDS);
    await log.append(
      shard,
      [toy('lead0', 0), toy('lead0', 1, { id: 'bad', ask: 'throw' }), toy('lead0', 1)].map((e) =>
        JSON.stringify(e),
      ),
    );
    await sendMany(1, 1, 2);
    expectInOrder(await insightsWhen(3), 1, 3);
    expect(await dead()).toMatchObject([{ step: 'toy', reason: 'threw 3 times: asked to throw' }]);
  });

  it('buries the events of a lead whose state cannot be read; others are unharmed', async () => {
    const shard = shardOf('main/lead0', SHARDS);
    await connection.client.set(`${shardKeys('leads', shard).state}main/lead0`, 'no state');
    member('a');
    await send(toy('lead0', 0));
    await sendMany(20, 2, 1);
    await insightsWhen(38);
    await expect.poll(async () => (await dead()).length, { timeout: 10_000 }).toBe(3);
    for (let lead = 1; lead < 20; lead++) {
      expect((await insights()).filter((i) => i.lead === `lead${lead}`).map((i) => i.seq)).toEqual([1, 2]);
    }
  });

  it('fires a timer as an event on the shard, once', async () => {
    member('a');
    await send(toy('lead0', 0, { ask: { timerIn: 100 } }));
    const all = await insightsWhen(2);
    expect(all.map((i) => i.id)).toEqual(['lead0-0', 'fired-lead0-0']);
  });

  it('carries parcels to the shard of another lead', async () => {
    member('a');
    const other = ['b', 'c', 'd', 'e'].find(
      (l) => shardOf(`main/${l}`, SHARDS) !== shardOf('main/lead0', SHARDS),
    )!;
    await send(toy('lead0', 0, { ask: { tell: other } }));
    expect((await insightsWhen(2)).map((i) => i.id).sort()).toEqual(['lead0-0', 'told-lead0-0']);
    await expect.poll(() => log.parcels(shardOf('main/lead0', SHARDS), 1)).toEqual([]);
  });

  it('keeps order and seq when Redis forgets the scripts under way, and commits overtake one another', async () => {
    member('a');
    await insightsWhen(0);
    for (let round = 0; round < 20; round++) {
      await Promise.all([sendMany(10, 10, round * 10), connection.client.script('FLUSH')]);
    }
    expectInOrder(await insightsWhen(2000), 10, 200);
  });

  it('goes on by itself when Redis is killed and started again', async () => {
    member('a');
    await sendMany(10, 5);
    await insightsWhen(50);
    await redis.kill();
    redis = { ...redis, ...(await startTestRedis({ dir: redis.dir, port: redis.port })) };
    await sendMany(10, 5, 5);
    expectInOrder(await insightsWhen(100), 10, 10);
  });
});

describe('two members', () => {
  it('share the shards evenly, and a planned stop hands them over in milliseconds', async () => {
    const a = member('a');
    await holdersWhen((h) => h.every((name) => name === 'a'));
    member('b');
    const shared = await holdersWhen((h) => h.filter((name) => name === 'b').length === 2);
    expect(shared.filter((name) => name === 'a')).toHaveLength(2);
    const sending = sendMany(20, 50);
    const start = performance.now();
    const stopped = running.splice(running.indexOf(a.stop), 1)[0]!();
    await holdersWhen((h) => h.every((name) => name === 'b'));
    expect(performance.now() - start).toBeLessThan(500); // an expiry would take the whole lease, 600 ms
    await Promise.all([stopped, sending]);
    expectInOrder(await insightsWhen(1000), 20, 50);
  });
});

async function dead(): Promise<Record<string, string>[]> {
  const all: Record<string, string>[] = [];
  for (let shard = 0; shard < SHARDS; shard++) {
    const entries = await connection.client.xrange(shardKeys('leads', shard).dead, '-', '+');
    for (const [, fields] of entries) {
      all.push(
        Object.fromEntries(
          Array.from({ length: fields.length / 2 }, (_, i) => [fields[2 * i]!, fields[2 * i + 1]!]),
        ),
      );
    }
  }
  return all;
}
