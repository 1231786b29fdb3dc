/** Analysts of a server that is not ours: users, grants and row policies by SQL. The embedded one has them in its config. */
import type { Clickhouse } from './connect.ts';
import type { Analyst } from './credentials.ts';
import { ANALYST_TABLES, DATABASE } from './tables.ts';

/**
 * Makes or updates one user a tenant that can only SELECT its own rows. Needs a user with access management.
 * Resolves with false where the server keeps its users in config files only (as the embedded one does).
 */
export async function grantAnalysts(clickhouse: Clickhouse, analysts: readonly Analyst[]): Promise<boolean> {
  const query = "SELECT count() AS writable FROM system.user_directories WHERE type != 'users_xml'";
  const answer = await clickhouse.query({ query, format: 'JSONEachRow' });
  const [directories] = await answer.json<{ writable: string }>();
  if (Number(directories!.writable) === 0) return false;
  for (const statement of analystStatements(analysts)) await clickhouse.command({ query: statement });
  return true;
}

/** What {@link grantAnalysts} runs. */
export function analystStatements(analysts: readonly Analyst[]): string[] {
  // A policy for some users hides a table's rows from all others, unless they have one of their own.
  const everybodyElse = `ALL EXCEPT ${analysts.map(({ user }) => `\`${user}\``).join(', ')}`;
  return [
    ...analysts.map(
      ({ user, password }) =>
        `CREATE USER OR REPLACE \`${user}\` IDENTIFIED WITH sha256_password BY '${password}'
         SETTINGS readonly = 1, max_execution_time = 30, max_memory_usage = 1000000000, max_concurrent_queries_for_user = 4`,
    ),
    ...ANALYST_TABLES.flatMap((table) => [
      `CREATE ROW POLICY OR REPLACE doorstep_others ON ${DATABASE}.${table} USING 1 TO ${everybodyElse}`,
      ...analysts.flatMap(({ tenant, user }) => [
        `CREATE ROW POLICY OR REPLACE \`doorstep_${tenant}\` ON ${DATABASE}.${table} USING tenant = '${tenant}' TO \`${user}\``,
        `GRANT SELECT ON ${DATABASE}.${table} TO \`${user}\``,
      ]),
    ]),
  ];
}
