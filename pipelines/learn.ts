/**
 * Learning on the job: forecasts joined with their outcomes into ClickHouse, judged every few minutes, and the
 * calibration of what serves brought up to date by an event on the shards' logs; what a challenger should remember of
 * leads it came too late for, replayed and told likewise. No forecast is promoted here: that is a person's decision
 * (`doorstep models`). How to nurture is learned beside it.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Clickhouse } from '../infra/clickhouse/connect.ts';
import { judgedTenants, readJudged } from '../infra/clickhouse/learning-table.ts';
import { migrate } from '../infra/clickhouse/migrate.ts';
import { runSink } from '../infra/clickhouse/sink.ts';
import { createSpool } from '../infra/clickhouse/spool.ts';
import type { Config } from '../infra/config.ts';
import type { Log } from '../infra/log.ts';
import { createLearningStore } from '../infra/redis/learning-store.ts';
import { createRedisShardLog } from '../infra/redis/shard-log.ts';
import { createRedisSinkLog } from '../infra/redis/sink-log.ts';
import { pause, type Run } from '../infra/run.ts';
import { runTogether } from '../infra/run-together.ts';
import type { Judges } from '../models/judges.ts';
import { type Assessed, type Assessment, assess } from '../models/learning/assess.ts';
import { type Validation, validate } from '../models/learning/validate.ts';
import { loadJudges } from '../models/load-judges.ts';
import { clickhouseRole } from './clickhouse-role.ts';
import { joinBatch } from './join-outcomes.ts';
import { type LearnPolicyDeps, runLearnPolicy } from './learn-policy.ts';
import {
  challengerFolder,
  decide,
  loadedReferences,
  loadedVersions,
  type References,
  readServing,
  type TenantServing,
} from './models.ts';
import { createReplayMemory } from './replay-memory.ts';
import { runWarm, type WarmDeps } from './warm-challenger.ts';

export interface LearnDeps extends LearnPolicyDeps {
  /** Versions of the forecast at hand, the bundled one first. */
  loaded: string[];
  references: References;
  /** The challenger to be warmed; absent where there is none. */
  warm?: Pick<WarmDeps, 'version' | 'replay' | 'passMs' | 'roundMs'>;
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
    runLearnPolicy(deps),
    ...(deps.warm ? [runWarm({ ...deps.warm, log: shardLog, clickhouse, logger })] : []),
  );
}

/** Judges every tenant's forecasts as of `now` (epoch ms), tells the metrics, and calibrates where that helps. */
export async function judgeAll(deps: LearnDeps, now: number): Promise<void> {
  const { config, loaded, references, redis, clickhouse } = deps;
  const log = createRedisShardLog(redis, 'leads', config.shards);
  for (const tenant of await judgedTenants(clickhouse)) {
    const told = await readServing(log, loaded, tenant);
    const champion = told.serving.version;
    const assessment = assess(await readJudged(clickhouse, tenant), assessed(told, references, now));
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

export const createLearnRole = (config: Config, logger: Log): Run =>
  clickhouseRole('learn', config, logger, async (parts) => {
    const loaded = loadedVersions(config);
    const folder = challengerFolder(config);
    const challenger = folder && (await loadJudges(folder));
    const references = loadedReferences(config);
    return runLearn({
      ...parts,
      loaded,
      references,
      ...(challenger && { warm: warmth(challenger, config.shards) }),
    });
  });

/** What {@link LearnDeps} needs to warm the challenger among these judges. Throws where there is none. */
export function warmth(judges: Judges, shards: number): NonNullable<LearnDeps['warm']> {
  const { challenger } = judges;
  if (!challenger) throw new Error('warmth: the judges have no challenger');
  return {
    version: challenger.version,
    replay: createReplayMemory({ ...judges, forecast: challenger }, shards),
  };
}

/** What outcomes say of a tenant's forecasts now, as `doorstep models` shows it. */
export async function validateTenant(
  clickhouse: Clickhouse,
  tenant: string,
  told: TenantServing,
  references: References,
  now: number,
  days: number,
): Promise<{ validations: Validation[]; assessment: Assessment }> {
  const judged = await readJudged(clickhouse, tenant);
  return {
    validations: validate(judged, now),
    assessment: assess(judged, assessed(told, references, now, days)),
  };
}

const assessed = (
  { serving, challenger }: TenantServing,
  references: References,
  now: number,
  days?: number,
): Assessed => ({
  champion: serving.version,
  reference: references.get(serving.version) ?? null,
  calibration: serving.calibration,
  ...{ challenger, now, days },
});
