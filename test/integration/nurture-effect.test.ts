/** The effect of nurturing on real stores: what analysts count, kept for each brokerage, looked at again and again. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { readEffectFacts } from '../../infra/clickhouse/nurture-reads.ts';
import { loadConfig } from '../../infra/config.ts';
import { createMetrics } from '../../infra/metrics.ts';
import { runLearnPolicy } from '../../pipelines/learn-policy.ts';
import { DAY } from '../unit/models/policy/made-up-decisions.ts';
import { SHARDS } from './analytics-traffic.ts';
import { type AnalyticsWorld, quiet, startAnalyticsWorld } from './analytics-world.ts';
import {
  mainEvents,
  mainInsights,
  mainRecords,
  NOON,
  otherInsights,
  otherRecords,
  putActions,
  putEvents,
  putInsights,
} from './nurture-story.ts';
import { effectOf, look } from './policy-world.ts';

let world: AnalyticsWorld;
beforeAll(async () => {
  world = await startAnalyticsWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

describe('measuring the effect', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    await putActions(world.client, [...mainRecords(Date.now()), ...otherRecords()]);
    await putEvents(world.client, mainEvents());
    await putInsights(world.client, [...mainInsights(Date.now()), ...otherInsights()]);
  });

  it('counts what analysts count, lead by lead in their order', async () => {
    const facts = await readEffectFacts(world.client, 'main', NOON, Date.now());
    expect(facts.followed).toEqual([
      { holdout: true, converted: true, replied: false }, // h1
      { holdout: true, converted: false, replied: true },
      { holdout: false, converted: true, replied: true }, // t1
      ...Array(4).fill({ holdout: false, converted: false, replied: false }),
    ]);
    expect(facts).toMatchObject({
      steps: { alone: 2, withPerson: 3 },
      escalations: { inTime: 1, late: 1, waiting: 1 },
    });
    const early = await readEffectFacts(world.client, 'main', NOON, NOON + 89 * DAY);
    expect(early.followed).toEqual([]);
  });

  it('is kept for each brokerage by itself', async () => {
    await look(world, Date.now());
    const [main, other] = await Promise.all([effectOf(world, 'main'), effectOf(world, 'north-star')]);
    expect(main!.uplift).toMatchObject({
      ...{ treated: { leads: 5, conversions: 1 }, holdout: { leads: 2, conversions: 1 }, difference: null },
    });
    expect(other!.uplift).toMatchObject({ treated: { leads: 1, conversions: 0 }, holdout: { leads: 0 } });
    expect(main!.responses.map(({ sent, answered }) => [sent, answered])).toEqual([
      [2, 1],
      [1, 0],
    ]);
    expect(other!.escalations).toMatchObject({ closed: 1, inTime: 0, open: 0 });
    expect(other!.automation).toMatchObject({ alone: 0, withPerson: 1 });
    expect(new Date(main!.since).getTime()).toBe(NOON);
  });

  it('is looked at by one member at a time, again and again, until the end', async () => {
    const config = { ...loadConfig({}), shards: SHARDS.leads };
    const parts = { config, redis: world.connection, clickhouse: world.client, logger: quiet.logger };
    const abort = new AbortController();
    onTestFinished(() => abort.abort());
    const members = ['a', 'b'].map((member) =>
      runLearnPolicy({ ...parts, member, metrics: createMetrics(), policyMs: 100 })(abort.signal),
    );
    const asOf = async () => (await effectOf(world, 'main'))?.asOf ?? '';
    await expect.poll(asOf, { timeout: 20_000 }).not.toBe('');
    const first = await asOf();
    await expect.poll(asOf, { timeout: 20_000 }).not.toBe(first);
    abort.abort();
    await Promise.all(members);
  });
});
