/** Every kind of record of the actions stream: a row of its table once, and nothing lost that is none. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertBatch } from '../../infra/clickhouse/insert.ts';
import { NURTURE_TABLES } from '../../infra/clickhouse/rows/nurture-rows.ts';
import { type AnalyticsWorld, startAnalyticsWorld } from './analytics-world.ts';
import { decision, oneOfEach, order, receipt } from './made-up-nurture.ts';
import { batchOf, NOON, putActions } from './nurture-story.ts';

let world: AnalyticsWorld;
beforeAll(async () => {
  world = await startAnalyticsWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

const whose = { tenant: 'main', lead: 'l', id: 'n1', at: NOON };
const count = (table: string) => world.ask(`SELECT count() FROM analytics.${table}`);
const rows = async (table: string) => {
  const query = `SELECT * FROM analytics.${table} FINAL ORDER BY entry`;
  return (await world.client.query({ query, format: 'JSONEachRow' })).json<Record<string, unknown>>();
};
const instant = (text: unknown) => Date.parse(`${String(text).replace(' ', 'T')}Z`);

describe('records of nurturing', () => {
  it('are there once each after their batch was repeated, and the raw log has all', async () => {
    const batch = batchOf('actions', 'body', oneOfEach(whose));
    const inserted = await insertBatch(world.client, batch, false);
    expect(inserted).toEqual({ actions: 7, ...Object.fromEntries(NURTURE_TABLES.map((t) => [t, 1])) });
    await insertBatch(world.client, batch, false);
    await insertBatch(world.client, batch, true);
    for (const table of NURTURE_TABLES) expect(await count(table), table).toBe(1);
    expect(await count('actions')).toBe(7);
    expect(await world.ask('SELECT uniqExact(kind) FROM analytics.actions')).toBe(7);
  });

  it('are one where the same record came in by two entries', async () => {
    await putActions(world.client, oneOfEach(whose));
    await putActions(world.client, oneOfEach(whose));
    for (const table of NURTURE_TABLES) expect(await rows(table), table).toHaveLength(1);
    expect(await count('actions')).toBe(14);
  });

  it('keep what a decision weighed, to the bit', async () => {
    const context = [1 / 3, -0, 5e-324, 0.1 + 0.2];
    const refused = [
      { rule: 'no-consent' as const, why: 'No consent for “sms”' },
      { rule: 'quiet-hours' as const, why: 'It’s late', until: new Date(NOON).toISOString() },
    ];
    await putActions(world.client, [decision(whose, { propensity: 1 / 7, context, refused })]);
    const [row] = await rows('nurture_decisions');
    expect(row).toMatchObject({
      propensity: 1 / 7,
      arms: decision(whose).arms,
      holdout: false,
      mode: 'fixed',
    });
    expect(row!.context).toEqual([1 / 3, 0, 5e-324, 0.1 + 0.2]); // JSON has no -0
    expect(row).toMatchObject({
      refused: ['no-consent', 'quiet-hours'],
      refusedWhy: ['No consent for “sms”', 'It’s late'],
      expectedResponseRate: 0.21,
    });
    expect(instant(row!.at)).toBe(NOON);
  });

  it('keep a receipt whole: consent text, location, rules and caps', async () => {
    const text = 'Yes, '.repeat(380);
    const consent = { ...receipt(whose).consent, text };
    await putActions(world.client, [receipt(whose, { consent })]);
    const [row] = await rows('nurture_receipts');
    expect(row).toMatchObject({
      ...{ action: 'n1', basis: 'express', consentText: text, evidence: 'phone', states: ['TX'] },
      ...{ rules: { 'quiet-hours': '2025-11-01' }, caps: { perDay: '1 of 2' }, models: { policy: 'p1' } },
      ...{ zones: ['America/Chicago', 'America/Denver'], localTimes: ['14:05', '13:05'] },
      ...{ campaign: 'spring', contentHash: 'c0ffee', approver: 'automatic', fairHousingP: 0.01 },
    });
  });

  it('that are no such thing are in the raw log only, named invalid, and keep no other back', async () => {
    const odd = [
      { ...order(whose), channel: 'pigeon' },
      { ...decision(whose), propensity: 2 },
      { ...whose, kind: 'nothing known' },
      { ...whose, kind: '__proto__' },
      { kind: 'receipt' },
    ];
    await putActions(world.client, [...odd, order({ ...whose, id: 'good' })]);
    expect((await rows('actions')).map(({ kind }) => kind)).toEqual([
      ...Array(odd.length).fill('invalid'),
      'send',
    ]);
    expect(await rows('nurture_orders')).toMatchObject([{ id: 'good' }]);
    for (const table of ['nurture_decisions', 'nurture_receipts'] as const)
      expect(await count(table)).toBe(0);
    const [first] = await rows('actions');
    expect(JSON.parse(String(first!.body))).toEqual(odd[0]);
  });
});
