/** Learning on real stores: forecasts meet their outcomes, a promotion serves, a rollback too, and a replay agrees. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clickhouse, connectClickhouse } from '../../infra/clickhouse/connect.ts';
import { insertJudged, readJudged } from '../../infra/clickhouse/learning-table.ts';
import { migrate } from '../../infra/clickhouse/migrate.ts';
import { type Config, loadConfig } from '../../infra/config.ts';
import { createLog } from '../../infra/log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createLearningStore, type LearningStore } from '../../infra/redis/learning-store.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { createRedisSinkLog } from '../../infra/redis/sink-log.ts';
import type { Judges } from '../../models/judges.ts';
import { calibrate } from '../../models/learning/calibration.ts';
import { joinBatch } from '../../pipelines/join-outcomes.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { judgeAll, type LearnDeps, runLearn } from '../../pipelines/learn.ts';
import { decide, readServing } from '../../pipelines/models.ts';
import { record } from '../../pipelines/record.ts';
import { replay } from '../../pipelines/replay.ts';
import { serveFlow } from '../../pipelines/serve-flows.ts';
import type { ForecastFacts } from '../../schemas/forecast-facts.ts';
import { foldInsight, fullInsight, type PackedView, type WireInsight } from '../../schemas/insight-wire.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { startTestClickhouse, stopTestClickhouse, type TestClickhouse } from '../clickhouse.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';
import { history, T0 } from '../unit/models/learning/made-up-facts.ts';
import { withChallenger } from '../unit/processors/fake-challenger.ts';

const SHARDS = 4;
const LEADS = 40;
const DAY = 86_400_000;
const START = Math.floor(Date.now() / DAY) * DAY - 300 * DAY;
const logger = createLog('silent', 'test');
const patient = { timeout: 40_000, interval: 100 };

let redis: TestRedis;
let clickhouse: TestClickhouse;
let client: Clickhouse;
let connection: RedisConnection;
let dir: string;
let config: Config;
let judges: Judges;
let stopFlow: () => Promise<void>;

beforeAll(async () => {
  redis = await startTestRedis();
  clickhouse = await startTestClickhouse();
  client = connectClickhouse(clickhouse);
  await migrate(client);
  connection = connectRedis(redis.url);
  dir = await mkdtemp(join(tmpdir(), 'doorstep-learning-'));
  config = {
    ...loadConfig({}),
    ...{ redisUrl: redis.url, shards: SHARDS, marketShards: 1, leaseMs: 600, dataDir: dir },
  };
  judges = withChallenger('f2');
  stopFlow = startFlow();
});
afterAll(async () => {
  await stopFlow();
  await client.close();
  connection.close();
  await stopTestClickhouse(clickhouse);
  await stopTestRedis(redis);
  await rm(dir, { recursive: true, force: true });
});

/** A processor; returns what stops it. */
function startFlow(): () => Promise<void> {
  const abort = new AbortController();
  const flow = createLeadsFlow(judges, { shards: SHARDS });
  const ended = serveFlow(flow, config, createMetrics(), logger, abort.signal);
  return async () => {
    abort.abort();
    await ended;
  };
}

const log = () => createRedisShardLog(connection, 'leads', SHARDS);
const put = async (event: { lead: string; tenant?: string }) =>
  log().append(shardOf(leadKey(event.tenant ?? 'main', event.lead), SHARDS), [JSON.stringify(event)]);
const says = (lead: string, day: number, tenant = 'main') =>
  put({
    ...{
      id: `${lead}/${day}`,
      tenant,
      lead,
      at: START + day * DAY,
      type: 'message',
      from: 'lead',
      channel: 'sms',
    },
    text: 'hello',
  } as { lead: string });
const ends = (lead: string, day: number, result: string) =>
  put({ id: `${lead}/end`, lead, at: START + day * DAY, type: 'outcome', result } as { lead: string });

