/** The queries analysts start from, one file each in `queries/`; the first line says what it answers. */
import { readdir, readFile } from 'node:fs/promises';
import { SettingsMap } from '@clickhouse/client';
import type { Clickhouse } from './connect.ts';
import { ANALYST_TABLES, DATABASE } from './tables.ts';

export interface NamedQuery {
  name: string;
  question: string;
  sql: string;
}

const FOLDER = new URL('./queries/', import.meta.url);

/** All of them, by name. */
export async function namedQueries(): Promise<NamedQuery[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(new URL(file, FOLDER), 'utf8');
      return { name: file.slice(0, -4), question: /^-- (.+)$/m.exec(sql)?.[1] ?? '', sql };
    }),
  );
}

/**
 * What a named query answers about one tenant, to a user who may see all of them. Counts come as numbers.
 *
 * @param parameters of the query, e.g. `lead`
 * @param signal ends the wait for an answer
 */
export async function answer(
  clickhouse: Clickhouse,
  name: string,
  tenant: string,
  parameters: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Record<string, unknown>[]> {
  const sql = await readFile(new URL(`${name}.sql`, FOLDER), 'utf8');
  // The same fence as an analyst's row policy, so that no query has to be written twice.
  const own = ANALYST_TABLES.map((table) => [`${DATABASE}.${table}`, `tenant = \\'${tenant}\\'`] as const);
  const rows = await clickhouse.query({
    query: sql.replace(/;\s*$/, ''),
    query_params: parameters,
    format: 'JSONEachRow',
    ...(signal && { abort_signal: signal }),
    clickhouse_settings: {
      additional_table_filters: SettingsMap.from(Object.fromEntries(own)),
      output_format_json_quote_64bit_integers: 0,
    },
  });
  return rows.json<Record<string, unknown>>();
}
