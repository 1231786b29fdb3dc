/** Real conversations through the real flow into ClickHouse: what analysts read is what Doorstep said. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectClickhouse } from '../../infra/clickhouse/connect.ts';
import { namedQueries } from '../../infra/clickhouse/named-queries.ts';
import { createMemoryShardLog, type MemoryShard } from '../../infra/memory/shard-log.ts';
import { createDrain } from '../../infra/runtime/drain.ts';
import { readConversations } from '../../models/corpus/read-corpus.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { convertConversation } from '../../pipelines/convert.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { applyDelta, type PackedView, type WireInsight } from '../../schemas/insight-wire.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { SHARDS } from './analytics-traffic.ts';
import { type AnalyticsWorld, startAnalyticsWorld } from './analytics-world.ts';

const CONVERSATIONS = 60;
let world: AnalyticsWorld;
let events = 0;
/** The view of each lead, folded from the stream's deltas. */
const views = new Map<string, PackedView>();

beforeAll(async () => {
  world = await startAnalyticsWorld();
  const endsBy = Date.now();
  const log = createMemoryShardLog('leads', SHARDS.leads, () => endsBy);
  for (const conversation of readConversations().slice(0, CONVERSATIONS)) {
    const some = convertConversation(conversation as Parameters<typeof convertConversation>[0], { endsBy });
    events += some.length;
    const shard = shardOf(leadKey('main', some[0]!.lead), SHARDS.leads);
    await log.append(
      shard,
      some.map((event) => JSON.stringify(event)),
    );
  }
  const flow = createLeadsFlow(await loadJudges(), { shards: SHARDS.leads });
  await (await createDrain(flow, log, { mirror: async () => {} })).drain();
  for (let shard = 0; shard < SHARDS.leads; shard++) await copyToRedis(log.shard(shard), shard);
  world.sink();
  world.sink({ log: world.logs.market });
  await world.settled();
}, 120_000);

/** A shard worked in memory, on the streams of the sink; folds the insights into {@link views} on the way. */
async function copyToRedis({ events: log, streams }: MemoryShard, shard: number): Promise<void> {
  const { client } = world.connection;
  const keys = shardKeys('leads', shard);
  for (const { bytes } of log) await client.xadd(keys.events, '*', 'event', Buffer.from(bytes));
  for (const { fields } of streams.insights) {
    const insight = String(fields.insight);
    await client.xadd(keys.insights, '*', 'insight', insight);
    const wire = JSON.parse(insight) as WireInsight;
    views.set(wire.lead, applyDelta(views.get(wire.lead), wire.insightDelta));
  }
}
afterAll(() => world.stop());

const ask = async <T>(query: string) =>
  (await (await world.client.query({ query, format: 'JSONEachRow' })).json()) as T[];

describe('the corpus in ClickHouse', () => {
  it('has an insight for every event, gapless for every lead', async () => {
    const { rows, entries } = await world.counts();
    expect(rows).toEqual(entries);
    expect([rows.events, rows.insights, rows.dead_letters]).toEqual([events, events, 0]);
    const query =
      'SELECT lead FROM analytics.insights GROUP BY lead HAVING max(seq) != count() OR min(seq) != 1';
    expect(await ask(query)).toEqual([]);
  });

  it('knows each lead’s last status, forecast and segment from deltas alone', async () => {
    const known = await ask<Record<string, string | number>>(`
      SELECT lead, status, round(attention, 3) AS attention, kind, round(pConvert, 4) AS pConvert, segment
      FROM (SELECT lead, argMax(status, seq) AS status, argMax(attention, seq) AS attention FROM analytics.insights GROUP BY lead) AS i
      JOIN (SELECT lead, argMax(kind, seq) AS kind, argMax(pConvert, seq) AS pConvert FROM analytics.forecasts GROUP BY lead) AS f USING lead
      JOIN (SELECT lead, argMax(segment, seq) AS segment FROM analytics.segments GROUP BY lead) AS s USING lead`);
    expect(known).toHaveLength(CONVERSATIONS);
    for (const row of known) {
      const { status, attention, forecast, profile } = views.get(String(row.lead))!;
      expect(row).toMatchObject({ status, kind: forecast.kind, segment: profile.primaryMicrosegment });
      expect(row.attention).toBeCloseTo(attention, 3);
      expect(row.pConvert).toBeCloseTo(forecast.pConvert, 4);
    }
  });

  it('answers every named query', async () => {
    const analyst = connectClickhouse({ url: world.clickhouse.url, ...world.clickhouse.analysts[0]! });
    for (const { name, sql } of await namedQueries()) {
      const rows = await (
        await analyst.query({
          query: sql.replace(/;\s*$/, ''),
          query_params: { lead: 'anybody', area: 'anywhere' },
          format: 'JSONEachRow',
        })
      ).json();
      expect(Array.isArray(rows), name).toBe(true);
    }
    await analyst.close();
  });
});
