/** Learning on real stores: forecasts meet their outcomes, a promotion serves, a rollback too, and a replay agrees. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertJudged, readJudged } from '../../infra/clickhouse/learning-table.ts';
import { createLearningStore, type LearningStore } from '../../infra/redis/learning-store.ts';
import { createRedisSinkLog } from '../../infra/redis/sink-log.ts';
import { calibrate } from '../../models/learning/calibration.ts';
import { joinBatch } from '../../pipelines/join-outcomes.ts';
import { judgeAll } from '../../pipelines/learn.ts';
import { decide, readServing } from '../../pipelines/models.ts';
import { foldInsight, fullInsight, type PackedView } from '../../schemas/insight-wire.ts';
import { DAY, history, T0 } from '../unit/models/learning/made-up-facts.ts';
import { expectReplayed } from './expect-replayed.ts';
import { judges, LEADS, type LearningWorld, LOADED, startLearningWorld } from './learning-world.ts';

const patient = { timeout: 40_000, interval: 100 };

let world: LearningWorld;
beforeAll(async () => {
  world = await startLearningWorld();
});
afterAll(() => world.stop());

describe('learning on real stores', { timeout: 90_000 }, () => {
  const final = async () => {
    const judged = await readJudged(world.client, 'main').catch(() => []);
    return judged.filter(({ landmark }) => landmark === 'day 0');
  };

  it('tells each forecast’s outcome once, over restarts of the learner', async () => {
    const first = world.learn();
    await world.live();
    await expect.poll(async () => (await world.entries()).length, patient).toBe(LEADS * 4.5 - LEADS / 4);
    await first.stop(); // wherever it was
    const second = world.learn();
    const settled = async () =>
      (await final()).filter(({ result, days }) => result !== 'open' || days === 90).length;
    await expect.poll(settled, patient).toBe(2 * LEADS); // champion and challenger
    await second.stop();
    const judged = await final();
    expect(judged).toHaveLength(2 * LEADS);
    const served = judged.filter((one) => one.served);
    expect(served.every(({ forecast }) => forecast.version === judges.forecast.version)).toBe(true);
    const results = served.map(({ lead, result, days }) => [Number(lead.slice(5)) % 4, result, days]);
    for (const [kind, result, days] of results) {
      if (kind === 0) expect([result, days]).toEqual(['converted', 50]);
      else if (kind === 1) expect([result, days]).toEqual(['lost', 10]);
      else expect([result, days]).toEqual(['open', 90]);
    }
  });

  it('reads back what was told to the bit', async () => {
    const facts = (await world.entries()).map((entry) => entry.facts);
    for (const { lead, seq, forecast, at } of await final()) {
      const source = facts.find((one) => one.lead === lead && one.seq === seq)!;
      expect(at).toBe(source.at);
      expect(source.forecasts).toContainEqual(forecast);
    }
  });

  it('tells the same again where it was cut off between telling and keeping', async () => {
    const sinkLog = createRedisSinkLog(world.connection, world.log, {
      group: 'again',
      streams: ['insights'],
    });
    const batch = (await sinkLog.read(await sinkLog.open(), 1000))!;
    const kept = new Map<string, { seq: number; state: string }>();
    const store: LearningStore = {
      load: async (places) => places.map(({ key }) => kept.get(key) ?? null),
      keep: async () => {
        throw new Error('cut off');
      },
    };
    const before = await readJudged(world.client, 'main');
    await expect(joinBatch(world.client, store, batch)).rejects.toThrow('cut off');
    store.keep = async (states) => {
      for (const { key, seq, state } of states) kept.set(key, { seq, state });
    };
    expect(await joinBatch(world.client, store, batch)).toBeGreaterThan(0);
    expect(await joinBatch(world.client, store, batch)).toBe(0);
    expect(await readJudged(world.client, 'main')).toEqual(before);
  });

  it('keeps later knowledge of a lead against a learner that comes late', async () => {
    const store = createLearningStore(world.connection);
    const place = { shard: 0, key: 'main/late' };
    await store.keep([{ ...place, seq: 5, state: 'five' }]);
    await store.keep([{ ...place, seq: 4, state: 'four' }]);
    expect(await store.load([place])).toEqual([{ seq: 5, state: 'five' }]);
  });

  it('tells the metrics, and calibrates nothing on few outcomes', async () => {
    const { deps, stop } = world.learn();
    await judgeAll(deps, Date.now());
    await stop();
    const text = await deps.metrics.registry.metrics();
    expect(text).toContain('doorstep_learning_brier{tenant="main",role="champion"}');
    expect(text).toContain('doorstep_drift_alarms{tenant="main"} 0');
    const { serving, since } = await readServing(world.log, LOADED, 'main');
    expect([serving, since]).toEqual([{ version: judges.forecast.version, calibration: null }, 0]);
  });

  it('calibrates a tenant whose outcomes ask for it, once a day at most, and its next insight is calibrated', async () => {
    const told = history(3000, 0.7, -0.8, 4).map((one) => ({
      ...one,
      tenant: 'south',
      forecast: { ...one.forecast, version: 'f1' },
    }));
    await insertJudged(world.client, told);
    const { deps, stop } = world.learn();
    const now = T0 + 500 * DAY;
    await judgeAll(deps, now);
    const served = () => readServing(world.log, LOADED, 'south');
    await expect.poll(async () => (await served()).since, patient).toBe(now);
    const { serving, previous } = await served();
    expect(serving.calibration!.offset).toBeLessThan(-0.5);
    expect(previous).toEqual({ version: 'f1', calibration: null });
    await judgeAll(deps, now + 3_600_000);
    await stop();
    const text = await deps.metrics.registry.metrics();
    expect(text).toContain('doorstep_calibrations_total{tenant="south"} 1');
    await world.says('lead s', 0, 'south');
    const ofSouth = async () => (await world.entries()).find(({ wire }) => wire.tenant === 'south');
    await expect.poll(ofSouth, patient).toBeDefined();
    const { facts } = (await ofSouth())!;
    expect(facts.forecasts[0]).toMatchObject({
      calibration: serving.calibration!.id,
      p: expect.arrayContaining([expect.closeTo(calibrate(0.1, serving.calibration!), 4)]),
      raw: 0.1,
    });
  });

  const latestModel = async (lead: string) => {
    let view: PackedView | undefined;
    let models: Record<string, string> = {};
    for (const { wire } of (await world.entries()).filter((entry) => entry.wire.lead === lead)) {
      view = foldInsight(view, wire);
      models = fullInsight(view!, wire).models;
    }
    return models;
  };

  it('promotes and rolls back by events on every shard', async () => {
    const before = await readServing(world.log, LOADED, 'main');
    const challenger = before.challenger!;
    const calibration = { id: 'c1', slope: 1.2, offset: -0.1 };
    await decide(
      world.log,
      'main',
      before.since,
      { change: 'promote', version: challenger, calibration },
      Date.now(),
    );
    await decide(
      world.log,
      'main',
      before.since,
      { change: 'promote', version: challenger, calibration },
      Date.now(),
    );
    await world.says('lead 2', 120);
    await world.says('lead 3', 120);
    await expect
      .poll(() => latestModel('lead 2'), patient)
      .toMatchObject({ forecast: challenger, calibration: 'c1' });
    await expect.poll(() => latestModel('lead 3'), patient).toMatchObject({ forecast: challenger });
    const promoted = await readServing(world.log, LOADED, 'main');
    expect(promoted).toMatchObject({
      serving: { version: challenger, calibration },
      challenger: judges.forecast.version,
      previous: { version: judges.forecast.version },
    });
    await world.anotherProcessor(); // it finds what serves where the first left it
    await world.says('lead 6', 120);
    await expect.poll(() => latestModel('lead 6'), patient).toMatchObject({ forecast: challenger });
    await decide(
      world.log,
      'main',
      promoted.since,
      { change: 'rollback', ...promoted.previous! },
      Date.now(),
    );
    await world.says('lead 2', 121);
    await expect
      .poll(async () => (await latestModel('lead 2')).forecast, patient)
      .toBe(judges.forecast.version);
    expect((await latestModel('lead 2')).calibration).toBeUndefined();
    expect((await readServing(world.log, LOADED, 'main')).previous).toBeNull();
  });

  it('replays to the bit, promotion and rollback included', async () => {
    await expectReplayed(world);
  });
});