/** Every lead speaks on days 0, 3, 35, 65 and 95; every fourth converts on day 50, every fourth is lost on day 10. */
async function live(): Promise<void> {
  for (let i = 0; i < LEADS; i++) {
    const lead = `lead ${i}`;
    for (const day of [0, 3]) await says(lead, day);
    if (i % 4 === 1) {
      await ends(lead, 10, 'lost');
      continue;
    }
    await says(lead, 35);
    if (i % 4 === 0) await ends(lead, 50, 'converted');
    else for (const day of [65, 95]) await says(lead, day);
  }
}

function learn(judgeMs?: number) {
  const abort = new AbortController();
  const deps: LearnDeps = {
    ...{
      config,
      loaded: ['f1', 'f2'],
      redis: connection,
      clickhouse: client,
      member: `m${Math.random()}`,
      logger,
    },
    ...{ metrics: createMetrics(), ...(judgeMs && { judgeMs }) },
  };
  const ended = runLearn(deps)(abort.signal);
  return {
    deps,
    async stop() {
      abort.abort();
      await ended;
    },
  };
}

const entries = async () => {
  const all = await Promise.all(
    Array.from({ length: SHARDS }, (_, shard) =>
      connection.client.xrange(shardKeys('leads', shard).insights, '-', '+'),
    ),
  );
  return all.flat().map(([, fields]) => ({
    wire: JSON.parse(fields[fields.indexOf('insight') + 1]!) as WireInsight,
    facts: JSON.parse(fields[fields.indexOf('facts') + 1]!) as ForecastFacts,
  }));
};

