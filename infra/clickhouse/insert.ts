/** Puts a batch into ClickHouse, as often as it takes, with the effect of once. */
import type { SinkBatch, SinkRange } from '../redis/sink-log.ts';
import type { Clickhouse } from './connect.ts';
import { COMPETITION_TABLES } from './rows/competition-rows.ts';
import { NURTURE_TABLES } from './rows/nurture-rows.ts';
import { rowsOf } from './rows/rows-of.ts';
import type { Row } from './rows/values.ts';
import { type AnalystTable, DATABASE } from './tables.ts';

/** Rows inserted, by table. */
export type Inserted = Partial<Record<AnalystTable, number>>;

/**
 * One insert a table, under a token that names the batch; a repeat is dropped by ClickHouse, in the tables and in
 * what their materialised views feed.
 *
 * @param repeated true where an earlier try may have been cut off. A crash of ClickHouse between its deduplication
 * log and the part's files can leave a token without rows, so then the rows are counted, and inserted where absent.
 */
export async function insertBatch(
  clickhouse: Clickhouse,
  batch: SinkBatch,
  repeated: boolean,
): Promise<Inserted> {
  // All settle before any failure is told, so that a retry never runs beside what it repeats.
  const done = await Promise.allSettled(
    [...rowsOf(batch)].map(async ([table, rows]) => {
      const token = `${table}:${batch.space}:${batch.id}`;
      await insertRows(clickhouse, table, rows, token);
      if (repeated && (await storedEntries(clickhouse, table, batch)) === 0)
        await insertRows(clickhouse, table, rows, `${token}:again`);
      return [table, rows.length] as const;
    }),
  );
  const inserted: Inserted = {};
  for (const one of done) {
    if (one.status === 'rejected') throw one.reason;
    inserted[one.value[0]] = one.value[1];
  }
  return inserted;
}

async function insertRows(clickhouse: Clickhouse, table: AnalystTable, values: Row[], token: string) {
  await clickhouse.insert({
    table: `${DATABASE}.${table}`,
    values,
    format: 'JSONEachRow',
    clickhouse_settings: {
      insert_deduplicate: 1,
      insert_deduplication_token: token,
      deduplicate_blocks_in_dependent_materialized_views: 1,
      // A token counts the blocks of its insert, so a repeat must be cut into the same ones: here, one.
      input_format_parallel_parsing: 0,
      input_format_json_throw_on_bad_escape_sequence: 0,
    },
  });
}

/** Entries of the batch's ranges that the table has. */
async function storedEntries(clickhouse: Clickhouse, table: AnalystTable, batch: SinkBatch): Promise<number> {
  const ranges = batch.ranges.filter(({ stream }) => TABLES_OF[stream].includes(table));
  const query = `SELECT count() AS stored FROM ${DATABASE}.${table}
    WHERE ${table === 'dead_letters' ? `space = '${batch.space}' AND` : ''} (${ranges.map(within).join(' OR ')})`;
  const answer = await clickhouse.query({ query, format: 'JSONEachRow' });
  return Number((await answer.json<{ stored: string }>())[0]!.stored);
}

const TABLES_OF: Record<SinkRange['stream'], AnalystTable[]> = {
  events: ['events', 'market_events'],
  insights: ['insights', 'forecasts', 'segments'],
  actions: ['actions', ...NURTURE_TABLES],
  alerts: ['alerts', ...COMPETITION_TABLES],
  dead: ['dead_letters'],
};

function within({ shard, from, to }: SinkRange): string {
  const [fromMs, toMs] = [Number.parseInt(from, 10), Number.parseInt(to, 10)];
  const id = "(toUInt64(splitByChar('-', entry)[1]), toUInt64(splitByChar('-', entry)[2]))";
  const tuple = (at: string) => `(${at.replace('-', ', ')})`;
  return (
    `shard = ${shard} AND received BETWEEN fromUnixTimestamp64Milli(${fromMs}) AND fromUnixTimestamp64Milli(${toMs})` +
    ` AND ${id} > ${tuple(from)} AND ${id} <= ${tuple(to)}`
  );
}
