/** An analyst sees the rows of one tenant, and nothing else of this machine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analystStatements } from '../../infra/clickhouse/analysts.ts';
import { type Clickhouse, connectClickhouse } from '../../infra/clickhouse/connect.ts';
import { insertJudged } from '../../infra/clickhouse/learning-table.ts';
import { ANALYST_TABLES, DATABASE } from '../../infra/clickhouse/tables.ts';
import { judged } from '../unit/models/learning/made-up-facts.ts';
import { TENANTS, writeTraffic } from './analytics-traffic.ts';
import { type AnalyticsWorld, startAnalyticsWorld } from './analytics-world.ts';

let world: AnalyticsWorld;
let analyst: Clickhouse;
beforeAll(async () => {
  world = await startAnalyticsWorld();
  analyst = connectClickhouse({ url: world.clickhouse.url, ...world.clickhouse.analysts[1]! });
  await writeTraffic(world.connection.client);
  world.sink();
  world.sink({ log: world.logs.market });
  await world.settled();
  const now = Date.now();
  const market = { tenant: 'north-star', id: 'x', type: 'index', at: now, received: now };
  await world.client.insert({ table: 'analytics.market_events', values: [market], format: 'JSONEachRow' });
  await insertJudged(
    world.client,
    TENANTS.map((tenant) => judged({ tenant, at: now })),
  );
});
afterAll(async () => {
  await analyst.close();
  await world.stop();
});

const ask = async (query: string) =>
  (await (await analyst.query({ query, format: 'JSONEachRow' })).json()) as Record<string, unknown>[];

/** A raw request, as curl would send it. */
const send = (path: string, init: RequestInit = {}) => fetch(`${world.clickhouse.url}${path}`, init);
const login = () => {
  const { user, password } = world.clickhouse.analysts[1]!;
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
};

