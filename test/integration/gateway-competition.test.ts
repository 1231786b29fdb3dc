/** Competitors and what analytics knows of them, on a real Redis: told to every shard, nothing across brokerages. */
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnalyticsAway, type CompetitionAnalytics } from '../../infra/gateway/competition-analytics.ts';
import { createCompetitionStore } from '../../infra/redis/competition-store.ts';
import { CompetitiveAnalysis, type CompetitorRegistry } from '../../schemas/competition.ts';
import { Competitors } from '../../schemas/competition-answers.ts';
import { SCOPES, type Scope } from '../../schemas/limits.ts';
import { proposedList, shardKeys } from '../../schemas/shards.ts';
import { type CompetitorsEvent, SYSTEM_EVENT_CHECKERS } from '../../schemas/system-event.ts';
import { alerted, KNOWN } from '../made-up-competition.ts';
import { SHARDS, startWorld, type World } from './gateway-world.ts';

let away = false;
const PLAY = {
  ...{ level: 'critical' as const, play: 'value', alerts: 2, leads: 2, sent: 1, answered: 1 },
  ...{ won: 1, lost: 0, open: 1 },
};
const WIN_LOSS = { competitor: 'zillow', area: '', won: 6, lost: 6, rate: 0.5, low: 0.25, high: 0.75 };
/** Tells what it was asked, so that a tenant can be seen to get its own. */
const analytics: CompetitionAnalytics = {
  mentions: (tenant) =>
    answer([{ competitor: tenant, mentions: 3, leads: 2, lastAt: '2026-01-01T00:00:00Z' }]),
  winLoss: () => answer([WIN_LOSS]),
  plays: () => answer([PLAY]),
  markets: (tenant) =>
    answer({ areas: [{ area: tenant, at: '2026-01-01T00:00:00Z', ...NOTHING, touched: 0 }] }),
  market: (_, area) => answer({ area, index: [], shifts: [], statuses: [], listings: [], moves: [] }),
};
const NOTHING = { medianPrice: null, inventory: null, daysOnMarket: null, mortgageRate: null };
const answer = <T>(value: T): Promise<T> =>
  away ? Promise.reject(new AnalyticsAway('away')) : Promise.resolve(value);

let world: World;
beforeAll(async () => {
  world = await startWorld({ analytics });
});
afterAll(() => world.stop());

const tokenOf = (tenant: string, scopes: readonly Scope[] = SCOPES) => world.token({ tenant, scopes });
const get = async (path: string, tenant = 'main') =>
  (await world.http(path, { token: await tokenOf(tenant) })).json();
const send = async (method: string, path: string, body: unknown, tenant = 'main') =>
  world.http(path, {
    ...{ method, token: await tokenOf(tenant), body: JSON.stringify(body) },
    headers: { 'content-type': 'application/json' },
  });
const errorOf = async (got: Response) => ((await got.json()) as { error: Record<string, unknown> }).error;
const logOf = async <T>(shard: number): Promise<T[]> => {
  const entries = await world.connection.client.xrange(shardKeys('leads', shard).events, '-', '+');
  return entries.map(([, fields]) => JSON.parse(fields[1]!));
};
const allShards = Array.from({ length: SHARDS.leads }, (_, shard) => shard);
const versions = async (tenant: string) =>
  Promise.all(
    allShards.map(async (shard) =>
      (await logOf<CompetitorsEvent>(shard))
        .filter((event) => event.type === 'competitors' && event.tenant === tenant)
        .map((event) => {
          expect(SYSTEM_EVENT_CHECKERS.competitors.check(event)).toBeNull();
          return event.registry.version;
        }),
    ),
  );
const onEvery = <T>(value: T) => allShards.map(() => value);

