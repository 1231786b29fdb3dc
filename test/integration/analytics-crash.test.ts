/** The sink and ClickHouse killed at the worst moments: nothing lost, nothing twice, in the views neither. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertBatch } from '../../infra/clickhouse/insert.ts';
import { createSpool } from '../../infra/clickhouse/spool.ts';
import { SHARDS, writeTraffic } from './analytics-traffic.ts';
import { type AnalyticsWorld, startAnalyticsWorld } from './analytics-world.ts';

/** Six starts of ClickHouse and a process or two: on a busy machine that takes its time. */
const TIMEOUT = 120_000;
const PATIENT = { timeout: 40_000 };
let world: AnalyticsWorld;
beforeAll(async () => {
  world = await startAnalyticsWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

async function expectOnceEach() {
  const { rows, entries } = await world.settled();
  expect(rows).toEqual(entries);
  // total, text and score of every insight
  expect(await world.ask('SELECT sum(insights) FROM analytics.stage_latency')).toBe(3 * entries.insights!);
}

/** A sink in a process of its own that stops at `point` of its first batch; resolves when it is there. */
async function sinkChildAt(point: 'persisted' | 'inserted'): Promise<ChildProcess> {
  const { url, user, password } = world.clickhouse;
  const script = fileURLToPath(new URL('./children/sink-child.ts', import.meta.url));
  const args = [world.redis.url, String(SHARDS.leads), url, user, password, world.spoolDir, point];
  const child = fork(script, args, { execArgv: ['--import', 'tsx'] });
  await once(child, 'message');
  return child;
}

describe('a crash', { timeout: TIMEOUT }, () => {
  it.each(['persisted', 'inserted'] as const)(
    'of the sink once its batch is %s loses and repeats nothing',
    async (point) => {
      await writeTraffic(world.connection.client);
      world.sink({ log: world.logs.market });
      const child = await sinkChildAt(point);
      const died = once(child, 'exit');
      child.kill('SIGKILL');
      await died;
      await writeTraffic(world.connection.client, { first: 9, last: 12 });
      world.sink();
      await expectOnceEach();
    },
  );

  it('of ClickHouse, three times in the middle of inserts, loses and repeats nothing', async () => {
    world.sink({ log: world.logs.market });
    let inserts = 0;
    world.sink({
      batchEntries: 60,
      flushMs: 1,
      insert: (batch, repeated) => {
        inserts++;
        return insertBatch(world.client, batch, repeated);
      },
    });
    for (let round = 0; round < 3; round++) {
      await writeTraffic(world.connection.client, { first: 1 + 4 * round, last: 4 + 4 * round });
      const before = inserts;
      await expect.poll(() => inserts, { ...PATIENT, interval: 2 }).toBeGreaterThan(before + 1);
      await world.killClickhouse();
      await world.startClickhouse();
    }
    await expectOnceEach();
  });

  it('or an absence of ClickHouse sends batches to disk, and they come back once it does', async () => {
    const spool = createSpool(world.spoolDir, 'leads');
    await world.killClickhouse();
    world.sink({ log: world.logs.market });
    const first = world.sink({ spoolEntries: 100, batchEntries: 300 });
    await writeTraffic(world.connection.client, { leads: 60 });
    const backlog = async () => Math.max(...(await world.logs.leads.backlog()));
    await expect.poll(backlog, PATIENT).toBeLessThanOrEqual(100);
    const files = await spool.list();
    expect(files.length).toBeGreaterThan(1);
    await expect
      .poll(async () => (await first.metrics.spooled.get()).values[0]!.value, PATIENT)
      .toBeGreaterThan(300);
    await first.stop(); // another process finds the files of this one
    await world.startClickhouse();
    world.sink({ spoolEntries: 100 });
    await expectOnceEach();
    await expect.poll(() => spool.list(), PATIENT).toEqual([]);
  });
});
