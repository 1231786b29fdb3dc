/** What analysts and the gateway are told about competition, on rows that can be counted by hand. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCompetitionReads } from '../../infra/clickhouse/competition-reads.ts';
import { connectClickhouse } from '../../infra/clickhouse/connect.ts';
import { insertBatch } from '../../infra/clickhouse/insert.ts';
import { answer } from '../../infra/clickhouse/named-queries.ts';
import { AnalyticsAway } from '../../infra/gateway/competition-analytics.ts';
import type { MarketEvent } from '../../schemas/market-event.ts';
import { type AnalyticsWorld, startAnalyticsWorld } from './analytics-world.ts';
import { mention, notice, result, signal, step, threat } from './made-up-competition-records.ts';
import { batchOf } from './nurture-story.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** Noon of a Monday five weeks ago or so: what is judged after 14 days is over. 1970-01-05 was a Monday. */
const NOON = Math.floor((Date.now() - 5 * WEEK - 4 * DAY) / WEEK) * WEEK + 4 * DAY + DAY / 2;
const monday = new Date(NOON).toISOString().slice(0, 10);

let world: AnalyticsWorld;
beforeAll(async () => {
  world = await startAnalyticsWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

const put = (records: readonly object[]) =>
  insertBatch(world.client, batchOf('alerts', 'body', records), false);
const putMarket = (events: readonly (MarketEvent & { tenant: string })[]) =>
  insertBatch(world.client, { ...batchOf('events', 'event', events), space: 'market' }, false);
const of = (lead: string, id = 'n1', at = NOON, tenant = 'main') => ({ tenant, lead, id, at });
const ask = (name: string, area = '') => answer(world.client, name, 'main', { area });

describe('named queries about competition', () => {
  it('count mentions by competitor and stance, the unnamed by kind, and no other brokerage’s', async () => {
    const unnamed = { competitor: undefined, name: '', kind: 'agent' as const, stance: 'comparing' as const };
    await put([
      mention(of('l1')),
      mention(of('l1', 'n2'), { stance: 'comparing', switching: 0.75 }),
      mention(of('l2')),
      mention(of('l3'), unnamed),
      mention(of('l3', 'n2'), { competitor: undefined, name: 'Bluebird Homes', kind: 'brokerage' }),
      mention(of('l1', 'n1', NOON, 'north-star')),
      mention(of('l4', 'n1', NOON - 100 * DAY)),
    ]);
    expect(await ask('competitor-mentions')).toMatchObject([
      { competitor: 'zillow', kind: 'portal', mentions: 3, leads: 2, switching: 0.417 },
      { competitor: '', kind: 'agent', mentions: 1 },
      { competitor: 'bluebird homes', kind: 'brokerage', name: 'Bluebird Homes' },
    ]);
    expect(await ask('competitor-stances')).toMatchObject([
      { competitor: 'zillow', stance: 'considering', mentions: 2, leads: 2, switching: 0.25 },
      { competitor: 'zillow', stance: 'comparing', mentions: 1, switching: 0.75 },
      { competitor: '', stance: 'comparing' },
      { competitor: 'bluebird homes', stance: 'considering' },
    ]);
    const counts = await createCompetitionReads(world.client).mentions('main');
    expect(counts).toEqual([
      { competitor: 'zillow', mentions: 3, leads: 2, lastAt: new Date(NOON).toISOString() },
      { competitor: 'bluebird homes', mentions: 1, leads: 1, lastAt: new Date(NOON).toISOString() },
    ]);
  });

  it('count wins and losses by area and over all, with a rate where ten are decided', async () => {
    await put([
      ...Array.from({ length: 9 }, (_, i) => result(of(`l${i}`), { result: i < 6 ? 'won' : 'lost' })),
      result(of('l9'), { result: 'lost', area: '' }),
      result(of('l10'), { competitor: 'opendoor' }),
      result(of('l1', 'n1', NOON, 'north-star')),
    ]);
    const nothing = { rate: null, low: null, high: null };
    const rows = await createCompetitionReads(world.client).winLoss('main');
    // Wilson's interval for 6 of 10 at 95 %: 0.3127 to 0.8318.
    expect(rows).toEqual([
      { competitor: 'zillow', area: '', won: 6, lost: 4, rate: 0.6, low: 0.3127, high: 0.8318 },
      { competitor: 'zillow', area: 'elm park', won: 6, lost: 3, ...nothing },
      { competitor: 'zillow', area: '(unknown)', won: 0, lost: 1, ...nothing },
      { competitor: 'opendoor', area: '', won: 0, lost: 1, ...nothing },
      { competitor: 'opendoor', area: 'elm park', won: 0, lost: 1, ...nothing },
    ]);
  });

  it('hold predicted threats against losses within 14 days, once a day and only when those are over', async () => {
    const leads = Array.from({ length: 20 }, (_, i) => `l${i}`);
    await put([
      ...leads.map((lead, i) => threat(of(lead), (i + 0.5) / 20)),
      threat(of('l19', 'n0', NOON - MINUTE), 0.01), // not the last of its day
      threat(of('young', 'n1', Date.now() - 3 * DAY), 0.5),
      result(of('l19', 'r', NOON + 13 * DAY)),
      result(of('l18', 'r', NOON + 15 * DAY)),
      result(of('l17', 'r', NOON - DAY)),
      result(of('l16', 'r', NOON + DAY), { result: 'won' }),
    ]);
    const tenths = await ask('threat-calibration');
    expect(tenths.map(({ tenth, predictions }) => [tenth, predictions])).toEqual(
      Array.from({ length: 10 }, (_, i) => [i + 1, 2]),
    );
    expect(tenths[0]).toMatchObject({ lowest: 0.025, highest: 0.075, predicted: 0.05, observed: 0 });
    expect(tenths[9]).toMatchObject({ predicted: 0.95, observed: 0.5 });
    expect(tenths.map(({ observed }) => observed)).toEqual([...Array(9).fill(0), 0.5]);
  });

  it('tell which losses were warned of, how early, and which left no trace', async () => {
    const lostAt = NOON + 4 * DAY;
    await put([
      ...['a', 'b', 'c', 'd'].map((lead) => result(of(lead, 'r', lostAt))),
      mention(of('a')),
      step(of('a', 'a1', NOON + DAY)),
      signal(of('b')),
      step(of('b', 'a1', lostAt + MINUTE)), // too late
      signal(of('c', 's', NOON), { monitor: 'shift', kind: 'price_shift' }), // of the market, not of a competitor
      mention(of('d', 'm', lostAt + MINUTE)),
    ]);
    expect(await ask('early-warning')).toEqual([
      {
        week: monday,
        losses: 4,
        traced: 2,
        warned: 1,
        warnedOfTraced: 0.5,
        untraced: 0.5,
        medianDaysBefore: 3,
      },
    ]);
  });

  it('time what people do about alerts, and tell how they heard of them', async () => {
    const agent = (lead: string, id: string, after: number, more: Parameters<typeof step>[1]) =>
      step(of(lead, id, NOON + after * MINUTE), more);
    await put([
      agent('a', 'a1', 0, {}),
      agent('a', 'a1', 10, { step: 'acknowledged', seq: 4, by: 'ann' }),
      agent('b', 'a1', 0, { level: 'high' }),
      agent('b', 'a1', 5, { step: 'grown', seq: 4 }),
      agent('b', 'a1', 20, { step: 'escalated', seq: 5, raised: 1 }),
      agent('b', 'a1', 30, { step: 'closed', seq: 6, by: 'boss' }),
      agent('c', 'a1', 0, {}),
      agent('c', 'a1', 99, { step: 'closed', seq: 9 }), // by itself
      notice(of('a', 'k1')),
      notice(of('b', 'k1'), { channel: 'socket', detail: '' }),
      notice(of('c', 'k1'), { status: 'refused', channel: 'none', detail: 'no-address' }),
    ]);
    expect(await ask('alert-response-time')).toEqual([
      {
        ...{ who: '(nobody)', level: 'critical', alerts: 3, acted: 2, inTime: 1, escalated: 1 },
        ...{ medianMinutes: 20, p90Minutes: 28 },
      },
    ]);
    expect(await ask('alert-notices')).toMatchObject([
      { channel: 'none', status: 'refused', notices: 1, example: 'no-address' },
      { channel: 'sms', status: 'sent', notices: 1 },
      { channel: 'socket', status: 'sent', notices: 1 },
    ]);
  });

  it('tell storms, and critical alerts that no loss followed', async () => {
    const insights = ['a', 'b', 'c', 'd'].map((lead) => ({
      ...{ tenant: 'main', lead, seq: 1, at: new Date(NOON).toISOString(), insightDelta: {} },
    }));
    await insertBatch(world.client, batchOf('insights', 'insight', insights), false);
    await put([
      step(of('a', 'a1')),
      step(of('a', 'a2', NOON + DAY), { level: 'high' }),
      step(of('a', 'a3', NOON + 2 * DAY), { level: 'high' }),
      step(of('a', 'a3', NOON + 2 * DAY + MINUTE), { step: 'grown', seq: 4 }),
      step(of('b', 'a1')),
      step(of('c', 'a1'), { level: 'high' }),
      result(of('a', 'r', NOON + 5 * DAY)),
    ]);
    expect(await ask('alert-storms')).toEqual([
      {
        ...{ week: monday, leadsHeard: 4, raised: 5, alertedLeads: 3, mostOfOneLead: 3 },
        ...{ criticalAlerts: 3, notLost: 1, open: 0, notLostPer100Leads: 25 },
      },
    ]);
  });

  it('count signals by area', async () => {
    const now = Date.now() - DAY;
    await put([
      signal(of('a', 's1', now)),
      signal(of('b', 's1', now), {}, ' elm park'),
      signal(of('c', 's1', now), { monitor: 'shift', kind: 'rate_shift' }, ''),
      signal(of('d', 's1', NOON)),
    ]);
    expect(await ask('signals-by-area')).toMatchObject([
      { place: 'elm park', monitor: 'contact', signal: 'mention', signals: 2, leads: 2 },
      { place: '(unknown)', monitor: 'shift', signal: 'rate_shift', signals: 1 },
    ]);
  });
});

describe('markets', () => {
  const now = Date.now();
  const weekly = (n: number, more: object = {}) => ({
    ...{ id: `i${n}`, tenant: 'main', at: NOON + n * WEEK, seq: n, area: 'Elm Park', type: 'index' as const },
    ...{ inventory: 60 + n, medianPrice: 400_000 + n, daysOnMarket: 20, mortgageRate: 6.5, ...more },
  });
  const listing = (
    id: string,
    seq: number,
    change: 'new' | 'price' | 'status' | 'expired',
    more: object = {},
  ) => ({
    ...{ id: `${id}-${seq}`, tenant: 'main', at: now - WEEK + seq * DAY, seq, area: 'elm park' },
    ...{ type: 'listing' as const, change, listing: id, price: 500_000, ...more },
  });

  it('come as series of one area, whatever its case, and no other brokerage’s', async () => {
    await putMarket([
      ...[0, 1, 2].map((n) => weekly(n)),
      weekly(1, { id: 'later', at: NOON + WEEK + DAY, seq: 9, medianPrice: 410_000 }),
      weekly(0, { id: 'x', area: 'Other', medianPrice: 1 }),
      { ...weekly(2, { medianPrice: 1 }), tenant: 'north-star' },
      listing('m-1', 1, 'new', { status: 'Active', daysOnMarket: 3 }),
      listing('m-1', 2, 'price', { price: 480_000 }),
      listing('m-1', 3, 'price', { price: 470_000 }),
      listing('m-2', 1, 'new', { price: 600_000 }),
      listing('m-2', 2, 'expired', { price: 600_000 }),
      {
        ...{ id: 'c1', tenant: 'main', at: now - DAY, seq: 1, area: 'ELM PARK', type: 'competitor' },
        ...{ agent: 'Harbor', change: 'open_house', listing: 'm-2' },
      },
    ]);
    await put([
      signal(of('a', 's1', now - DAY), { monitor: 'shift', kind: 'rate_shift', text: 'Rates fell' }),
      signal(of('b', 's1', now - DAY + 1), { monitor: 'shift', kind: 'rate_shift', text: 'Rates fell' }),
      signal(of('b', 's2', now - DAY), { monitor: 'pricing', kind: 'viewed_price_cut', listing: 'm-1' }),
      signal(of('b', 's1', now - DAY, 'north-star'), { monitor: 'shift', kind: 'rate_shift' }),
    ]);
    const reads = createCompetitionReads(world.client);
    const { areas } = await reads.markets('main');
    const index = { inventory: 62, medianPrice: 400_002, daysOnMarket: 20, mortgageRate: 6.5 };
    expect(areas).toMatchObject([
      { area: 'Elm Park', at: new Date(NOON + 2 * WEEK).toISOString(), ...index, touched: 2 },
      { area: 'Other', medianPrice: 1, touched: 0 },
    ]);
    const series = await reads.market('main', 'Elm park');
    expect(series.index.map(({ medianPrice }) => medianPrice)).toEqual([400_000, 410_000, 400_002]);
    expect(series.index[0]!.week).toBe(monday);
    expect(series.shifts).toEqual([
      { at: new Date(now - DAY).toISOString(), kind: 'rate_shift', text: 'Rates fell', leads: 2 },
    ]);
    expect(series.statuses).toEqual([
      { status: 'Active', listings: 1, medianPrice: 470_000, medianDays: 3 },
      { status: 'Expired', listings: 1, medianPrice: 600_000, medianDays: null },
    ]);
    expect(series.listings).toEqual([
      {
        ...{ listing: 'm-1', at: new Date(now - 4 * DAY).toISOString(), change: 'price', status: 'Active' },
        ...{ price: 470_000, previousPrice: 480_000, leads: 1 },
      },
      {
        ...{
          listing: 'm-2',
          at: new Date(now - 5 * DAY).toISOString(),
          change: 'expired',
          status: 'Expired',
        },
        ...{ price: 600_000, previousPrice: null, leads: 0 },
      },
    ]);
    expect(series.moves).toEqual([
      { at: new Date(now - DAY).toISOString(), agent: 'Harbor', change: 'open_house', listing: 'm-2' },
    ]);
    const unknown = { index: [], shifts: [], statuses: [], listings: [], moves: [] };
    expect(await reads.market('main', 'nowhere')).toEqual({ area: 'nowhere', ...unknown });
  });

  it('are away while the store is', async () => {
    const nowhere = connectClickhouse({ url: 'http://127.0.0.1:1', user: 'default', password: '' });
    await expect(createCompetitionReads(nowhere).markets('main')).rejects.toThrow(AnalyticsAway);
    await nowhere.close();
  });
});
