/** Passwords of the embedded ClickHouse's users: made once, kept in the data folder, readable by its owner only. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An analyst of one tenant; may SELECT that tenant's rows and nothing else. */
export interface Analyst {
  tenant: string;
  user: string;
  password: string;
}

/** The user of migrations and inserts. */
export const INGEST_USER = 'doorstep';

export const analystUser = (tenant: string): string => `analyst_${tenant}`;

/** One analyst a tenant; passwords already made are kept. */
export async function analystCredentials(dir: string, tenants: readonly string[]): Promise<Analyst[]> {
  const users = tenants.map(analystUser);
  const passwords = await passwordsOf(dir, users);
  return tenants.map((tenant, i) => ({ tenant, user: users[i]!, password: passwords[i]! }));
}

/** The password of {@link INGEST_USER} on the embedded server. */
export async function ingestPassword(dir: string): Promise<string> {
  return (await passwordsOf(dir, [INGEST_USER]))[0]!;
}

async function passwordsOf(dir: string, users: string[]): Promise<string[]> {
  const file = join(dir, 'clickhouse-passwords.json');
  const known = await readPasswords(file);
  const missing = users.filter((user) => !known[user]);
  if (missing.length) {
    for (const user of missing) known[user] = randomBytes(18).toString('base64url');
    await mkdir(dir, { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(known, null, 2), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  return users.map((user) => known[user]!);
}

async function readPasswords(file: string): Promise<Record<string, string>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${file} cannot be read (${(error as Error).message}); remove it to make new passwords`);
  }
}
