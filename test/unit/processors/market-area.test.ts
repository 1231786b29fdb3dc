import { describe, expect, it } from 'vitest';
import { createMarketFlow } from '../../../pipelines/market.ts';
import { createDecodeMarketEntry, type MarketShardEvent } from '../../../processors/decode-market-entry.ts';
import { MOST_HOMES } from '../../../processors/home-roster.ts';
import { initialMarketState, type MarketState, marketStates } from '../../../processors/market-state.ts';
import { createStateCodec } from '../../../processors/state-codec.ts';
import type { MarketFacts } from '../../../schemas/market-event.ts';
import { createPlayer, NOW, outputsTo, type Played } from './play.ts';

const DAY = 86_400_000;
const player = () => createPlayer<MarketState, MarketShardEvent>(createMarketFlow({ shards: 1 }));
type Player = ReturnType<typeof player>;

const listing = (id: string, seq: number, fields: object = {}) => ({
  ...{ id: `${id}:${seq}`, at: NOW + seq, seq, type: 'listing', area: 'Old Town', listing: id },
  ...{ change: 'new', price: 400_000, beds: 3, baths: 2 },
  ...fields,
});
const taste = (lead: string, fields: object) => ({
  ...{
    id: `interest:${lead}`,
    tenant: 'main',
    at: NOW,
    type: 'interest',
    lead,
    area: 'Old Town',
    watch: true,
  },
  ...fields,
});

/** Plays events and what they put on the outbox for other market keys, until that is empty; what leads heard. */
async function settle(p: Player, events: object[]) {
  const heard: { lead: string; facts: MarketFacts }[] = [];
  for (let next = events; next.length > 0; ) {
    const outbox = outputsTo((await p.play(next)) as Played<MarketState>[], 'outbox');
    heard.push(...outbox.flatMap(({ space, event }) => (space === 'leads' ? [event as never] : [])));
    next = outbox.flatMap(({ space, event }) => (space === 'market' ? [event] : []));
  }
  return heard;
}
const why = (heard: Awaited<ReturnType<typeof settle>>) =>
  heard.map(({ lead, facts }) => `${lead} ${facts.touch}`).sort();
const area = (p: Player) => p.states.get('main/area/old town')!;

describe('a listing and its area', () => {
  it('the area knows each home as it stands', async () => {
    const p = player();
    await settle(p, [
      listing('a', 1),
      listing('b', 2, { price: 500_000, beds: undefined }),
      listing('a', 3, { change: 'price', price: 390_000, beds: undefined, baths: undefined }),
      listing('b', 4, { change: 'status', status: 'Pending', price: 500_000 }),
    ]);
    const { ids, numbers } = area(p).homes!;
    expect(ids).toEqual(['a', 'b']);
    // Price, rooms plus one, standing, when, number of the change.
    expect([...numbers]).toEqual([390_000, 4, 3, 0, NOW + 3, 2, 500_000, 4, 3, 1, NOW + 4, 2]);
  });

  it('a repeated or overtaken word of a home changes nothing', async () => {
    const p = player();
    await settle(p, [listing('a', 1), listing('a', 2, { change: 'price', price: 390_000 })]);
    const home = { tenant: 'main', at: NOW, type: 'home', area: 'Old Town', listing: 'a', change: 'new' };
    const [late] = await p.play([{ ...home, id: 'home:1', seq: 1, price: 400_000 }]);
    expect(late!.outcome).toEqual({ kind: 'drop', reason: 'old sequence number' });
    expect(area(p).homes!.numbers[0]).toBe(390_000);
  });

  it('a home that moves to another area leaves the one before', async () => {
    const p = player();
    await settle(p, [listing('a', 1), listing('b', 2), listing('a', 3, { area: 'Harbor' })]);
    expect(area(p).homes!.ids).toEqual(['b']);
    expect(p.states.get('main/area/harbor')!.homes!.ids).toEqual(['a']);
  });

  it('of too many homes those that went longest ago leave first', async () => {
    const p = player();
    await settle(
      p,
      Array.from({ length: MOST_HOMES }, (_, i) => listing(`h${i}`, i + 1)),
    );
    await settle(p, [
      listing('h7', 1000, { change: 'expired', price: 400_000 }),
      listing('h5', 2000, { change: 'status', status: 'sold', price: 400_000 }),
      ...['x', 'y', 'z'].map((id, i) => listing(id, 3000 + i)),
    ]);
    const { ids } = area(p).homes!;
    expect(ids.length).toBe(MOST_HOMES);
    expect(['h7', 'h5', 'h0'].filter((id) => ids.includes(id))).toEqual([]);
    expect(['h1', 'x', 'y', 'z'].filter((id) => ids.includes(id))).toEqual(['h1', 'x', 'y', 'z']);
  });

  it('internal events are rejected on another shard and without what they need', () => {
    const decode = createDecodeMarketEntry(1);
    const bytes = (event: object) => new TextEncoder().encode(JSON.stringify(event));
    const home = {
      id: 'home:1',
      tenant: 'main',
      at: NOW,
      type: 'home',
      area: 'Old Town',
      listing: 'a',
      seq: 1,
    };
    expect(decode({ shard: 0, id: `${NOW}-0`, bytes: bytes(home) })).toMatchObject({
      kind: 'reject',
      reason: expect.stringMatching(/^change: is missing/),
    });
    const whole = { ...home, change: 'new', price: 1 };
    expect(decode({ shard: 0, id: `${NOW}-0`, bytes: bytes(whole) })).toMatchObject({
      kind: 'pass',
      value: { key: 'main/area/old town', id: '\u0001home/a/home:1' },
    });
  });
});

