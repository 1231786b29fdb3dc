/** The sink on a real Redis and a real ClickHouse: every entry a row, each of them once. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertBatch } from '../../infra/clickhouse/insert.ts';
import type { SinkBatch } from '../../infra/redis/sink-log.ts';
import { pause } from '../../infra/run.ts';
import { writeTraffic } from './analytics-traffic.ts';
import { type AnalyticsWorld, startAnalyticsWorld, sunk } from './analytics-world.ts';

const PATIENT = { timeout: 40_000 };
let world: AnalyticsWorld;
beforeAll(async () => {
  world = await startAnalyticsWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

/** All there is, as one batch, not yet written down. */
async function wholeBatch(): Promise<SinkBatch> {
  const batch = await world.logs.leads.read(await world.logs.leads.open(), 1_000_000);
  return batch!;
}

const viewsAsNumbers = () =>
  Promise.all([
    world.ask('SELECT sum(insights) FROM analytics.stage_latency'),
    world.ask('SELECT uniqExact(tenant, lead) FROM analytics.lead_progress'),
    world.ask(
      "SELECT count() FROM (SELECT argMaxMerge(result) r FROM analytics.forecast_outcomes GROUP BY tenant, lead) WHERE r != ''",
    ),
  ]);

describe('the sink', { timeout: 90_000 }, () => {
  it('makes a row of every entry, in both spaces, and moves every cursor', async () => {
    await writeTraffic(world.connection.client);
    world.sink();
    world.sink({ log: world.logs.market });
    const { rows, entries } = await world.settled();
    expect(entries.events).toBe(240);
    expect(rows).toEqual(entries);
    expect(await world.ask('SELECT count() FROM analytics.forecasts')).toBe(180);
    expect(await world.ask('SELECT count() FROM analytics.segments')).toBe(90);
    // total, text and score of each insight; leads of which one in three has an outcome
    expect(await viewsAsNumbers()).toEqual([720, 30, 10]);
    await expect.poll(() => sunk(world, 'leads'), PATIENT).toBe(true);
    await expect.poll(() => sunk(world, 'market'), PATIENT).toBe(true);
  });

  it('inserts the same batch twice with the effect of once, in what the views feed too', async () => {
    await writeTraffic(world.connection.client);
    const batch = await wholeBatch();
    await insertBatch(world.client, batch, false);
    const before = [await world.counts(), await viewsAsNumbers()];
    await insertBatch(world.client, batch, false);
    await insertBatch(world.client, batch, true);
    expect([await world.counts(), await viewsAsNumbers()]).toEqual(before);
    expect(before[1]).toEqual([720, 30, 10]);
  });

  it('repeats the very batch that was under way when its owner died', async () => {
    await writeTraffic(world.connection.client);
    const { leads } = world.logs;
    const lease = (await leads.acquire('the dead', 300))!;
    const batch = await wholeBatch();
    await leads.persist(lease, batch);
    await insertBatch(world.client, batch, false);
    await writeTraffic(world.connection.client, { first: 9, last: 10 }); // more arrives before anybody takes over
    const again: [string, boolean][] = [];
    world.sink({
      insert: (b, repeated) => {
        again.push([b.id, repeated]);
        return insertBatch(world.client, b, repeated);
      },
    });
    world.sink({ log: world.logs.market });
    const { rows, entries } = await world.settled();
    expect(again[0]).toEqual([batch.id, true]);
    expect(again[1]![1]).toBe(false);
    expect(rows).toEqual(entries);
  });

  it('refuses what a zombie wants to write down or confirm', async () => {
    await writeTraffic(world.connection.client);
    const { leads } = world.logs;
    const asleep = (await leads.acquire('zombie', 50))!;
    const batch = await wholeBatch();
    expect(await leads.persist(asleep, batch)).toBe(true);
    await pause(80); // past its lease, as after a SIGSTOP
    world.sink();
    await expect.poll(() => sunk(world, 'leads'), PATIENT).toBe(true);
    expect(await leads.confirm(asleep, batch)).toBe('fenced');
    expect(await leads.persist(asleep, batch)).toBe(false);
    expect(await leads.renew(asleep, 'zombie', 1000)).toBe(false);
    await expect.poll(() => sunk(world, 'leads'), PATIENT).toBe(true);
  });

  it('stands by while another member sinks, and takes over when that one stops', async () => {
    const first = world.sink();
    await expect.poll(() => sunk(world, 'leads'), PATIENT).toBe(true);
    const taken: string[] = [];
    const insert = async ({ id }: SinkBatch) => {
      taken.push(id);
      return {};
    };
    world.sink({ insert });
    await writeTraffic(world.connection.client, { leads: 3, last: 2 });
    await expect.poll(() => sunk(world, 'leads'), PATIENT).toBe(true);
    expect(taken).toEqual([]);
    await first.stop();
    await writeTraffic(world.connection.client, { leads: 3, first: 3, last: 3 });
    await expect.poll(() => taken.length, PATIENT).toBeGreaterThan(0);
  });

  it('inserts again where a crash left a token without its rows', async () => {
    await writeTraffic(world.connection.client);
    const batch = await wholeBatch();
    await insertBatch(world.client, batch, false);
    const [data] = await (
      await world.client.query({
        query: "SELECT path FROM system.parts WHERE database = 'analytics' AND table = 'events' AND active",
        format: 'JSONEachRow',
      })
    ).json<{ path: string }>();
    await world.killClickhouse();
    await rm(data!.path, { recursive: true });
    await world.startClickhouse();
    await insertBatch(world.client, batch, false);
    expect(await world.ask('SELECT count() FROM analytics.events')).toBe(0);
    await insertBatch(world.client, batch, true);
    expect(await world.ask('SELECT count() FROM analytics.events')).toBe(240);
  });
});
