/** What the learning role reads of nurturing: decisions with their rewards, and what was counted of its effect. */
import { EFFECT_WINDOW_DAYS, type EffectFacts, type FollowedLead } from '../../schemas/effect-facts.ts';
import { DECISION_RECORD_CHECKER, type DecisionRecord } from '../../schemas/policy.ts';
import type { Clickhouse } from './connect.ts';
import { answer } from './named-queries.ts';
import { DATABASE } from './tables.ts';

/** As many of the newest rewarded decisions of a tenant are read; what a policy learns of older ones has faded. */
export const MOST_DECISIONS = 20_000;

/** Tenants that have leads which began since nurturing did, and since when, epoch ms. */
export async function nurturedTenants(clickhouse: Clickhouse): Promise<{ tenant: string; since: number }[]> {
  const query = `
    SELECT tenant, toUnixTimestamp64Milli(min(at)) AS since
    FROM ${DATABASE}.insights
    WHERE tenant != '' AND seq = 1 AND holdout IS NOT NULL
    GROUP BY tenant
    ORDER BY tenant`;
  const answered = await clickhouse.query({ query, format: 'JSONEachRow' });
  const rows = await answered.json<{ tenant: string; since: string }>();
  return rows.map(({ tenant, since }) => ({ tenant, since: Number(since) }));
}

/**
 * The newest decisions of a tenant that a policy made by chance and of which the reward is known, oldest first. What a
 * rule decided is left out, and so is what cannot be one (an arm that this version does not know).
 */
export async function readRewarded(clickhouse: Clickhouse, tenant: string): Promise<DecisionRecord[]> {
  const query = `
    SELECT lead, id, toUnixTimestamp64Milli(at) AS atMs, context, arms, chosen, propensity, policyVersion, mode, reward
    FROM
    (
      SELECT lead, id, at, context, arms, concat(channel, '/', strategy, '/', delay) AS chosen,
        propensity, policyVersion, mode
      FROM ${DATABASE}.nurture_decisions FINAL
      WHERE tenant = {tenant:String} AND mode IN ('fixed', 'learned')
    ) AS decided
    INNER JOIN
    (
      SELECT lead, decision AS id, argMax(reward, (at, entry)) AS reward
      FROM ${DATABASE}.nurture_outcomes FINAL
      WHERE tenant = {tenant:String}
      GROUP BY lead, decision
    ) AS rewarded USING (lead, id)
    ORDER BY at DESC, lead, id
    LIMIT ${MOST_DECISIONS}`;
  const answered = await clickhouse.query({ query, query_params: { tenant }, format: 'JSONEachRow' });
  return (await answered.json<StoredDecision>())
    .map(({ atMs, lead, id, ...row }) => ({ ...row, tenant, lead, id: `${lead}/${id}`, at: Number(atMs) }))
    .filter((record): record is DecisionRecord => DECISION_RECORD_CHECKER.is(record))
    .reverse();
}

type StoredDecision = Omit<DecisionRecord, 'at' | 'tenant'> & { atMs: string };

/**
 * Counted by the queries that analysts ask, so that both are told the same.
 *
 * @param since first lead, epoch ms
 * @param now epoch ms: leads count whose window is over by then
 */
export async function readEffectFacts(
  clickhouse: Clickhouse,
  tenant: string,
  since: number,
  now: number,
): Promise<EffectFacts> {
  const ask = (name: string) => answer(clickhouse, name, tenant) as Promise<Record<string, number>[]>;
  const [followed, touches, steps, escalations] = await Promise.all([
    readFollowed(clickhouse, tenant, now),
    answer(clickhouse, 'nurture-response-rates', tenant) as Promise<EffectFacts['touches']>,
    ask('nurture-automation'),
    ask('nurture-escalations'),
  ]);
  const sum = (rows: Record<string, number>[], ...columns: string[]) =>
    rows.reduce((total, row) => total + columns.reduce((of, column) => of + row[column]!, 0), 0);
  return {
    ...{ tenant, since, followed, touches },
    steps: {
      alone: sum(steps, 'alone'),
      withPerson: sum(steps, 'approved', 'dismissed', 'answeredByPeople'),
    },
    escalations: {
      inTime: sum(escalations, 'inTime'),
      late: sum(escalations, 'late'),
      waiting: sum(escalations, 'waiting'),
    },
  };
}

/** The leads behind `queries/nurture-effect.sql`, one by one: an interval over all looks needs their order. */
async function readFollowed(clickhouse: Clickhouse, tenant: string, now: number): Promise<FollowedLead[]> {
  const own = 'tenant = {tenant:String}';
  const inWindow = (at: string) => `${at} > since AND ${at} <= since + INTERVAL ${EFFECT_WINDOW_DAYS} DAY`;
  const query = `
    SELECT heldOut, ifNull(${inWindow('convertedAt')}, 0), ${inWindow('saidAt')}
    FROM
    (
      SELECT tenant, lead, assumeNotNull(holdout) AS heldOut, at AS since
      FROM ${DATABASE}.insights FINAL
      WHERE ${own} AND seq = 1 AND holdout IS NOT NULL
        AND since <= fromUnixTimestamp64Milli({now:Int64}) - INTERVAL ${EFFECT_WINDOW_DAYS} DAY
    ) AS leads
    LEFT JOIN
    (
      SELECT tenant, lead, min(converted) AS convertedAt FROM ${DATABASE}.lead_progress WHERE ${own} GROUP BY tenant, lead
    ) AS progress USING (tenant, lead)
    ASOF LEFT JOIN
    (
      SELECT tenant, lead, at AS saidAt FROM ${DATABASE}.events FINAL WHERE ${own} AND type = 'message' AND sender = 'lead'
    ) AS said ON leads.tenant = said.tenant AND leads.lead = said.lead AND said.saidAt > leads.since
    ORDER BY since, leads.lead`;
  const answered = await clickhouse.query({
    query,
    query_params: { tenant, now },
    format: 'JSONCompactEachRow',
  });
  const rows = await answered.json<[boolean, number, number]>();
  return rows.map(([holdout, converted, replied]) => ({
    holdout: Boolean(holdout),
    converted: Boolean(converted),
    replied: Boolean(replied),
  }));
}