describe('learning on real stores', { timeout: 90_000 }, () => {
  const final = async () => {
    const judged = await readJudged(client, 'main').catch(() => []);
    return judged.filter(({ landmark }) => landmark === 'day 0');
  };

  it('tells each forecast’s outcome once, over restarts of the learner', async () => {
    const first = learn();
    await live();
    await expect.poll(async () => (await entries()).length, patient).toBe(LEADS * 4.5 - LEADS / 4);
    await first.stop(); // wherever it was
    const second = learn();
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
    const facts = (await entries()).map((entry) => entry.facts);
    for (const { lead, seq, forecast, at } of await final()) {
      const source = facts.find((one) => one.lead === lead && one.seq === seq)!;
      expect(at).toBe(source.at);
      expect(source.forecasts).toContainEqual(forecast);
    }
  });

  it('tells the same again where it was cut off between telling and keeping', async () => {
    const sinkLog = createRedisSinkLog(connection, log(), { group: 'again', streams: ['insights'] });
    const batch = (await sinkLog.read(await sinkLog.open(), 1000))!;
    const kept = new Map<string, { seq: number; state: string }>();
    const store: LearningStore = {
      load: async (places) => places.map(({ key }) => kept.get(key) ?? null),
      keep: async () => {
        throw new Error('cut off');
      },
    };
    const before = await readJudged(client, 'main');
    await expect(joinBatch(client, store, batch)).rejects.toThrow('cut off');
    store.keep = async (states) => {
      for (const { key, seq, state } of states) kept.set(key, { seq, state });
    };
    expect(await joinBatch(client, store, batch)).toBeGreaterThan(0);
    expect(await joinBatch(client, store, batch)).toBe(0);
    expect(await readJudged(client, 'main')).toEqual(before);
  });

  it('keeps later knowledge of a lead against a learner that comes late', async () => {
    const store = createLearningStore(connection);
    const place = { shard: 0, key: 'main/late' };
    await store.keep([{ ...place, seq: 5, state: 'five' }]);
    await store.keep([{ ...place, seq: 4, state: 'four' }]);
    expect(await store.load([place])).toEqual([{ seq: 5, state: 'five' }]);
  });

  it('tells the metrics, and calibrates nothing on few outcomes', async () => {
    const { deps, stop } = learn();
    await judgeAll(deps, Date.now());
    await stop();
    const text = await deps.metrics.registry.metrics();
    expect(text).toContain('doorstep_learning_brier{tenant="main",role="champion"}');
    expect(text).toContain('doorstep_drift_alarms{tenant="main"} 0');
    const { serving, since } = await readServing(log(), ['f1', 'f2'], 'main');
    expect([serving, since]).toEqual([{ version: judges.forecast.version, calibration: null }, 0]);
  });

  it('calibrates a tenant whose outcomes ask for it, once a day at most, and its next insight is calibrated', async () => {
    const told = history(3000, 0.7, -0.8, 4).map((one) => ({
      ...one,
      tenant: 'south',
      forecast: { ...one.forecast, version: 'f1' },
    }));
    await insertJudged(client, told);
    const { deps, stop } = learn();
    const now = T0 + 500 * DAY;
    await judgeAll(deps, now);
    const served = () => readServing(log(), ['f1', 'f2'], 'south');
    await expect.poll(async () => (await served()).since, patient).toBe(now);
    const { serving, previous } = await served();
    expect(serving.calibration!.offset).toBeLessThan(-0.5);
    expect(previous).toEqual({ version: 'f1', calibration: null });
    await judgeAll(deps, now + 3_600_000);
    await stop();
    const text = await deps.metrics.registry.metrics();
    expect(text).toContain('doorstep_calibrations_total{tenant="south"} 1');
    await says('lead s', 0, 'south');
    const ofSouth = async () => (await entries()).find(({ wire }) => wire.tenant === 'south');
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
    for (const { wire } of (await entries()).filter((entry) => entry.wire.lead === lead)) {
      view = foldInsight(view, wire);
      models = fullInsight(view!, wire).models;
    }
    return models;
  };

  it('promotes and rolls back by events on every shard', async () => {
    const before = await readServing(log(), ['f1', 'f2'], 'main');
    const challenger = before.challenger!;
    const calibration = { id: 'c1', slope: 1.2, offset: -0.1 };
    await decide(
      log(),
      'main',
      before.since,
      { change: 'promote', version: challenger, calibration },
      Date.now(),
    );
    await decide(
      log(),
      'main',
      before.since,
      { change: 'promote', version: challenger, calibration },
      Date.now(),
    );
    await says('lead 2', 120);
    await says('lead 3', 120);
    await expect
      .poll(() => latestModel('lead 2'), patient)
      .toMatchObject({ forecast: challenger, calibration: 'c1' });
    await expect.poll(() => latestModel('lead 3'), patient).toMatchObject({ forecast: challenger });
    const promoted = await readServing(log(), ['f1', 'f2'], 'main');
    expect(promoted).toMatchObject({
      serving: { version: challenger, calibration },
      challenger: judges.forecast.version,
      previous: { version: judges.forecast.version },
    });
    await stopFlow();
    stopFlow = startFlow(); // another processor finds what serves where the first left it
    await says('lead 6', 120);
    await expect.poll(() => latestModel('lead 6'), patient).toMatchObject({ forecast: challenger });
    await decide(log(), 'main', promoted.since, { change: 'rollback', ...promoted.previous! }, Date.now());
    await says('lead 2', 121);
    await expect
      .poll(async () => (await latestModel('lead 2')).forecast, patient)
      .toBe(judges.forecast.version);
    expect((await latestModel('lead 2')).calibration).toBeUndefined();
    expect((await readServing(log(), ['f1', 'f2'], 'main')).previous).toBeNull();
  });

  it('replays to the bit, promotion and rollback included', async () => {
    async function* lines() {
      let number = 0;
      for await (const value of record(connection.client, 'leads', SHARDS, []))
        yield { number: ++number, value };
    }
    const withoutTimes = ({ processingTimeMs: _, stages: __, ...rest }: object & Record<string, unknown>) =>
      rest;
    const replayed = new Map<string, unknown>();
    for await (const insight of replay(lines(), (shards) => createLeadsFlow(judges, { shards }), Date.now()))
      replayed.set(`${insight.lead}/${insight.seq}`, withoutTimes(insight));
    const views = new Map<string, PackedView>();
    const live = await entries();
    expect(replayed.size).toBe(live.length);
    for (const { wire } of live) {
      const view = foldInsight(views.get(wire.lead), wire)!;
      views.set(wire.lead, view);
      expect(replayed.get(`${wire.lead}/${wire.seq}`)).toEqual(withoutTimes(fullInsight(view, wire)));
    }
  });
});