describe('an analyst', () => {
  it.each(ANALYST_TABLES)('finds only own rows in %s', async (table) => {
    const tenants = await ask(`SELECT tenant, count() AS n FROM ${DATABASE}.${table} GROUP BY tenant`);
    expect(tenants.map(({ tenant }) => tenant)).toEqual(['north-star']);
    const others = await ask(`SELECT count() AS n FROM ${DATABASE}.${table} WHERE tenant = 'main'`);
    expect(Number(others[0]!.n)).toBe(0);
    const everything = await world.ask(`SELECT uniqExact(tenant) FROM ${DATABASE}.${table}`);
    expect(everything).toBe(2); // the ingest user sees all
  });

  it('has a policy on every table of the database, and no grant on the rest', async () => {
    const query = `SELECT name, engine FROM system.tables WHERE database = '${DATABASE}' ORDER BY name`;
    const all = (await (await world.client.query({ query, format: 'JSONEachRow' })).json()) as {
      name: string;
    }[];
    const closed = all
      .map(({ name }) => name)
      .filter((name) => !(ANALYST_TABLES as readonly string[]).includes(name));
    expect(closed).toContain('migrations');
    for (const name of closed)
      await expect(ask(`SELECT * FROM ${DATABASE}.${name} LIMIT 1`), name).rejects.toThrow(
        'Not enough privileges',
      );
  });

  it.each([
    "INSERT INTO analytics.events (tenant) VALUES ('north-star')",
    'ALTER TABLE analytics.events DELETE WHERE 1',
    'TRUNCATE TABLE analytics.events',
    'CREATE TABLE analytics.mine (a Int8) ENGINE = Memory',
    'CREATE TEMPORARY TABLE mine (a Int8)',
    "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
    "SELECT * FROM remote('127.0.0.1', 'analytics', 'events')",
    "SELECT * FROM file('/etc/hostname', 'LineAsString')",
    "SELECT * FROM filesystem('/etc')",
    'SELECT * FROM default.`/etc/hostname`',
    'SELECT * FROM system.users',
    'SELECT * FROM system.row_policies',
    'SELECT * FROM system.processes',
    'SYSTEM SHUTDOWN',
    'SYSTEM STOP LISTEN HTTP',
    "SELECT file('/etc/hostname')",
    "SELECT * APPLY(file) FROM (SELECT '/etc/hostname')",
    "SELECT `\\x66ile`('/etc/hostname')",
    "SELECT arrayMap(file, ['/etc/hostname'])",
    "WITH (a) -> file(a) AS f SELECT f('/etc/hostname')",
    "SELECT 1 ORDER BY file('/etc/hostname')",
    "EXPLAIN SELECT file('/etc/hostname')",
    "SELECT catboostEvaluate('/etc/hostname', 1)",
    "SELECT aiGenerate('x', 'y')",
  ])('is refused %s', async (statement) => {
    const answer = await send('/', { method: 'POST', headers: { authorization: login() }, body: statement });
    expect(await answer.text()).toMatch(
      /Not enough privileges|Syntax error|Cannot execute query in readonly/,
    );
    expect(answer.ok).toBe(false);
  });

  it('may talk of a file in a literal, a comment or a heredoc', async () => {
    expect(await ask("SELECT 'file' AS a, 'it''s file(1)' AS b, $$file$$ AS c -- file()")).toEqual([
      { a: 'file', b: "it's file(1)", c: 'file' },
    ]);
  });

  it('cannot name a function by parameter, change settings, compress what is to be read, or send endlessly', async () => {
    const post = async (path: string, body: string, headers = {}) =>
      (await send(path, { method: 'POST', headers: { authorization: login(), ...headers }, body })).text();
    expect(await post('/?param_f=file', "SELECT arrayMap({f:Identifier}, ['/etc/hostname'])")).toContain(
      'Identifier',
    );
    expect(await post('/?readonly=0', "SELECT getSetting('readonly')")).toBe('1\n');
    expect(await post('/', 'SELECT 1 SETTINGS readonly = 0')).toContain('READONLY');
    expect(await post('/', 'SELECT 1', { 'content-encoding': 'gzip' })).toContain('uncompressed');
    expect(await post('/', `SELECT '${'x'.repeat(300_000)}'`)).toContain('at most');
    expect(await post('/?param_n=7&default_format=CSV', 'SELECT {n:Int32}')).toBe('7\n');
  });

  it('cannot come in as somebody else', async () => {
    const as = async (path: string, headers: Record<string, string> = {}) =>
      (await send(`${path}query=SELECT+currentUser()`, { headers })).text();
    expect(await as('/?user=default&', { authorization: login() })).toBe('analyst_north-star\n');
    expect(await as('/?user=doorstep&', { authorization: login() })).toBe('analyst_north-star\n');
    expect(await as('/?')).toContain('Authentication failed');
    expect(await as('/?user=default&')).toContain('Authentication failed');
    expect(await as('/?user=doorstep&password=&')).toContain('Authentication failed');
    expect(await as('/?', { authorization: `Basic ${btoa('analyst_main:guess')}` })).toContain(
      'Authentication failed',
    );
    const { user, password } = world.clickhouse.analysts[1]!;
    expect(await as('/?', { 'x-clickhouse-user': user, 'x-clickhouse-key': password })).toBe(`${user}\n`);
    expect(await as(`/?user=${user}&password=${password}&`)).toBe(`${user}\n`);
  });
});

describe('analysts of a server that is not ours', () => {
  it('are made by statements that ClickHouse can parse', async () => {
    for (const statement of analystStatements(world.clickhouse.analysts)) {
      const query = 'SELECT length(formatQuery({statement:String})) AS parsed';
      const answer = await world.client.query({ query, query_params: { statement }, format: 'JSONEachRow' });
      expect(Number((await answer.json<{ parsed: string }>())[0]!.parsed), statement).toBeGreaterThan(0);
    }
  });
});
