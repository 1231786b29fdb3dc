import { describe, expect, it } from 'vitest';
import { NODE_INPUTS } from '../../../models/history/graph-node.ts';
import { createMarketFlow } from '../../../pipelines/market.ts';
import { createDecodeMarketEntry, type MarketShardEvent } from '../../../processors/decode-market-entry.ts';
import { marketContext } from '../../../processors/market-context.ts';
import type { MarketState } from '../../../processors/market-state.ts';
import { marketShardKey, receiveMarketEvent } from '../../../processors/receive-market-event.ts';
import { marketMoves, rememberMarket } from '../../../processors/remember-market.ts';
import { shardOf } from '../../../schemas/shards.ts';
import { createPlayer, NOW, outputsTo } from './play.ts';
import { stateOf } from './turns.ts';

const flow = createMarketFlow({ shards: 1 });
const player = () => createPlayer<MarketState, MarketShardEvent>(flow);

const listing = (seq: number, fields: object = {}) => ({
  ...{ id: `l${seq}`, at: NOW, seq, type: 'listing', area: 'Clintonvale', listing: 'L1' },
  ...{ change: 'price', price: 449_000 },
  ...fields,
});
const index = (seq: number, fields: object = {}) => ({
  ...{ id: `i${seq}`, at: NOW, seq, type: 'index', area: 'Clintonvale' },
  ...{ inventory: 60, medianPrice: 400_000, daysOnMarket: 34, mortgageRate: 6.4 },
  ...fields,
});
const interest = (lead: string, about: object) => ({
  ...{ id: 'interest:1', tenant: 'main', at: NOW, type: 'interest', lead, watch: true },
  ...about,
});
/** What leads were told: who, and the facts. */
const told = (played: Parameters<typeof outputsTo>[0]) =>
  outputsTo(played, 'outbox')
    .filter(({ space }) => space === 'leads')
    .map(({ space, key, event }) => ({
      space,
      key,
      ...(event as { id: string; facts: object }),
    }));

describe('a listing', () => {
  it('tells the leads that look at it what changed', async () => {
    const p = player();
    await p.play([listing(1), interest('ana', { listing: 'L1' }), interest('ben', { listing: 'L1' })]);
    const news = told(await p.play([listing(2, { price: 439_000 })]));
    expect(news.map(({ space, key }) => [space, key])).toEqual([
      ['leads', 'main/ana'],
      ['leads', 'main/ben'],
    ]);
    expect(news[0]).toMatchObject({
      ...{
        id: expect.stringMatching(/^market:\w+:4$/),
        tenant: 'main',
        lead: 'ana',
        at: NOW,
        type: 'market',
      },
      facts: {
        source: 'main/listing/L1',
        area: 'Clintonvale',
        listing: { listing: 'L1', change: 'price', price: 439_000, previousPrice: 449_000 },
      },
    });
  });

  it('ignores what is older or repeated by its sequence number', async () => {
    const p = player();
    await p.play([interest('ana', { listing: 'L1' }), listing(5)]);
    const played = await p.play([listing(5, { id: 'x', price: 1 }), listing(4, { id: 'y', price: 2 })]);
    expect(played.map(({ outcome }) => outcome)).toEqual([
      { kind: 'drop', reason: 'old sequence number' },
      { kind: 'drop', reason: 'old sequence number' },
    ]);
    expect(p.states.get('main/listing/L1')!.listing!.price).toBe(449_000);
  });

  it('says nothing when nothing changed', async () => {
    const p = player();
    await p.play([interest('ana', { listing: 'L1' }), listing(1)]);
    expect(told(await p.play([listing(2)]))).toEqual([]);
    expect(told(await p.play([listing(3, { change: 'status', status: 'pending' })]))).toHaveLength(1);
  });

  it('keeps its latest eight prices', async () => {
    const p = player();
    await p.play(Array.from({ length: 20 }, (_, i) => listing(i, { price: 1000 + i })));
    expect(p.states.get('main/listing/L1')!.prices.map(({ price }) => price)).toEqual([
      ...[1012, 1013, 1014, 1015, 1016, 1017, 1018, 1019],
    ]);
  });
});

