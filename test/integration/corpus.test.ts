/**
 * All conversations of the corpus through the live pipeline: an insight for every event, seq without a gap, the
 * replay of the recorded log equal to live to the bit, ClickHouse's counts equal to the streams'.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectClickhouse } from '../../infra/clickhouse/connect.ts';
import { loadConfig } from '../../infra/config.ts';
import { createLog } from '../../infra/log.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { pause } from '../../infra/run.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { convertConversation, readTranscript, type Transcript } from '../../pipelines/convert.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { parseJson, readLines } from '../../pipelines/read-lines.ts';
import { record } from '../../pipelines/record.ts';
import { replay } from '../../pipelines/replay.ts';
import { createRole, type Role } from '../../pipelines/roles.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';
import { foldInsight, fullInsight, type PackedView, type WireInsight } from '../../schemas/insight-wire.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { startTestClickhouse, stopTestClickhouse, type TestClickhouse } from '../clickhouse.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';

const SHARDS = 16;
const FILES = Array.from({ length: 8 }, (_, i) => join('models', 'corpus', `train-${i + 1}.jsonl`));

let redis: TestRedis;
let clickhouse: TestClickhouse;
let connection: RedisConnection;
const abort = new AbortController();
const roles: Promise<void>[] = [];
let events: LeadEvent[];
let live: WireInsight[];

beforeAll(async () => {
  [redis, clickhouse, events] = await Promise.all([startTestRedis(), startTestClickhouse(), corpusEvents()]);
  connection = connectRedis(redis.url);
  const config = loadConfig({
    ...{ REDIS_URL: redis.url, SHARDS: String(SHARDS), DATA_DIR: clickhouse.dir },
    ...{
      CLICKHOUSE_URL: clickhouse.url,
      CLICKHOUSE_USER: clickhouse.user,
      CLICKHOUSE_PASSWORD: clickhouse.password,
    },
  });
  const log = createLog('silent', 'test');
  for (const role of ['leads', 'market', 'analytics'] as Role[]) {
    roles.push((await createRole(role, config, log))(abort.signal));
  }
  await sendAll(events);
  live = await insightsAtRest();
}, 180_000);

afterAll(async () => {
  abort.abort();
  await Promise.all(roles);
  connection.close();
  await Promise.all([stopTestRedis(redis), stopTestClickhouse(clickhouse)]);
});

async function corpusEvents(): Promise<LeadEvent[]> {
  const all: LeadEvent[] = [];
  for (const file of FILES) {
    for await (const { text } of readLines(file)) {
      all.push(...convertConversation(readTranscript(parseJson(text)) as Transcript, { endsBy: Date.now() }));
    }
  }
  return all.sort((a, b) => Date.parse(String(a.at)) - Date.parse(String(b.at)));
}

async function sendAll(all: LeadEvent[]) {
  const log = createRedisShardLog(connection, 'leads', SHARDS);
  for (let from = 0; from < all.length; from += 500) {
    await Promise.all(
      all.slice(from, from + 500).map((event) => {
        const shard = shardOf(leadKey(event.tenant ?? 'main', event.lead), SHARDS);
        return log.append(shard, [JSON.stringify(event)]);
      }),
    );
  }
}

async function lengths(stream: 'events' | 'insights' | 'dead'): Promise<number> {
  const all = await Promise.all(
    Array.from({ length: SHARDS }, (_, shard) => connection.client.xlen(shardKeys('leads', shard)[stream])),
  );
  return all.reduce((a, b) => a + b, 0);
}

/** Whether every log is worked to its end, and no parcel is under way between leads and market shards. */
async function atRest(): Promise<boolean> {
  const spaces = [
    ['leads', SHARDS],
    ['market', loadConfig({}).marketShards],
  ] as const;
  for (const [space, shards] of spaces) {
    for (let shard = 0; shard < shards; shard++) {
      const { events: log, outbox } = shardKeys(space, shard);
      if ((await connection.client.xlen(outbox)) > 0) return false;
      const [last] = await connection.client.xrevrange(log, '+', '-', 'COUNT', 1);
      const groups = (await connection.client.xinfo('GROUPS', log).catch(() => [])) as unknown[][];
      const own = groups.find((fields) => fields[fields.indexOf('name') + 1] === space);
      if (last && own?.[own.indexOf('last-delivered-id') + 1] !== last[0]) return false;
    }
  }
  return true;
}

