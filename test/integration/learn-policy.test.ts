/** Learning the policy on real stores: once a version on every shard, never below the minimum, one brokerage at a time. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { readEffectFacts, readRewarded } from '../../infra/clickhouse/nurture-reads.ts';
import { loadConfig } from '../../infra/config.ts';
import { createMetrics } from '../../infra/metrics.ts';
import { effectKey } from '../../infra/redis/policy-store.ts';
import { LEAST_REWARDS } from '../../models/policy/propose-policy.ts';
import { runLearnPolicy } from '../../pipelines/learn-policy.ts';
import { Effect } from '../../schemas/effect.ts';
import { SYSTEM_EVENT_CHECKERS, WHOLE_SHARD } from '../../schemas/system-event.ts';
import { checker } from '../../schemas/words.ts';
import { DAY, rewardedDecisions, T0 } from '../unit/models/policy/made-up-decisions.ts';
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
import { begin, look, nurtured, portsOf, told } from './policy-world.ts';

const now = T0 + 30 * DAY;
const HOUR = DAY / 24;
let world: AnalyticsWorld;
beforeAll(async () => {
  world = await startAnalyticsWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

const versions = async (tenant = 'main') =>
  (await told(world, tenant)).map((shard) => shard.map(({ weights }) => weights!.version));
const effectOf = async (tenant: string) =>
  JSON.parse((await world.connection.client.get(effectKey(tenant)))!) as Effect;
const inForce = async (tenant = 'main') => (await portsOf(world).store.policy(tenant))!;

describe('learning the nurturing policy', { timeout: 60_000 }, () => {
  beforeEach(() => begin(world, 'main', now));

  it('tells new weights to every shard, once, and keeps what is in force', async () => {
    await putActions(world.client, nurtured('main', LEAST_REWARDS + 40));
    const metrics = await look(world, now);
    const kept = await inForce();
    expect(kept).toMatchObject({ since: now, told: true, rewards: { count: LEAST_REWARDS + 40 } });
    for (const shard of await told(world, 'main')) {
      expect(shard).toHaveLength(1);
      expect(SYSTEM_EVENT_CHECKERS.policy.check(shard[0])).toBeNull();
      expect(shard[0]).toMatchObject({
        id: `policy:weights:${kept.weights.version}`,
        lead: WHOLE_SHARD,
        at: now,
      });
      expect(shard[0]!.weights).toEqual(kept.weights);
    }
    expect(await metrics.registry.metrics()).toContain(
      'doorstep_policies_total{tenant="main",mode="fixed"} 1',
    );
    const { policy } = await effectOf('main');
    expect(policy).toMatchObject({ version: kept.weights.version, mode: 'fixed', why: kept.why });
  });

  it('tells others only after a day, and only where something is new', async () => {
    await putActions(world.client, nurtured('main', LEAST_REWARDS));
    await look(world, now);
    const first = (await inForce()).weights.version;
    await look(world, now + 3 * DAY);
    expect(await versions()).toEqual(Array(SHARDS.leads).fill([first]));
    await putActions(world.client, nurtured('main', 5, 'newcomer'));
    await look(world, now + 23 * HOUR);
    expect(await versions()).toEqual(Array(SHARDS.leads).fill([first]));
    await look(world, now + 25 * HOUR);
    const second = (await inForce()).weights.version;
    expect(second).not.toBe(first);
    expect(await versions()).toEqual(Array(SHARDS.leads).fill([first, second]));
  });

  it('learns nothing below the minimum, and says so', async () => {
    await putActions(world.client, nurtured('main', LEAST_REWARDS - 1));
    await look(world, now);
    expect(await versions()).toEqual(Array(SHARDS.leads).fill([]));
    expect(await portsOf(world).store.policy('main')).toBeNull();
    const effect = await effectOf('main');
    expect(checker(Effect).check(effect)).toBeNull();
    expect(effect.policy).toMatchObject({ mode: 'fixed', since: null });
    expect(effect.policy.why).toContain(
      `not enough data to learn from, ${LEAST_REWARDS - 1} of ${LEAST_REWARDS}`,
    );
    expect(effect.uplift).toMatchObject({ enough: false, difference: null });
    expect(effect.notes[0]).toContain(
      'Not enough data for the uplift: 0 treated and 0 held-out leads of 200',
    );
  });

  it.each([0, 1, 3])(
    'killed after %i shards, is finished by the next with the same version',
    async (most) => {
      await putActions(world.client, nurtured('main', LEAST_REWARDS));
      const { url, user, password } = world.clickhouse;
      const script = fileURLToPath(new URL('./children/policy-child.ts', import.meta.url));
      const args = [world.redis.url, SHARDS.leads, url, user, password, now, most].map(String);
      const child = fork(script, args, { execArgv: ['--import', 'tsx'] });
      await once(child, 'message');
      const died = once(child, 'exit');
      child.kill('SIGKILL');
      await died;
      const { weights, told: complete } = await inForce();
      expect(complete).toBe(false);
      expect((await versions()).flat()).toEqual(Array(most).fill(weights.version));
      // More came in meanwhile: other weights would be learned now.
      await putActions(world.client, nurtured('main', 50, 'later'));
      await look(world, now + HOUR);
      await look(world, now + 2 * HOUR);
      const events = await told(world, 'main');
      expect(events.map((shard) => [...new Set(shard.map(({ id }) => id))])).toEqual(
        Array(SHARDS.leads).fill([`policy:weights:${weights.version}`]),
      );
      expect(new Set(events.flat().map((event) => JSON.stringify(event))).size).toBe(1);
      expect((await inForce()).told).toBe(true);
    },
  );

  it('has one version where two learners look at the same time', async () => {
    await putActions(world.client, nurtured('main', LEAST_REWARDS));
    await Promise.all([look(world, now), look(world, now + 1)]);
    const { version } = (await inForce()).weights;
    const found = await versions();
    expect(found.map((shard) => [...new Set(shard)])).toEqual(Array(SHARDS.leads).fill([version]));
  });

  it('reads back what was decided to the bit, and keeps two brokerages apart', async () => {
    await putActions(world.client, [...nurtured('main', 30), ...nurtured('north-star', 10)]);
    const read = await readRewarded(world.client, 'north-star');
    const expected = rewardedDecisions(10).map((one) => ({
      ...one,
      tenant: 'north-star',
      policyVersion: 'p1',
    }));
    expect(read).toEqual(expected);
    expect(await readRewarded(world.client, 'main')).toHaveLength(30);
  });

  it('leaves out what a rule decided, and what has no reward yet', async () => {
    const [decided, rewarded] = nurtured('main', 1) as [object, object];
    const byRule = nurtured('main', 1, 'ruled').map((one, i) => (i === 0 ? { ...one, mode: 'rule' } : one));
    const open = { ...decided, lead: 'open' };
    await putActions(world.client, [decided, rewarded, ...byRule, open]);
    expect((await readRewarded(world.client, 'main')).map(({ lead }) => lead)).toEqual(['lead 0']);
  });
});

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
    const [main, other] = await Promise.all([effectOf('main'), effectOf('north-star')]);
    expect(main.uplift).toMatchObject({
      ...{ treated: { leads: 5, conversions: 1 }, holdout: { leads: 2, conversions: 1 }, difference: null },
    });
    expect(other.uplift).toMatchObject({ treated: { leads: 1, conversions: 0 }, holdout: { leads: 0 } });
    expect(main.responses.map(({ sent, answered }) => [sent, answered])).toEqual([
      [2, 1],
      [1, 0],
    ]);
    expect(other.escalations).toMatchObject({ closed: 1, inTime: 0, open: 0 });
    expect(other.automation).toMatchObject({ alone: 0, withPerson: 1 });
    expect(new Date(main.since).getTime()).toBe(NOON);
  });

  it('is looked at by one member at a time, again and again, until the end', async () => {
    const config = { ...loadConfig({}), shards: SHARDS.leads };
    const parts = { config, redis: world.connection, clickhouse: world.client, logger: quiet.logger };
    const abort = new AbortController();
    onTestFinished(() => abort.abort());
    const members = ['a', 'b'].map((member) =>
      runLearnPolicy({ ...parts, member, metrics: createMetrics(), policyMs: 100 })(abort.signal),
    );
    const asOf = async () =>
      (await world.connection.client.get(effectKey('main'))) ? (await effectOf('main')).asOf : '';
    await expect.poll(asOf, { timeout: 20_000 }).not.toBe('');
    const first = await asOf();
    await expect.poll(asOf, { timeout: 20_000 }).not.toBe(first);
    abort.abort();
    await Promise.all(members);
  });
});
