/** Learning the policy on real stores: once a version on every shard, never below the minimum, one brokerage at a time. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readRewarded } from '../../infra/clickhouse/nurture-reads.ts';
import { LEAST_REWARDS } from '../../models/policy/propose-policy.ts';
import { Effect } from '../../schemas/effect.ts';
import { SYSTEM_EVENT_CHECKERS, WHOLE_SHARD } from '../../schemas/system-event.ts';
import { checker } from '../../schemas/words.ts';
import { DAY, rewardedDecisions, T0 } from '../unit/models/policy/made-up-decisions.ts';
import { SHARDS } from './analytics-traffic.ts';
import { type AnalyticsWorld, startAnalyticsWorld } from './analytics-world.ts';
import { putActions } from './nurture-story.ts';
import { begin, effectOf, look, nurtured, portsOf, told } from './policy-world.ts';

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
    const { policy } = (await effectOf(world, 'main'))!;
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
    const effect = (await effectOf(world, 'main'))!;
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