/** Waits until nothing moves any more; resolves with all insights, in stream order. */
async function insightsAtRest(): Promise<WireInsight[]> {
  const deadline = Date.now() + 120_000;
  // Twice: a parcel may have been between the two spaces while they were looked at.
  for (let still = 0; still < 2 && Date.now() < deadline; still = (await atRest()) ? still + 1 : 0)
    await pause(100);
  const all: WireInsight[] = [];
  for (let shard = 0; shard < SHARDS; shard++) {
    const entries = await connection.client.xrange(shardKeys('leads', shard).insights, '-', '+');
    for (const [, fields] of entries) all.push(JSON.parse(fields[fields.indexOf('insight') + 1]!));
  }
  return all;
}

const byLead = <T extends { lead: string }>(all: T[]) => {
  const leads = new Map<string, T[]>();
  for (const one of all) leads.set(one.lead, [...(leads.get(one.lead) ?? []), one]);
  return leads;
};

/** What must repeat to the bit: all but what was measured. */
const comparable = ({ processingTimeMs: _, stages: __, ...rest }: StreamingInsight) => JSON.stringify(rest);

describe('the whole corpus', () => {
  it('is over 10,000 events of 672 leads', () => {
    expect(events.length).toBeGreaterThan(10_000);
    expect(byLead(events).size).toBe(672);
  });

  it('gets an insight for every event, and no dead letters', async () => {
    const caused = new Set(live.map((insight) => `${insight.lead}/${insight.event}`));
    expect(events.filter((event) => !caused.has(`${event.lead}/${event.id}`))).toEqual([]);
    expect(await lengths('dead')).toBe(0);
  });

  it('numbers the insights of every lead from 1 without a gap', () => {
    for (const [lead, insights] of byLead(live)) {
      const expected = insights.map((_, i) => i + 1);
      expect([lead, insights.map((insight) => insight.seq)]).toEqual([lead, expected]);
    }
  });

  it('replays from the recorded log to the bit', async () => {
    const judges = await loadJudges();
    async function* lines() {
      let number = 0;
      for await (const value of record(connection.client, 'leads', SHARDS, []))
        yield { number: ++number, value };
    }
    const replayed: StreamingInsight[] = [];
    const createFlow = (shards: number) => createLeadsFlow(judges, { shards });
    for await (const insight of replay(lines(), createFlow, Date.now())) replayed.push(insight);
    const views = new Map<string, PackedView>();
    const full = (await insightsAtRest()).map((wire) => {
      const view = foldInsight(views.get(wire.lead), wire)!;
      views.set(wire.lead, view);
      return fullInsight(view, wire);
    });
    const again = byLead(replayed);
    for (const [lead, insights] of byLead(full)) {
      expect(again.get(lead)?.map(comparable)).toEqual(insights.map(comparable));
    }
    expect(replayed).toHaveLength(full.length);
  }, 120_000);

  it('is in ClickHouse, each event and each insight once', async () => {
    const client = connectClickhouse(clickhouse);
    const count = async (table: string) => {
      const result = await client.query({
        query: `SELECT count() AS n FROM analytics.${table}`,
        format: 'JSONEachRow',
      });
      return Number(((await result.json()) as { n: string }[])[0]!.n);
    };
    try {
      for (const table of ['events', 'insights'] as const) {
        await expect.poll(() => count(table), { timeout: 60_000, interval: 250 }).toBe(await lengths(table));
      }
    } finally {
      await client.close();
    }
  }, 120_000);
});
