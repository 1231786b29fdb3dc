import { describe, expect, it } from 'vitest';
import { MARKET_INPUTS } from '../../../models/history/market-board.ts';
import { loadJudges } from '../../../models/load-judges.ts';
import { createLeadsFlow } from '../../../pipelines/leads.ts';
import { createMarketFlow } from '../../../pipelines/market.ts';
import type { MarketShardEvent } from '../../../processors/decode-market-entry.ts';
import { movesInputs } from '../../../processors/feature-event.ts';
import type { LeadState } from '../../../processors/lead-state.ts';
import type { MarketState } from '../../../processors/market-state.ts';
import type { MarketFacts } from '../../../schemas/market-event.ts';
import { createPlayer, NOW, outputsTo, parcelsOf } from './play.ts';

const player = () => createPlayer<MarketState, MarketShardEvent>(createMarketFlow({ shards: 1 }));
type Player = ReturnType<typeof player>;

const interest = (lead: string) => ({
  ...{ id: `interest:${lead}`, tenant: 'main', at: NOW, type: 'interest', lead, area: 'Old Town' },
  ...{ watch: true, side: 'buy', budget: 420_000 },
});

describe('the leads that a home touched', () => {
  const RETELL = { to: 'timer', id: 'main/area/old town/retell' };
  const timers = (played: Awaited<ReturnType<Player['play']>>) => outputsTo(played, 'timer');
  /** Plays a home's word to its area, as the relay brings it. */
  const home = (p: Player, id: string, seq: number, at = NOW) =>
    p.play(
      [
        {
          ...{ id: `home:${seq}`, tenant: 'main', at, type: 'home', area: 'Old Town', listing: id, seq },
          ...{ change: 'price', price: 400_000, previousPrice: 450_000, beds: 3, baths: 2 },
        },
      ],
      { at },
    );
  const index = { inventory: 60, medianPrice: 400_000, daysOnMarket: 20, mortgageRate: 6.5 };
  async function peopled(leads: number) {
    const p = player();
    await p.play([{ id: 'i1', at: NOW, seq: 1, type: 'index', area: 'Old Town', ...index }]);
    const names = Array.from({ length: leads }, (_, i) => `lead-${i}`);
    await p.play(names.map(interest));
    return { p, names };
  }

  it('hear how its market stands some seconds later, once for all that touched them, and are forecast by it', async () => {
    const { p, names } = await peopled(3);
    const [armed, ...more] = timers([...(await home(p, 'a', 2)), ...(await home(p, 'b', 2, NOW + 500))]);
    expect(armed).toMatchObject({ ...RETELL, due: NOW + 2000, generation: 1 });
    expect(more).toEqual([]);
    const played = await p.play([armed!.event], { at: armed!.due + 40 });
    const heard = parcelsOf(played);
    expect(heard.map(({ event }) => (event as { lead: string }).lead)).toEqual(names);
    const { facts } = heard[0]!.event as { facts: MarketFacts };
    expect(movesInputs(facts)).toBe(true);
    const price = facts.market![MARKET_INPUTS.indexOf('moves.price')]!;
    expect(price).toBeCloseTo(2 / (2 + 4), 6); // two moves beside the four that say little
    expect(outputsTo(played, 'cancel')).toEqual([{ to: 'cancel', id: RETELL.id }]);
    const [again] = await p.play([armed!.event], { at: armed!.due + 80 });
    expect(again!.outcome).toEqual({ kind: 'drop', reason: 'stale timer' });
    expect(timers(await home(p, 'c', 2, NOW + 9000))[0]).toMatchObject({ generation: 2, due: NOW + 11_000 });
  });

  it('hear it a hundred at a time', async () => {
    const { p, names } = await peopled(230);
    let [timer] = timers(await home(p, 'a', 2));
    const sizes: number[] = [];
    const all: string[] = [];
    for (let at = timer!.due; timer; at = timer?.due ?? 0) {
      const played = await p.play([timer.event], { at });
      const leads = parcelsOf(played).map(({ event }) => (event as { lead: string }).lead);
      sizes.push(leads.length);
      all.push(...leads);
      [timer] = timers(played);
    }
    expect(sizes).toEqual([100, 100, 30]);
    expect(all.sort()).toEqual(names.sort());
  });
});

it('what an area tells moves the forecast of a lead that looked at none of its homes', async () => {
  const p = createPlayer(createLeadsFlow(await loadJudges(), { shards: 1 }));
  const about = { tenant: 'main', lead: 'ana', at: NOW };
  const says = (id: string, text: string) => ({
    ...about,
    id,
    type: 'message',
    from: 'lead',
    channel: 'sms',
    text,
  });
  const index = { inventory: 60, medianPrice: 400_000, daysOnMarket: 20, mortgageRate: 6.5 };
  const still = MARKET_INPUTS.map((name) => (name === 'rate' ? 6.5 : name === 'known' ? 1 : 0));
  const heard = (id: string, facts: object) => ({
    ...{ ...about, id, type: 'market', facts: { source: 'main/area/old town', area: 'Old Town', ...facts } },
  });
  const chance = () => (p.states.get('main/ana') as LeadState).view!.forecast.pConvert;
  await p.play([
    { ...about, id: 'p', type: 'profile', area: 'Old Town', budget: 420_000 },
    says('m1', 'We are looking for a three bedroom this summer. Can we see one on Saturday?'),
    heard('i', { index, market: still }),
  ]);
  const before = chance();
  await p.play([heard('r1', { market: still })]);
  expect(chance()).toBe(before);
  await p.play([
    heard('r2', { market: still.map((x, i) => (MARKET_INPUTS[i] === 'moves.price' ? 2 / 3 : x)) }),
  ]);
  expect(chance()).not.toBe(before);
});
