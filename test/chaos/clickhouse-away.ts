/** ClickHouse away under load: the sink waits or spools, and catches up to the same counts. */
import { connectClickhouse } from '../../infra/clickhouse/connect.ts';
import { pause } from '../../infra/run.ts';
import { startTestClickhouse, stopTestClickhouse } from '../clickhouse.ts';
import { judge, type Outcome } from './outcome.ts';
import { startProducer } from './producer.ts';
import { countEvents } from './streams.ts';
import { eventually, startWorld } from './world.ts';

export interface AwayOptions {
  awayMs: number;
  /** Events a second. */
  rate: number;
  leads: number;
  /** Unsunk entries of a shard from which the sink spools to disk. */
  spoolEntries: number;
  say(line: string): void;
}

export interface AwayReport {
  outcome: Outcome;
  /** Events and insights on the streams in the end. */
  streams: { events: number; insights: number };
  /** Rows of events and insights that ClickHouse holds in the end. */
  rows: { events: number; insights: number };
  /** From ClickHouse's return to equal counts, ms. */
  caughtUpMs: number;
}

const BEFORE_MS = 1500;
const CATCH_UP_MS = 60_000;

export async function clickhouseAway({
  awayMs,
  rate,
  leads,
  spoolEntries,
  say,
}: AwayOptions): Promise<AwayReport> {
  let clickhouse = await startTestClickhouse();
  const { url: clickhouseUrl, user, password, dir, port } = clickhouse;
  const settings = { clickhouseUrl, clickhouseUser: user, clickhousePassword: password, spoolEntries };
  const world = await startWorld({ processors: 1, settings });
  await world.addRole('analytics');
  const { redisUrl, shards } = world.config;
  const producer = startProducer({ url: redisUrl, shards, rate, leads });
  const client = connectClickhouse(clickhouse);
  try {
    await pause(BEFORE_MS);
    await clickhouse.kill();
    say(`ClickHouse is away for ${awayMs / 1000} s`);
    await pause(awayMs);
    clickhouse = { ...clickhouse, ...(await startTestClickhouse({ dir, port })) };
    const back = performance.now();
    await producer.stop();
    const outcome = await judge(world, producer.acknowledged);
    const streams = { events: await countEvents(world.client, shards), insights: outcome.departures.length };
    const count = async (table: string) => {
      const answer = await client.query({
        query: `SELECT count() AS n FROM analytics.${table} FINAL`,
        format: 'JSONEachRow',
      });
      return Number((await answer.json<{ n: string }>())[0]!.n);
    };
    const rows = async () => ({ events: await count('events'), insights: await count('insights') });
    const whole = async () => {
      const now = await rows();
      return now.events >= streams.events && now.insights >= streams.insights;
    };
    await eventually('the counts are equal', whole, CATCH_UP_MS).catch(() => {});
    const caughtUpMs = Math.round(performance.now() - back);
    return { outcome, streams, rows: await rows(), caughtUpMs };
  } finally {
    await producer.stop();
    await world.stop();
    await client.close();
    await stopTestClickhouse(clickhouse);
  }
}
