/** Numbered migrations: each applied once, in order, and recorded with the hash of its text. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Clickhouse } from './connect.ts';
import { DATABASE } from './tables.ts';

export interface Migration {
  name: string;
  sql: string;
}

/** An applied migration whose text changed, or that is gone. */
export class MigrationError extends Error {}

const FOLDER = new URL('./migrations/', import.meta.url);

/** The migrations that come with Doorstep, in order. */
export async function bundledMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(new URL(name, FOLDER), 'utf8') })),
  );
}

/**
 * Brings the database up to date; returns the names of what was applied now. Safe to run at the same time
 * elsewhere: every statement can repeat. Throws {@link MigrationError} before changing anything.
 */
export async function migrate(clickhouse: Clickhouse, migrations?: Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await bundledMigrations());
  await clickhouse.command({ query: `CREATE DATABASE IF NOT EXISTS ${DATABASE} ENGINE = Atomic` });
  await clickhouse.command({
    query: `CREATE TABLE IF NOT EXISTS ${DATABASE}.migrations
      (name String, hash String, applied DateTime DEFAULT now())
      ENGINE = ReplacingMergeTree ORDER BY (name, hash)`,
  });
  const applied = await appliedMigrations(clickhouse);
  check(wanted, applied);
  const fresh = wanted.filter(({ name }) => !applied.has(name));
  for (const migration of fresh) await apply(clickhouse, migration);
  return fresh.map(({ name }) => name);
}

function check(wanted: Migration[], applied: ReadonlyMap<string, string>): void {
  const known = new Map(wanted.map((migration) => [migration.name, hashOf(migration)]));
  for (const [name, hash] of applied) {
    if (!known.has(name))
      throw new MigrationError(
        `${name} was applied to this ClickHouse but is not in this version: run the version that has it, or a newer one`,
      );
    if (known.get(name) !== hash)
      throw new MigrationError(
        `${name} was changed after it was applied: put its text back and write a new migration instead`,
      );
  }
}

async function apply(clickhouse: Clickhouse, migration: Migration): Promise<void> {
  for (const query of statements(migration.sql)) await clickhouse.command({ query });
  await clickhouse.insert({
    table: `${DATABASE}.migrations`,
    values: [{ name: migration.name, hash: hashOf(migration) }],
    columns: ['name', 'hash'],
    format: 'JSONEachRow',
  });
}

async function appliedMigrations(clickhouse: Clickhouse): Promise<Map<string, string>> {
  const query = `SELECT name, hash FROM ${DATABASE}.migrations FINAL ORDER BY name`;
  const rows = await (await clickhouse.query({ query, format: 'JSONEachRow' })).json<{
    name: string;
    hash: string;
  }>();
  return new Map(rows.map(({ name, hash }) => [name, hash]));
}

/** A statement ends with `;` at the end of a line. */
const statements = (sql: string): string[] =>
  sql
    .split(/;\s*(?:\n|$)/)
    .map((part) => part.trim())
    .filter((part) => part.replace(/^--.*$/gm, '').trim() !== '');

const hashOf = ({ sql }: Migration): string => createHash('sha256').update(sql).digest('hex');
