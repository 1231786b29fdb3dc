/**
 * Learning how to nurture: every few minutes, for each brokerage, decisions and what came of them are read back from
 * ClickHouse, new weights are told to every shard's log where it is time for them, and the effect is measured.
 */
import { MigrationError, migrate } from '../infra/clickhouse/migrate.ts';
import { nurturedTenants, readEffectFacts, readRewarded } from '../infra/clickhouse/nurture-reads.ts';
import type { ShardLog } from '../infra/ports.ts';
import { createPolicyStore, type KeptPolicy, type PolicyStore } from '../infra/redis/policy-store.ts';
import { createRedisShardLog } from '../infra/redis/shard-log.ts';
import { pause, type Run } from '../infra/run.ts';
import { measureEffect } from '../models/effect/measure-effect.ts';
import {
  firstWeights,
  LEAST_REWARDS,
  learnable,
  type PolicyProposal,
  proposePolicy,
} from '../models/policy/propose-policy.ts';
import type { Effect } from '../schemas/effect.ts';
import { type PolicyEvent, WHOLE_SHARD } from '../schemas/system-event.ts';
import type { RoleParts } from './clickhouse-role.ts';

export interface LearnPolicyDeps extends RoleParts {
  /** From one look to the next; default ten minutes. */
  policyMs?: number;
}

const POLICY_MS = 10 * 60_000;

/** Looks until the signal aborts; of several members one does at a time. */
export function runLearnPolicy(deps: LearnPolicyDeps): Run {
  const { config, redis, clickhouse, member, logger, policyMs = POLICY_MS } = deps;
  const ports = {
    log: createRedisShardLog(redis, 'leads', config.shards),
    store: createPolicyStore(redis),
  };
  let migrated = false;
  return async (signal) => {
    for (; !signal.aborted; await pause(policyMs, signal)) {
      try {
        // A little less than a round, so that who had the turn can have the next.
        if (!(await ports.store.takeTurn(member, Math.ceil(policyMs * 0.9)))) continue;
        if (!migrated) await migrate(clickhouse);
        migrated = true;
        await learnPolicies(deps, ports, Date.now());
      } catch (error) {
        if (error instanceof MigrationError) throw error;
        logger.warn({ err: error }, 'the nurturing policy was not looked at; will try again');
      }
    }
  };
}

export interface PolicyPorts {
  /** Of the leads. */
  log: Pick<ShardLog, 'shards' | 'append'>;
  store: PolicyStore;
}

type LookDeps = Pick<LearnPolicyDeps, 'clickhouse' | 'metrics' | 'logger'>;

/** One look at every brokerage, as of `now` (epoch ms). */
export async function learnPolicies(deps: LookDeps, ports: PolicyPorts, now: number): Promise<void> {
  for (const { tenant, since } of await nurturedTenants(deps.clickhouse)) {
    await finishTelling(ports, tenant);
    const policy = await learnPolicyOf(deps, ports, tenant, now);
    const effect = measureEffect(await readEffectFacts(deps.clickhouse, tenant, since, now), policy, now);
    await ports.store.keepEffect(tenant, effect);
    tellEffect(deps, effect);
  }
}

/** Whoever was cut off between two shards has left a version that some shards lack. */
async function finishTelling(ports: PolicyPorts, tenant: string): Promise<void> {
  const kept = await ports.store.policy(tenant);
  if (kept && !kept.told) await tell(ports, tenant, kept);
}

/** What is in force after this look, and why. */
async function learnPolicyOf(
  deps: LookDeps,
  ports: PolicyPorts,
  tenant: string,
  now: number,
): Promise<Effect['policy']> {
  const { store } = ports;
  const records = learnable(await readRewarded(deps.clickhouse, tenant));
  const before = await store.policy(tenant);
  const proposal = proposePolicy(records, before, now);
  if (!proposal) return inForce(before, records.length);
  const { weights, why, rewards } = proposal;
  const next: KeptPolicy = { weights, since: now, why, rewards, told: false };
  // Kept before it is told: a version that any shard may have is never forgotten half-way.
  if (await store.keepPolicy(tenant, before?.weights.version ?? null, next)) {
    await tell(ports, tenant, next);
    tellPolicy(deps, tenant, proposal);
  }
  return inForce(await store.policy(tenant), records.length);
}

function inForce(kept: KeptPolicy | null, rewards: number): Effect['policy'] {
  if (kept) {
    const { weights, since, why } = kept;
    return { version: weights.version, mode: weights.mode, since: new Date(since).toISOString(), why };
  }
  const { version, mode } = firstWeights();
  const why = `The fixed cadence serves: not enough data to learn from, ${rewards} of ${LEAST_REWARDS} rewards.`;
  return { version, mode, since: null, why };
}

/** The same version is the same event, whoever tells it and however often, so that on every shard it takes effect once. */
async function tell({ log, store }: PolicyPorts, tenant: string, kept: KeptPolicy): Promise<void> {
  const { weights, since } = kept;
  const event: PolicyEvent = {
    ...{ id: `policy:weights:${weights.version}`, tenant, lead: WHOLE_SHARD, at: since },
    ...{ type: 'policy', weights },
  };
  const text = JSON.stringify(event);
  for (let shard = 0; shard < log.shards; shard++) await log.append(shard, [text]);
  await store.keepPolicy(tenant, weights.version, { ...kept, told: true });
}

function tellPolicy({ metrics, logger }: LookDeps, tenant: string, proposal: PolicyProposal): void {
  const { weights, why, learned, table, rewards } = proposal;
  const { version, mode } = weights;
  metrics.policies.inc({ tenant, mode });
  for (const [policy, { difference, always }] of Object.entries({ learned, table }))
    for (const [at, value] of Object.entries({ mean: difference.value, low: always[0], high: always[1] }))
      metrics.policyGain.set({ tenant, policy, at }, value);
  logger.info({ tenant, version, mode, rewards: rewards.count, why }, 'a nurturing policy was learned');
}

function tellEffect({ metrics }: LookDeps, { tenant, uplift }: Effect): void {
  const { difference, low, high } = uplift;
  if (difference === null || low === null || high === null) return;
  for (const [at, value] of Object.entries({ mean: difference, low, high }))
    metrics.nurtureUplift.set({ tenant, at }, value);
}