describe('an area', () => {
  it('tells what its index was before', async () => {
    const p = player();
    await p.play([interest('ana', { area: 'clintonvale ' }), index(1)]);
    const [news] = told(await p.play([index(2, { medianPrice: 404_000, inventory: 66 })]));
    expect(news!.facts).toMatchObject({
      index: {
        medianPrice: 404_000,
        previousMedianPrice: 400_000,
        previousInventory: 60,
        previousMortgageRate: 6.4,
      },
    });
  });

  it('tells a new watcher, and nobody else, how things are', async () => {
    const p = player();
    await p.play([interest('ana', { area: 'Clintonvale' }), index(1)]);
    const news = told(await p.play([interest('ben', { area: 'Clintonvale' })]));
    expect(news).toMatchObject([{ key: 'main/ben', facts: { asOf: NOW, index: { medianPrice: 400_000 } } }]);
  });

  it('keeps the thousand leads that showed interest last', async () => {
    const p = player();
    await p.play(Array.from({ length: 1100 }, (_, i) => interest(`lead ${i}`, { area: 'Clintonvale' })));
    await p.play([interest('lead 100', { area: 'Clintonvale' })]);
    const { interested } = p.states.get('main/area/clintonvale')!;
    expect([interested.length, interested[0], interested.at(-1)]).toEqual([1000, 'lead 101', 'lead 100']);
  });

  it('hears of competitors, too', async () => {
    const p = player();
    await p.play([interest('ana', { area: 'Clintonvale' })]);
    const rival = {
      id: 'c1',
      at: NOW,
      seq: 1,
      type: 'competitor',
      area: 'Clintonvale',
      agent: 'Rival',
      change: 'campaign',
    };
    expect(told(await p.play([rival]))).toMatchObject([
      { facts: { competitor: { agent: 'Rival', change: 'campaign' } } },
    ]);
  });
});

describe('an entry of a market shard', () => {
  const decode = createDecodeMarketEntry(4);
  const entry = (event: object, shard: number) => ({
    ...{ shard, id: `${NOW}-0` },
    bytes: new TextEncoder().encode(JSON.stringify(event)),
  });

  it('lives where its listing does, else where its area does', () => {
    expect(marketShardKey(listing(1) as never)).toBe('main/listing/L1');
    expect(marketShardKey(index(1) as never)).toBe('main/area/clintonvale');
    expect(marketShardKey({ type: 'competitor', area: ' Old Town', tenant: 'acme' })).toBe(
      'acme/area/old town',
    );
    expect(marketShardKey({ type: 'competitor', area: 'Old Town', listing: 'L1' })).toBe('main/listing/L1');
  });

  it('is rejected on another shard, with the right one', () => {
    const home = shardOf('main/listing/L1', 4);
    expect(decode(entry(listing(1), home))).toMatchObject({
      kind: 'pass',
      value: { key: 'main/listing/L1', id: 'l1' },
    });
    expect(decode(entry(listing(1), (home + 1) % 4))).toMatchObject({
      kind: 'reject',
      reason: expect.stringContaining(`market shard ${home}`),
    });
  });

  it.each([
    ['an unknown type', { ...listing(1), type: 'rumour' }, /^type: .*Use one of: listing/],
    ['no price', { ...listing(1), price: undefined }, /^price: is missing/],
    ['a negative price', { ...listing(1), price: -1 }, /^price: /],
    ['no area', { ...index(1), area: undefined }, /^area: is missing/],
    ['a time that is none', { ...index(1), at: 'soon' }, /^at: is not a time/],
    ['an interest in nothing', interest('ana', {}), /^area: is missing/],
  ])('is rejected with %s', (_what, event, reason) => {
    const outcome = decode(entry(event, 0));
    expect(outcome.kind === 'reject' && outcome.reason).toMatch(reason);
  });

  it('is what the gateway would have taken', () => {
    expect(receiveMarketEvent(listing(1), NOW)).toEqual({
      ok: true,
      event: { ...listing(1), tenant: 'main' },
    });
    expect(receiveMarketEvent([], NOW)).toMatchObject({ ok: false, problem: { field: '(root)' } });
  });
});

