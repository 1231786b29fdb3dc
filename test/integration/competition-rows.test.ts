/** Every kind of record of the alerts stream: a row of its table once, and nothing lost that is none. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertBatch } from '../../infra/clickhouse/insert.ts';
import { COMPETITION_TABLES } from '../../infra/clickhouse/rows/competition-rows.ts';
import { type AnalyticsWorld, startAnalyticsWorld } from './analytics-world.ts';
import { mention, oneOfEachKind, step, threat } from './made-up-competition-records.ts';
import { batchOf } from './nurture-story.ts';

let world: AnalyticsWorld;
beforeAll(async () => {
  world = await startAnalyticsWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

const put = (records: readonly object[]) =>
  insertBatch(world.client, batchOf('alerts', 'body', records), false);

const count = (table: string) => world.ask(`SELECT count() FROM analytics.${table} FINAL`);

describe('records of competition', () => {
  const whose = { tenant: 'main', lead: 'l', id: 'n1', at: Date.now() - 86_400_000 };

  it('are there once each after their batch was repeated, and the raw log has all', async () => {
    const batch = batchOf('alerts', 'body', oneOfEachKind(whose));
    const rows = {
      ...Object.fromEntries(COMPETITION_TABLES.map((table) => [table, 1])),
      competition_signals: 2,
    };
    expect(await insertBatch(world.client, batch, false)).toEqual({ alerts: 7, ...rows });
    await insertBatch(world.client, batch, false);
    await insertBatch(world.client, batch, true);
    for (const [table, expected] of Object.entries(rows)) expect(await count(table), table).toBe(expected);
    expect(await count('alerts')).toBe(7);
  });

  it('are one where the same record came in by two entries, and each step of an alert is its own', async () => {
    await put(oneOfEachKind(whose));
    await put([...oneOfEachKind(whose), step(whose, { step: 'acknowledged', seq: 4, by: 'ann' })]);
    for (const table of COMPETITION_TABLES)
      expect(await count(table), table).toBe(
        table === 'competition_signals' || table === 'alert_steps' ? 2 : 1,
      );
  });

  it('that are no such thing are in the raw log only, named invalid, and keep no other back', async () => {
    const odd = [
      { ...step(whose), level: 'dire' },
      { ...mention(whose), mention: {} },
      { kind: '__proto__' },
      {},
    ];
    await put([...odd, threat({ ...whose, id: 'good' }, 0.2)]);
    expect(await count('alerts')).toBe(5);
    expect(await world.ask(`SELECT count() FROM analytics.alerts WHERE kind = 'invalid'`)).toBe(4);
    expect(await count('threat_levels')).toBe(1);
    expect((await count('alert_steps')) + (await count('competitor_mentions'))).toBe(0);
  });
});