describe('whom a home touches', () => {
  const leads = [
    taste('into', { side: 'buy', budget: 395_000 }),
    taste('within', { side: 'buy', budget: 450_000 }),
    taste('beyond', { side: 'buy', budget: 900_000 }),
    taste('short', { side: 'buy', budget: 300_000 }),
    taste('like', { side: 'buy', home: { price: 405_000, beds: 3, baths: 2 } }),
    taste('unlike', { side: 'buy', home: { price: 900_000, beds: 6 } }),
    taste('seller', { side: 'sell', home: { price: 410_000, beds: 3, baths: 2 } }),
    taste('villa', { side: 'sell', home: { price: 1_500_000, beds: 6 } }),
    taste('done', { side: 'none' }),
    taste('silent', {}),
  ];
  const world = async () => {
    const p = player();
    await settle(p, [listing('a', 1), ...leads]);
    return p;
  };

  it('a cut: budgets it came into or lies within, tastes like it, and sellers of such homes', async () => {
    const p = await world();
    const heard = await settle(p, [listing('a', 2, { change: 'price', price: 390_000 })]);
    expect(why(heard)).toEqual(['into budget', 'like similar', 'seller rival', 'within budget']);
    expect(heard[0]).toMatchObject({
      lead: 'into',
      facts: {
        ...{ source: 'main/area/old town', area: 'Old Town' },
        listing: { listing: 'a', change: 'price', price: 390_000, previousPrice: 400_000, version: 2 },
      },
    });
  });

  it('nobody hears of a rise, of a trifle, or of a sale', async () => {
    const p = await world();
    expect(await settle(p, [listing('a', 2, { change: 'price', price: 410_000 })])).toEqual([]);
    expect(await settle(p, [listing('a', 3, { change: 'price', price: 408_000 })])).toEqual([]);
    expect(await settle(p, [listing('a', 4, { change: 'status', status: 'sold', price: 408_000 })])).toEqual(
      [],
    );
  });

  it('a new home: only whom it fits well', async () => {
    const p = await world();
    const heard = await settle(p, [listing('n', 1)]);
    expect(why(heard)).toEqual(['like similar', 'seller rival', 'within budget']);
    const odd = await settle(p, [listing('o', 1, { price: 455_000, beds: 5 })]);
    expect(why(odd)).toEqual([]);
  });

  it('a home back on the market, and one that expired', async () => {
    const p = await world();
    await settle(p, [listing('a', 2, { change: 'status', status: 'Pending' })]);
    const back = await settle(p, [listing('a', 3, { change: 'status', status: 'Active' })]);
    expect(why(back)).toEqual(['like similar', 'seller rival', 'within budget']);
    expect(back[0]!.facts.listing).toMatchObject({ status: 'Active', previousStatus: 'Pending' });
    const expired = await settle(p, [listing('a', 4, { change: 'expired' })]);
    expect(why(expired)).toEqual(['seller rival']);
    const again = await settle(p, [listing('a', 5, { change: 'new' })]);
    expect(again[0]!.facts.listing).toMatchObject({ status: 'active', previousStatus: 'expired' });
  });

  it('a home is no rival to itself, and who withdrew is not found', async () => {
    const p = await world();
    await settle(p, [
      taste('seller', { id: 'i2', side: 'sell', home: { listing: 'a', price: 410_000, beds: 3, baths: 2 } }),
      { ...taste('within', { id: 'i3' }), watch: false },
    ]);
    const heard = await settle(p, [listing('a', 2, { change: 'price', price: 390_000 })]);
    expect(why(heard)).toEqual(['into budget', 'like similar']);
  });

  it('a taste stays while a lead says nothing new of it', async () => {
    const p = await world();
    await settle(p, [
      taste('into', { id: 'i2' }),
      { ...taste('within', { id: 'i3', deed: 'look', stage: 1 }) },
    ]);
    const heard = await settle(p, [listing('a', 2, { change: 'price', price: 390_000 })]);
    expect(why(heard)).toContain('into budget');
    expect(why(heard)).toContain('within budget');
  });
});

