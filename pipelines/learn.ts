/**
 * Learning on the job: forecasts joined with their outcomes into ClickHouse, judged every few minutes, and the
 * calibration of what serves brought up to date by an event on the shards' logs. Nothing is promoted here: that is a
 * person's decision (`doorstep models`).
 */
import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Clickhouse, connectClickhouse } from '../infra/clickhouse/connect.ts';
import { judgedTenants, readJudged } from '../infra/clickhouse/learning-table.ts';
import { migrate } from '../infra/clickhouse/migrate.ts';
import { runSink } from '../infra/clickhouse/sink.ts';
import { createSpool } from '../infra/clickhouse/spool.ts';
import { type Config, ConfigError } from '../infra/config.ts';
import type { Log } from '../infra/log.ts';
import { createMetrics, type Metrics } from '../infra/metrics.ts';
import { connectRedis, type RedisConnection } from '../infra/redis/connect.ts';
import { createLearningStore } from '../infra/redis/learning-store.ts';
import { pinMetrics } from '../infra/redis/metrics-board.ts';
import { createRedisShardLog } from '../infra/redis/shard-log.ts';
import { createRedisSinkLog } from '../infra/redis/sink-log.ts';
import { checkTopology } from '../infra/redis/topology.ts';
import { pause, type Run } from '../infra/run.ts';
import { runTogether } from '../infra/run-together.ts';
import { stopWithin } from '../infra/stop-within.ts';
import { type Assessed, type Assessment, assess } from '../models/learning/assess.ts';
import { type Validation, validate } from '../models/learning/validate.ts';
import { joinBatch } from './join-outcomes.ts';
import { decide, loadedVersions, readServing, type TenantServing } from './models.ts';

export interface LearnDeps {
  config: Config;
  /** Versions of the forecast at hand, the bundled one first. */
  loaded: string[];
  redis: RedisConnection;
  clickhouse: Clickhouse;
  /** Unique to this process. */
  member: string;
  metrics: Metrics;
  logger: Log;
  /** From one look at the figures to the next; default ten minutes. */
  judgeMs?: number;
}

const JUDGE_MS = 10 * 60_000;
/** A calibration stays at least as long: its effect is to be seen before the next. */
const CALIBRATE_MS = 86_400_000;

/** Joins and judges until the signal aborts; of several members one does, the others stand by. */
export function runLearn(deps: LearnDeps): Run {
  const { config, redis, clickhouse, member, metrics, logger } = deps;
  const shardLog = createRedisShardLog(redis, 'leads', config.shards);
  const log = createRedisSinkLog(redis, shardLog, { group: 'learn', streams: ['insights'] });
  const store = createLearningStore(redis);
  const spool = createSpool(join(config.dataDir, 'spool-learn'), 'leads');
  const { spoolEntries, leaseMs } = config;
  let migrated = false;
  let news = false;
  return runTogether(
    runSink({
      ...{ log, spool, spoolEntries, member, leaseMs, metrics, logger },
      async insert(batch) {
        if (!migrated) await migrate(clickhouse);
        migrated = true;
        const learning = await joinBatch(clickhouse, store, batch);
        news ||= learning > 0;
        return { learning };
      },
    }),
    async (signal) => {
      while (!signal.aborted) {
        await pause(deps.judgeMs ?? JUDGE_MS, signal);
        // Only who joined something knows that there is something new, and that it is its turn.
        if (!news || signal.aborted) continue;
        news = false;
        await judgeAll(deps, Date.now()).catch((error: Error) => {
          news = true;
          logger.warn({ err: error }, 'forecasts were not judged; will try again');
        });
      }
    },
  );
}

/** Judges every tenant's forecasts as of `now` (epoch ms), tells the metrics, and calibrates where that helps. */
export async function judgeAll(deps: LearnDeps, now: number): Promise<void> {
  const { config, loaded, redis, clickhouse } = deps;
  const log = createRedisShardLog(redis, 'leads', config.shards);
  for (const tenant of await judgedTenants(clickhouse)) {
    const told = await readServing(log, loaded, tenant);
    const champion = told.serving.version;
    const assessment = assess(await readJudged(clickhouse, tenant), assessed(told, now));
    tell(deps, tenant, assessment);
    const { line } = assessment.proposal;
    if (!line || now - told.since < CALIBRATE_MS) continue;
    const id = createHash('sha256')
      .update(`${champion}/${line.slope}/${line.offset}`)
      .digest('hex')
      .slice(0, 12);
    const decision = { change: 'calibrate' as const, version: champion, calibration: { id, ...line } };
    await decide(log, tenant, told.since, decision, now);
    deps.metrics.calibrations.inc({ tenant });
    deps.logger.info({ tenant, ...decision }, 'calibrated on outcomes');
  }
}

function tell({ metrics, logger }: LearnDeps, tenant: string, { comparison, drift }: Assessment): void {
  const { learningBrier, learningGain, driftAlarms } = metrics;
  driftAlarms.set({ tenant }, drift.alarms.length);
  if (drift.alarms.length) logger.warn({ tenant, alarms: drift.alarms }, 'drift');
  if (drift.loss !== null) learningBrier.set({ tenant, role: 'served' }, drift.loss);
  if (!comparison?.leads) return;
  learningBrier.set({ tenant, role: 'champion' }, comparison.championBrier);
  learningBrier.set({ tenant, role: 'challenger' }, comparison.challengerBrier);
  for (const at of ['low', 'mean', 'high'] as const) learningGain.set({ tenant, at }, comparison[at]);
}

/** What a stop may take: an insert under way, no more. */
const STOP_MS = 6000;

/** The role: connections opened, learning run, connections closed. */
export const createLearnRole =
  (config: Config, logger: Log): Run =>
  async (signal) => {
    const { clickhouseUrl: url, clickhouseUser: user, clickhousePassword: password } = config;
    if (!url)
      throw new ConfigError(
        'CLICKHOUSE_URL: is empty; set it, or let `doorstep start` run the embedded server',
      );
    const loaded = loadedVersions(config);
    const redis = connectRedis(config.redisUrl);
    const clickhouse = connectClickhouse({ url, user, password });
    const metrics = createMetrics();
    const member = `learn-${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
    const role = async (until: AbortSignal) => {
      await checkTopology(redis.client, { leads: config.shards, market: config.marketShards });
      await runTogether(runLearn({ config, loaded, redis, clickhouse, member, metrics, logger }), (end) =>
        pinMetrics(redis.client, member, metrics.registry, end),
      )(until);
    };
    try {
      await stopWithin(STOP_MS, role)(signal);
    } finally {
      await clickhouse.close();
      redis.close();
    }
  };

/** What outcomes say of a tenant's forecasts now, as `doorstep models` shows it. */
export async function validateTenant(
  clickhouse: Clickhouse,
  tenant: string,
  told: TenantServing,
  now: number,
  days: number,
): Promise<{ validations: Validation[]; assessment: Assessment }> {
  const judged = await readJudged(clickhouse, tenant);
  return { validations: validate(judged, now), assessment: assess(judged, assessed(told, now, days)) };
}

const assessed = ({ serving, challenger }: TenantServing, now: number, days?: number): Assessed => ({
  champion: serving.version,
  calibration: serving.calibration,
  ...{ challenger, now, days },
});