describe('what a lead keeps of the market', () => {
  const facts = { source: 's', area: 'Clintonvale' };
  const areaIndex = { inventory: 66, medianPrice: 404_000, daysOnMarket: 34, mortgageRate: 6.4 };

  it('is told in numbers and in a sentence', () => {
    let market = rememberMarket(
      { listings: [] },
      { ...facts, index: { ...areaIndex, previousMedianPrice: 400_000, previousInventory: 66 } },
      NOW,
      undefined,
    );
    const cut = { listing: 'L1', change: 'price', price: 439_000, previousPrice: 449_000, status: 'active' };
    market = rememberMarket(market, { ...facts, listing: cut }, NOW, undefined);
    expect(marketContext(stateOf({ market }), undefined)).toEqual({
      ...{ area: 'Clintonvale', medianPrice: 404_000, inventory: 66, daysOnMarket: 34, mortgageRate: 6.4 },
      asOf: new Date(NOW).toISOString(),
      text:
        'Clintonvale: median price $404,000 (up 1%), 66 homes for sale, 34 days on the market, 30-year rate 6.4%. ' +
        'L1: $439,000 (down 2.2%), active.',
    });
  });

  it('is said to be missing where it is', () => {
    expect(marketContext(stateOf(), undefined)).toEqual({ text: 'No area known yet.' });
    const contact = { area: 'Old Town' };
    expect(marketContext(stateOf({ contact }), undefined).text).toBe('Old Town: no market data yet.');
  });

  it('is the index of its own area once that is known', () => {
    const home = rememberMarket({ listings: [] }, { ...facts, index: areaIndex }, NOW, 'clintonvale');
    const other = rememberMarket(
      home,
      { source: 's', area: 'Old Town', index: areaIndex },
      NOW,
      'clintonvale',
    );
    expect(other.area!.name).toBe('Clintonvale');
    expect(
      rememberMarket(home, { source: 's', area: 'Old Town', index: areaIndex }, NOW, undefined).area!.name,
    ).toBe('Old Town');
  });

  it('is five listings at most, each once', () => {
    let market = rememberMarket({ listings: [] }, facts, NOW, undefined);
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'b']) {
      market = rememberMarket(
        market,
        { ...facts, listing: { listing: id, change: 'new', price: 1 } },
        NOW,
        undefined,
      );
    }
    expect(market.listings.map((l) => l.listing)).toEqual(['c', 'd', 'e', 'f', 'b']);
  });

  it('moves the features by signed relative changes', () => {
    const price = { listing: 'L1', change: 'price', price: 97, previousPrice: 100 };
    expect(marketMoves({ ...facts, listing: price }).price).toBeCloseTo(-0.03);
    const moves = marketMoves({
      ...facts,
      index: { ...areaIndex, previousInventory: 60, previousMortgageRate: 6.4 },
    });
    expect(moves.inventory).toBeCloseTo(0.1);
    expect(moves).toMatchObject({ rate: 0 });
    expect(moves).not.toHaveProperty('price');
  });
});

describe('the neighbourhood', () => {
  const inputsOf = (event: unknown) => (event as { inputs: number[] }).inputs;
  const deed = (lead: string, did: string, more: object = {}) => ({
    ...{ id: `interest:${did}`, tenant: 'main', at: NOW, type: 'interest', lead, listing: 'L1', stage: 2 },
    ...{ deed: did, ...more },
  });

  it('tells who asks how the others fared before it, and nobody else', async () => {
    const p = player();
    const [first] = told(await p.play([deed('ana', 'offer', { ask: true })]));
    expect(first).toMatchObject({ key: 'main/ana', type: 'neighbour', node: 'listing' });
    expect(inputsOf(first).every((x) => x === 0)).toBe(true);
    const [second] = told(await p.play([deed('ben', 'look', { ask: true })]));
    const inputs = inputsOf(second);
    expect(inputs[NODE_INPUTS.indexOf('offersEach')]).toBeCloseTo(1 / 3, 12);
    expect(inputs[NODE_INPUTS.indexOf('meanStage')]).toBe(2);
    expect(told(await p.play([deed('cy', 'showing')]))).toEqual([]);
  });

  it('keeps who watches apart from who only did something', async () => {
    const p = player();
    await p.play([deed('ana', 'offer', { ask: true })]);
    expect(told(await p.play([listing(1), listing(2, { price: 439_000 })]))).toEqual([]);
  });
});
