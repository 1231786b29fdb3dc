/** A real ClickHouse and Redis with decisions of two brokerages in them, and a look at their policies. */

import { createLog } from '../../infra/log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import { createPolicyStore, effectKey } from '../../infra/redis/policy-store.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { learnPolicies, type PolicyPorts } from '../../pipelines/learn-policy.ts';
import type { Effect } from '../../schemas/effect.ts';
import { armOf } from '../../schemas/policy.ts';
import { shardKeys } from '../../schemas/shards.ts';
import type { PolicyEvent } from '../../schemas/system-event.ts';
import { rewardedDecisions } from '../unit/models/policy/made-up-decisions.ts';
import { SHARDS } from './analytics-traffic.ts';
import type { AnalyticsWorld } from './analytics-world.ts';
import { decision, firstInsight, outcome } from './made-up-nurture.ts';
import { putInsights } from './nurture-story.ts';

/** A lead that began a moment before `now`, so that there is something to look at. */
export const begin = (world: AnalyticsWorld, tenant: string, now: number) =>
  putInsights(world.client, [firstInsight({ tenant, lead: 'first', id: '', at: now - 1 }, false)]);

/** Decisions and their outcomes, as the engine would leave them; one a lead. */
export const nurtured = (tenant: string, count: number, name?: string): object[] =>
  rewardedDecisions(count, name).flatMap(({ lead, at, context, arms, chosen, propensity, reward }) => {
    const whose = { tenant, lead, id: 'n1', at };
    const { channel, strategy, delay } = armOf(chosen)!;
    const drawn = {
      channel: channel === 'none' ? undefined : channel,
      strategy,
      delay,
      context,
      arms,
      propensity,
    };
    return [decision(whose, drawn), outcome({ ...whose, id: 'o1' }, { decision: 'n1', reward })];
  });

export const portsOf = ({ connection }: AnalyticsWorld): PolicyPorts => ({
  log: createRedisShardLog(connection, 'leads', SHARDS.leads),
  store: createPolicyStore(connection),
});

/** As of `now`, over these ports or the world's own. */
export async function look(world: AnalyticsWorld, now: number, ports = portsOf(world)) {
  const metrics = createMetrics();
  await learnPolicies({ clickhouse: world.client, metrics, logger: createLog('silent', 'test') }, ports, now);
  return metrics;
}

/** As kept for the gateway; null before the first look. */
export async function effectOf({ connection }: AnalyticsWorld, tenant: string): Promise<Effect | null> {
  const kept = await connection.client.get(effectKey(tenant));
  return kept ? (JSON.parse(kept) as Effect) : null;
}

/** Policy events of a tenant, shard by shard, in order. */
export async function told({ connection }: AnalyticsWorld, tenant: string): Promise<PolicyEvent[][]> {
  const shards = Array.from({ length: SHARDS.leads }, (_, shard) => shardKeys('leads', shard).events);
  const entries = await Promise.all(shards.map((key) => connection.client.xrange(key, '-', '+')));
  return entries.map((some) =>
    some
      .map(([, fields]) => JSON.parse(fields[1]!) as PolicyEvent)
      .filter((event) => event.type === 'policy' && event.tenant === tenant),
  );
}
