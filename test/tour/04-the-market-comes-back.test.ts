/**
 * Leads and market live on shards of their own and talk through the outbox. A lead says what it looks at and looks for;
 * when that changes, the change comes back as an event of the lead.
 */
import { expect, it } from 'vitest';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { createMarketFlow } from '../../pipelines/market.ts';
import { fakeJudges } from '../unit/processors/fake-judges.ts';
import { createPlayer, insightsOf, NOW, outputsTo, type Played } from '../unit/processors/play.ts';

const leads = createPlayer(createLeadsFlow(fakeJudges, { shards: 1 }));
const market = createPlayer(createMarketFlow({ shards: 1 }));

/** What the relay does: each parcel of the outbox becomes an event on its target's log. */
const parcels = <S>(played: Played<S>[], to: 'leads' | 'market') =>
  outputsTo(played, 'outbox').flatMap(({ space, event }) => (space === to ? event : []));

const listing = { type: 'listing', area: 'Clintonvale', listing: '12 Elm St', at: NOW };

it('A look at a listing is declared to the market', async () => {
  await market.play([{ ...listing, id: 'e1', seq: 1, change: 'new', price: 449_000 }]);
  const view = {
    id: '1',
    lead: 'ana',
    at: NOW,
    type: 'activity',
    activity: 'listing_view',
    ref: '12 Elm St',
  };
  const declared = await leads.play([view]);
  expect(parcels(declared, 'market')).toMatchObject([
    { type: 'interest', lead: 'ana', listing: '12 Elm St' },
  ]);
  // The market answers with how things are.
  await leads.play(parcels(await market.play(parcels(declared, 'market')), 'leads'));
  expect(leads.states.get('main/ana')!.view!.forecast.marketContext.text).toContain('12 Elm St: $449,000.');
});

it('A price cut comes back to whoever looked', async () => {
  const cut = await market.play([{ ...listing, id: 'e2', seq: 2, change: 'price', price: 429_000 }]);
  const [insight] = insightsOf(await leads.play(parcels(cut, 'leads')));
  expect(insight).toMatchObject({
    cause: { kind: 'market' },
    insightDelta: {
      forecast: { marketContext: { text: 'No area known yet. 12 Elm St: $429,000 (down 4.5%).' } },
    },
  });
});

it('A source that repeats or overtakes itself changes nothing', async () => {
  const [late] = await market.play([{ ...listing, id: 'e1 again', seq: 1, change: 'new', price: 449_000 }]);
  expect(late!.outcome).toEqual({ kind: 'drop', reason: 'old sequence number' });
});

it('A listing tells its area, which finds the leads it may suit', async () => {
  const profile = { id: '3', lead: 'ben', at: NOW, type: 'profile', area: 'Clintonvale', budget: 420_000 };
  const declared = parcels(await leads.play([profile]), 'market');
  expect(declared).toMatchObject([{ area: 'Clintonvale', watch: true, side: 'buy', budget: 420_000 }]);
  await market.play(declared);
  const cut = await market.play([{ ...listing, id: 'e3', seq: 3, change: 'price', price: 415_000 }]);
  expect(parcels(cut, 'market')).toMatchObject([
    { type: 'home', listing: '12 Elm St', previousPrice: 429_000 },
  ]);
  const touched = parcels(await market.play(parcels(cut, 'market')), 'leads');
  expect(touched).toMatchObject([{ lead: 'ben', facts: { touch: 'budget', listing: { price: 415_000 } } }]);
});