describe('competitors', () => {
  const read = async (tenant: string) => (await get('/v1/competitors', tenant)) as Competitors;
  const put = (tenant: string, registry: unknown) => send('PUT', '/v1/competitors', registry, tenant);
  const review = (tenant: string, what: 'accept' | 'ignore', body: object) =>
    send('POST', `/v1/competitors/proposed/${what}`, body, tenant);
  const propose = (tenant: string, name: string, at: number, shard = 0) =>
    world.connection.client.zadd(shardKeys('leads', shard).roster + proposedList(tenant), at, name);
  const harbor = { id: 'harbor', kind: 'brokerage' as const, name: 'Harbor Homes', aliases: ['Harbor'] };

  it('begin with those that all know', async () => {
    const found = await read('fresh');
    expect(Compile(Competitors).Check(found)).toBe(true);
    expect(found).toEqual({
      ...{
        registry: { version: 1, competitors: [], ignored: [] },
        changedBy: null,
        changedAt: null,
        told: true,
      },
      ...{ known: KNOWN, proposed: [] },
      mentions: [{ competitor: 'fresh', mentions: 3, leads: 2, lastAt: '2026-01-01T00:00:00Z' }],
    });
  });

  it('are changed once from one version, and told to every shard', async () => {
    const { registry } = await read('one');
    const answers = await Promise.all([
      put('one', { ...registry, competitors: [harbor] }),
      put('one', { ...registry, ignored: ['Our Own'] }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [taken, refused] = answers[0]!.ok ? answers : [answers[1]!, answers[0]!];
    const now = (await taken!.json()) as Competitors;
    expect(now).toMatchObject({ registry: { version: 2 }, changedBy: 'test', told: true });
    expect(await errorOf(refused!)).toMatchObject({
      code: 'conflict',
      field: 'version',
      current: now.registry,
    });
    expect(await versions('one')).toEqual(onEvery([2]));
    expect(await versions('two')).toEqual(onEvery([]));
    expect((await read('two')).registry.competitors).toEqual([]);
  });

  it('have names of their own', async () => {
    const { registry } = await read('strict');
    const second = { ...harbor, id: 'second', name: 'Second' };
    for (const [change, field] of [
      [{ competitors: [harbor, harbor] }, 'competitors.1.id'],
      [{ competitors: [harbor, second] }, 'competitors.1.aliases'],
      [{ competitors: [{ ...second, aliases: ['ZILOW '] }] }, 'competitors.0.aliases'],
      [{ competitors: [{ ...second, name: '   ' }] }, 'competitors.0.name'],
      [{ competitors: [harbor], ignored: ['harbor  homes'] }, 'ignored'],
      [{ competitors: [{ ...harbor, kind: 'friend' }] }, 'competitors.0.kind'],
      [{ version: undefined }, 'version'],
    ] as const) {
      const refused = await put('strict', { ...registry, ...change });
      expect([refused.status, (await errorOf(refused)).field]).toEqual([400, field]);
    }
    expect((await read('strict')).changedBy).toBeNull();
    // More names of one that all know are its own.
    const more = { ...KNOWN[0]!, aliases: ['the Z site'] };
    expect((await put('strict', { ...registry, competitors: [more] })).status).toBe(200);
  });

  it('that leads propose are accepted, as new ones or as other names, or ignored; others see none of it', async () => {
    const tenant = 'review';
    await propose(tenant, 'Bluebird Homes', 1000);
    await propose(tenant, 'Bluebird Homes', 3000, 1);
    await propose(tenant, 'Zillo', 2000);
    await propose(tenant, 'Aunt May', 4000, 2);
    const names = async () => (await read(tenant)).proposed.map(({ name }) => name);
    expect((await read(tenant)).proposed).toEqual([
      { name: 'Aunt May', lastAt: new Date(4000).toISOString() },
      { name: 'Bluebird Homes', lastAt: new Date(3000).toISOString() },
      { name: 'Zillo', lastAt: new Date(2000).toISOString() },
    ]);
    expect((await review(tenant, 'accept', { name: 'Bluebird Homes', kind: 'brokerage' })).status).toBe(200);
    expect((await review(tenant, 'accept', { name: 'Zillo', aliasOf: 'zillow' })).status).toBe(200);
    expect(await names()).toEqual(['Aunt May']);
    // A shard that has not heard yet proposes it once more.
    await propose(tenant, 'bluebird  homes', 5000);
    expect(await names()).toEqual(['Aunt May']);
    expect((await review(tenant, 'ignore', { name: 'Aunt May' })).status).toBe(200);
    expect(await names()).toEqual([]);
    const { registry } = await read(tenant);
    expect(registry).toEqual({
      version: 4,
      competitors: [
        { id: 'bluebird-homes', kind: 'brokerage', name: 'Bluebird Homes', aliases: [] },
        { id: 'zillow', kind: 'portal', name: 'Zillow', aliases: ['zillow.com', 'zilow', 'Zillo'] },
      ],
      ignored: ['Aunt May'],
    });
    expect(await versions(tenant)).toEqual(onEvery([2, 3, 4]));
    // Decided once more, it changes nothing.
    expect((await review(tenant, 'ignore', { name: ' aunt may' })).status).toBe(200);
    expect((await read(tenant)).registry.version).toBe(4);
    expect((await read('two')).proposed).toEqual([]);
  });

  it('are reviewed at once by several people without losing a word', async () => {
    const names = ['Ash', 'Birch', 'Cedar', 'Doug', 'Elm'];
    const answers = await Promise.all(names.map((name) => review('busy', 'accept', { name, kind: 'agent' })));
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    const { registry } = await read('busy');
    expect(registry.competitors.map(({ name }) => name).sort()).toEqual(names);
    for (const seen of await versions('busy')) expect(Math.max(...seen)).toBe(registry.version);
  });

  it('are accepted as one thing that is there', async () => {
    for (const [body, field] of [
      [{ name: 'Bluebird' }, 'kind'],
      [{ name: 'Bluebird', kind: 'agent', aliasOf: 'zillow' }, 'kind'],
      [{ name: 'Bluebird', aliasOf: 'nobody' }, 'aliasOf'],
      [{ name: 'x', kind: 'agent' }, 'name'],
      [{ name: 'zilow', kind: 'agent' }, 'competitors.0.name'],
    ] as const) {
      const refused = await review('careful', 'accept', body);
      expect([refused.status, (await errorOf(refused)).field]).toEqual([400, field]);
    }
    const agent = await tokenOf('careful', ['leads:read', 'nurture:act']);
    expect((await world.post('/v1/competitors/proposed/ignore', { name: 'Bluebird' }, agent)).status).toBe(
      403,
    );
  });

  it('that a gateway kept and died before it told are told by another', async () => {
    const store = createCompetitionStore(world.connection, { shards: SHARDS.leads, gateway: 'dead' });
    const registry: CompetitorRegistry = { version: 2, competitors: [harbor], ignored: [] };
    expect(await store.change('died', { registry, by: 'kim', at: Date.now() })).toBe(true);
    await expect.poll(() => versions('died'), { timeout: 10_000 }).toEqual(onEvery([2]));
    await expect.poll(async () => (await read('died')).told, { timeout: 10_000 }).toBe(true);
  });
});

describe('what the analytics store knows', () => {
  it('is shown of this brokerage, and said to be away while it is', async () => {
    await world.scribe.write('analysed', { competition: alerted(5) });
    expect(await get('/v1/markets', 'main')).toMatchObject({ areas: [{ area: 'main' }] });
    expect(await get('/v1/markets/Elm%20Park')).toMatchObject({ area: 'Elm Park' });
    expect(await get('/v1/win-loss')).toEqual({ rows: [WIN_LOSS], rateFrom: 10, plays: [PLAY] });
    const analysis = (await get('/v1/leads/analysed/competition')) as CompetitiveAnalysis;
    expect(Compile(CompetitiveAnalysis).Check(analysis)).toBe(true);
    expect(analysis.competitorThreats).toMatchObject([{ name: 'Harbor Homes', record: '1 rows' }]);
    away = true;
    try {
      for (const path of ['/v1/markets', '/v1/markets/x', '/v1/win-loss']) {
        const refused = await world.http(path);
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
        expect(await errorOf(refused)).toMatchObject({ code: 'analytics_away', fix: expect.any(String) });
      }
      const alone = (await get('/v1/leads/analysed/competition')) as CompetitiveAnalysis;
      expect(alone.competitorThreats[0]).not.toHaveProperty('record');
      expect(((await get('/v1/competitors')) as Competitors).mentions).toBeNull();
    } finally {
      away = false;
    }
    const rival = await tokenOf('rival');
    expect((await world.http('/v1/leads/analysed/competition', { token: rival })).status).toBe(404);
  });
});
