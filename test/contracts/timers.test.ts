/** What every TimerPort must do: BullMQ on a real Redis, and the simulated clock. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../infra/log.ts';
import { createMemoryShardLog } from '../../infra/memory/shard-log.ts';
import { SimulatedTimers } from '../../infra/memory/simulated-timers.ts';
import type { ShardLog, Timer, TimerPort } from '../../infra/ports.ts';
import { createBullTimers, runBullTimers } from '../../infra/queues/bull-timers.ts';
import { connectRedis } from '../../infra/redis/connect.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import type { Entry } from '../../schemas/flow.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';

interface Bench {
  timers: TimerPort;
  /** Lets time come to `due` and a little past. */
  reach(due: number): Promise<void>;
  fired(): Promise<string[]>;
  /** What had fired before this time. */
  firedBefore(due: number): Promise<string[]>;
  close(): Promise<void>;
}

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => stopTestRedis(redis));

const readAll = async (log: ShardLog) => (await entriesOf(log)).map((entry) => String(entry.bytes));

async function entriesOf(log: ShardLog): Promise<Entry[]> {
  const reader = log.reader();
  const positions = Array.from({ length: log.shards }, (_, shard) => ({ shard, after: '0-0' }));
  const entries = await reader.read(positions, 1000, 1);
  reader.close();
  return entries;
}

async function simulated(): Promise<Bench> {
  const log = createMemoryShardLog('leads', 4, Date.now);
  const timers = new SimulatedTimers(async (timer) => void (await log.append(timer.shard, [timer.event])));
  let clock = 0;
  const firedAt = new Map<string, number>();
  return {
    timers,
    async reach(due) {
      for (const time of [due - 1, due]) {
        clock = time;
        await timers.advance(time);
        for (const event of await readAll(log)) if (!firedAt.has(event)) firedAt.set(event, clock);
      }
    },
    fired: () => readAll(log),
    firedBefore: async (due) => [...firedAt].filter(([, at]) => at < due).map(([event]) => event),
    close: async () => {},
  };
}

async function bull(): Promise<Bench> {
  const connection = connectRedis(redis.url);
  await connection.client.flushall();
  const log = createRedisShardLog(connection, 'leads', 4);
  const timers = createBullTimers(connection, 60_000);
  const abort = new AbortController();
  const running = runBullTimers(connection, [log], createLog('silent', 'test'), abort.signal);
  return {
    timers,
    // A marker timer, due later than what is awaited, is the event that says so much time has passed.
    async reach(due) {
      const marker = { ...timer(`marker-${due}`, due + 60), shard: 3, event: `marker-${due}` };
      await timers.mirror([marker]);
      await expect.poll(() => readAll(log), { timeout: 10_000 }).toContain(marker.event);
    },
    fired: async () => (await readAll(log)).filter((event) => !event.startsWith('marker')),
    firedBefore: async (due) =>
      (await entriesOf(log))
        .filter(({ id }) => Number.parseInt(id, 10) < due)
        .map(({ bytes }) => String(bytes)),
    async close() {
      abort.abort();
      await running;
      await timers.close();
      connection.close();
    },
  };
}

const timer = (id: string, due: number, generation = 1): Timer => ({
  ...{ space: 'leads', shard: 1, id, due, generation },
  event: `${id}/${generation}`,
});

describe.each([
  ['simulated', simulated],
  ['bullmq', bull],
] as const)('%s timers', (_name, create) => {
  let bench: Bench;
  afterEach(() => bench.close());

  it('fire when due, not before, onto their shard', async () => {
    bench = await create();
    const now = Date.now();
    await bench.timers.mirror([timer('soon', now + 150), timer('later', now + 50_000)]);
    await bench.reach(now + 150);
    expect(await bench.fired()).toEqual(['soon/1']);
    expect(await bench.firedBefore(now + 150)).toEqual([]);
  });

  it('fire at once when overdue', async () => {
    bench = await create();
    await bench.timers.mirror([timer('late', Date.now() - 10_000)]);
    await bench.reach(Date.now());
    expect(await bench.fired()).toEqual(['late/1']);
  });

  it('fire once, however often they are mirrored while they wait', async () => {
    bench = await create();
    const due = Date.now() + 200;
    for (let i = 0; i < 3; i++) await bench.timers.mirror([timer('x', due), timer('x:with:colons', due)]);
    await bench.reach(due);
    expect((await bench.fired()).sort()).toEqual(['x/1', 'x:with:colons/1']);
  });

  it('keep generations apart: the step tells the stale one', async () => {
    bench = await create();
    const due = Date.now() + 100;
    await bench.timers.mirror([timer('x', due, 1), timer('x', due + 20, 2)]);
    await bench.reach(due + 20);
    expect(await bench.fired()).toEqual(['x/1', 'x/2']);
  });
});
