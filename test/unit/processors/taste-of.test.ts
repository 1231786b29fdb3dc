import { describe, expect, it } from 'vitest';
import { createDeclareInterests } from '../../../processors/declare-interests.ts';
import { hasHeard, rememberMarket } from '../../../processors/remember-market.ts';
import { tasteOf } from '../../../processors/taste-of.ts';
import type { IntentTurn } from '../../../processors/turn.ts';
import { INTENT_INDEX, INTENTS } from '../../../schemas/intents.ts';
import { event, player, says, system } from './events.ts';
import { fakeJudges } from './fake-judges.ts';
import { NOW, outputsTo } from './play.ts';
import { stateOf, turnOf } from './turns.ts';

const seen = (listing: string, fields: object = {}) => ({
  ...{
    listing,
    change: 'known',
    price: 400_000,
    beds: 3,
    baths: 2,
    version: 1,
    touch: 'viewed' as const,
    at: NOW,
  },
  ...fields,
});

describe('a taste', () => {
  it('is none while nothing is known', () => {
    expect(tasteOf(stateOf())).toBeUndefined();
    expect(tasteOf(stateOf({ listing: 'L1' }))).toBeUndefined();
  });

  it('of a buyer: its budget, and the listing it looked at last as the market told it', () => {
    const state = stateOf({
      contact: { budget: 450_000 },
      listing: 'L1',
      market: { listings: [seen('L1')] },
    });
    const home = { listing: 'L1', price: 400_000, beds: 3, baths: 2 };
    expect(tasteOf(state)).toEqual({ side: 'buy', budget: 450_000, home });
  });

  it('of a seller: the home of its profile, else the listing it signed', () => {
    const home = { price: 600_000, beds: 4 };
    expect(tasteOf(stateOf({ contact: { home, budget: 1 } }))).toEqual({ side: 'sell', budget: 1, home });
    const signed = stateOf({ market: { listings: [seen('L1')], sells: 'L1' } });
    expect(tasteOf(signed)).toMatchObject({ side: 'sell', home: { listing: 'L1', price: 400_000 } });
    expect(tasteOf(stateOf({ market: { listings: [], sells: '' } }))).toEqual({ side: 'sell' });
  });

  it('ends when the lead is no longer open', () => {
    expect(tasteOf(stateOf({ contact: { budget: 1 }, status: 'lost' }))).toEqual({ side: 'none' });
  });
});

describe('areas are told a taste', () => {
  const told = async (events: object[]) =>
    outputsTo(await player().play(events), 'outbox').map(({ key, event: said }) => ({ key, ...said }));

  it('with the first interest, and again only when it is another', async () => {
    const declared = await told([
      event('profile', { area: 'Clintonvale', budget: 400_000 }),
      event('profile', { budget: 400_000, name: 'Ana' }),
      says('hello'),
      event('profile', { budget: 450_000 }),
      event('outcome', { result: 'lost' }),
      event('outcome', { result: 'reopened' }),
    ]);
    const tastes = declared.filter((said) => 'side' in said);
    expect(tastes).toMatchObject([
      { key: 'main/area/clintonvale', watch: true, side: 'buy', budget: 400_000 },
      { key: 'main/area/clintonvale', area: 'clintonvale', side: 'buy', budget: 450_000 },
      { side: 'none' },
      { side: 'buy', budget: 450_000 },
    ]);
    expect(tastes.slice(1).every((said) => !('watch' in said))).toBe(true);
  });

  it('when the market says what the lead looks at', async () => {
    const p = player();
    await p.play([
      event('profile', { area: 'Clintonvale' }),
      event('activity', { activity: 'listing_view', ref: 'L1' }),
    ]);
    const facts = { source: 'main/listing/L1', area: 'Clintonvale', listing: seen('L1'), touch: 'viewed' };
    const [said] = outputsTo(await p.play([system('market', { facts })]), 'outbox');
    expect(said!.event).toMatchObject({ side: 'buy', home: { listing: 'L1', price: 400_000, beds: 3 } });
  });

  it('who signs a listing, or speaks of selling, sells from then on', async () => {
    const p = player();
    await p.play([event('activity', { activity: 'listing_signed', ref: 'L9' }), says('thanks')]);
    expect(p.states.get('main/ana')!.market.sells).toBe('L9');

    const intents = new Float32Array(INTENTS.length);
    intents[INTENT_INDEX.get('seller_valuation')!] = 1;
    const turn: IntentTurn = { ...turnOf(stateOf()), reading: undefined, heard: undefined, intents };
    expect(createDeclareInterests(fakeJudges)(turn).state.market.sells).toBe('');
  });

  it('an erased lead is taken off every list', async () => {
    const p = player();
    await p.play([
      event('profile', { area: 'Old Town', budget: 1 }),
      event('activity', { activity: 'listing_view', ref: 'L1' }),
    ]);
    const withdrawn = outputsTo(await p.play([system('erase', { requestedBy: 'dpo' })]), 'outbox')
      .filter(({ space }) => space === 'market')
      .map(({ key, event: said }) => [key, (said as { watch?: boolean }).watch]);
    expect(withdrawn).toEqual([
      ['main/area/old town', false],
      ['main/listing/L1', false],
    ]);
  });
});

describe('what a lead hears of a listing', () => {
  const facts = (listing: string, version: number, touch: 'viewed' | 'budget' | 'similar' | 'rival') => ({
    ...{ source: 's', area: 'Old Town', touch },
    listing: { listing, change: 'price', price: 390_000, previousPrice: 400_000, beds: 3, version },
  });

  it('it hears once, whoever says it', async () => {
    const p = player();
    const news = (id: string, version: number, touch: 'viewed' | 'budget') =>
      system('market', { id, facts: facts('L1', version, touch) });
    await p.play([says('hi'), news('m1', 2, 'viewed')]);
    const played = await p.play([news('m2', 2, 'budget'), news('m3', 1, 'budget'), news('m4', 3, 'budget')]);
    expect(played.map(({ outcome }) => outcome.kind)).toEqual(['drop', 'drop', 'pass']);
  });

  it('it remembers, with rooms, price before and why; what it looked at longest; no rivals', () => {
    let market = rememberMarket({ listings: [], sells: '' }, facts('L1', 1, 'viewed'), NOW, undefined);
    for (const id of ['a', 'b', 'c', 'd', 'e'])
      market = rememberMarket(market, facts(id, 1, 'similar'), NOW, undefined);
    expect(market.listings.map(({ listing }) => listing)).toEqual(['L1', 'b', 'c', 'd', 'e']);
    market = rememberMarket(market, facts('L1', 2, 'budget'), NOW + 1, undefined);
    expect(market.listings.at(-1)).toEqual({
      ...{ listing: 'L1', change: 'price', price: 390_000, previousPrice: 400_000, beds: 3, version: 2 },
      ...{ touch: 'viewed', at: NOW + 1 },
    });
    expect(rememberMarket(market, facts('r', 1, 'rival'), NOW, undefined)).toEqual(market);
    expect(hasHeard(market, facts('r', 1, 'rival'))).toBe(false);
  });
});