describe('what a home is worth', () => {
  const homes = Array.from({ length: 20 }, (_, i) =>
    listing(`h${i}`, i + 1, { beds: 2 + (i % 3), price: 300_000 + 60_000 * (i % 3) + 1000 * i }),
  );

  it('reaches who looks at it once its price moves', async () => {
    const p = player();
    await settle(p, [...homes, listing('a', 50), taste('ana', { area: undefined, listing: 'a' })]);
    const [heard] = await settle(p, [listing('a', 51, { change: 'price', price: 350_000 })]);
    expect(heard).toMatchObject({
      lead: 'ana',
      facts: { touch: 'viewed', estimate: { listing: 'a', level: 0.8 } },
    });
    const { price, low, high, comparables } = heard!.facts.estimate!;
    expect(low <= price && price <= high).toBe(true);
    expect(price).toBeGreaterThan(350_000);
    expect(comparables.map((home) => home.beds)).toEqual([3, 3, 3, 3, 3]);
    expect(comparables.some((home) => home.listing === 'a')).toBe(false);
  });

  it('is told to a seller who says what it sells, and with every rival', async () => {
    const p = player();
    await settle(p, homes);
    const sells = { side: 'sell', home: { price: 420_000, beds: 4, baths: 2 } };
    const [told] = await settle(p, [taste('sam', sells)]);
    expect(told).toMatchObject({ lead: 'sam', facts: { estimate: { area: 'Old Town' } } });
    const [rival] = await settle(p, [listing('r', 60, { price: 425_000, beds: 4 })]);
    expect(rival).toMatchObject({ lead: 'sam', facts: { touch: 'rival', listing: { listing: 'r' } } });
    expect(rival!.facts.estimate!.comparables[0]!.beds).toBe(4);
  });

  it('is not said of few homes', async () => {
    const p = player();
    await settle(p, homes.slice(0, 8));
    expect(await settle(p, [taste('sam', { side: 'sell', home: { price: 420_000, beds: 4 } })])).toEqual([]);
  });
});

describe('a shift', () => {
  const index = (week: number, fields: object = {}) => ({
    ...{ id: `i${week}`, at: NOW + (week - 30) * 7 * DAY, seq: week, type: 'index', area: 'Old Town' },
    ...{ inventory: 600 + 6 * (week % 3), medianPrice: 400_000, daysOnMarket: 34, mortgageRate: 6.4 },
    ...fields,
  });

  it('is told once', async () => {
    const p = player();
    await p.play([taste('ana', {})]);
    const quiet = await settle(
      p,
      Array.from({ length: 20 }, (_, week) => index(week)),
    );
    expect(quiet.length).toBeGreaterThan(10);
    expect(quiet.filter(({ facts }) => facts.shift)).toEqual([]);
    const loud = await settle(
      p,
      Array.from({ length: 6 }, (_, i) => index(20 + i, { inventory: 900 + i })),
    );
    expect(loud.filter(({ facts }) => facts.shift).map(({ facts }) => facts.shift!.measure)).toEqual([
      'inventory',
    ]);
    expect(loud[0]!.facts.shift!.change).toBeCloseTo(0.48, 1);
  });
});

describe('a state of an earlier version', () => {
  const old = { ...initialMarketState('Old Town'), interested: ['ana'], version: 7, at: NOW };
  const V1 = ['version', 'seqs', 'area', 'at', 'index', 'listing', 'prices', 'interested'];

  it.each([
    [1, V1],
    [2, [...V1, 'node', 'board']],
  ])('%i goes on, with no homes and no tastes', async (v, layout) => {
    const p = player();
    p.states.set(
      'main/area/old town',
      marketStates.unpack(createStateCodec<MarketState>({ [v]: layout }).pack({ ...old, v })),
    );
    expect(area(p)).toEqual(old);
    await settle(p, [taste('ben', { side: 'buy', budget: 450_000 }), listing('a', 1)]);
    expect(area(p)).toMatchObject({ v: 3, interested: ['ana', 'ben'], homes: { ids: ['a'] } });
  });
});
