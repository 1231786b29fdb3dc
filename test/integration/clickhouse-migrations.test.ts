/** Migrations: once each, in order, and never a changed past. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clickhouse, connectClickhouse } from '../../infra/clickhouse/connect.ts';
import { bundledMigrations, migrate } from '../../infra/clickhouse/migrate.ts';
import { startTestClickhouse, stopTestClickhouse, type TestClickhouse } from '../clickhouse.ts';

let server: TestClickhouse;
let client: Clickhouse;
beforeAll(async () => {
  server = await startTestClickhouse();
  client = connectClickhouse(server);
});
afterAll(async () => {
  await client.close();
  await stopTestClickhouse(server);
});

const tables = async () => {
  const query = "SELECT name FROM system.tables WHERE database = 'analytics' ORDER BY name";
  return (await (await client.query({ query, format: 'JSONEachRow' })).json<{ name: string }>()).map(
    (t) => t.name,
  );
};

describe('migrate', () => {
  it('applies each migration once, even when two start at the same time', async () => {
    const names = (await bundledMigrations()).map(({ name }) => name);
    const both = await Promise.all([migrate(client), migrate(client)]);
    expect(both[0]).toEqual(names);
    const made = await tables();
    expect(made).toContain('events');
    expect(await migrate(client)).toEqual([]);
    expect(await tables()).toEqual(made);
  });

  it('repeats a migration that broke half-way', async () => {
    const known = await bundledMigrations();
    const good = 'CREATE TABLE IF NOT EXISTS analytics.half (a Int8) ENGINE = MergeTree ORDER BY a;\n';
    const broken = {
      name: '900-half.sql',
      sql: `${good}CREATE TABLE analytics.other (a Nonsense) ENGINE = Memory;`,
    };
    await expect(migrate(client, [...known, broken])).rejects.toThrow('Nonsense');
    expect(await tables()).toContain('half');
    const mended = { name: '900-half.sql', sql: good };
    expect(await migrate(client, [...known, mended])).toEqual(['900-half.sql']);
  });

  it('says so when an applied migration was changed, or is not known here', async () => {
    const half = { name: '900-half.sql', sql: 'SELECT 1;' };
    await expect(migrate(client, [...(await bundledMigrations()), half])).rejects.toThrow(
      '900-half.sql was changed after it was applied: put its text back and write a new migration instead',
    );
    await expect(migrate(client)).rejects.toThrow(
      '900-half.sql was applied to this ClickHouse but is not in this version',
    );
  });
});
