import { expect, it } from 'vitest';
import { createDesk, type DeskPlay } from '../nurture/desk.ts';

const DAY = 86_400_000;
const kinds = (desk: DeskPlay) => desk.told('signal').map(({ signal }) => signal.kind);

async function looking(fields: object = {}) {
  const desk = createDesk();
  await desk.say('profile', { name: 'Ana Diaz', area: 'Boston', ...fields });
  await desk.say('activity', { activity: 'listing_view', ref: '12 Elm St' });
  return desk;
}

it.each([
  ['a cut', { previousPrice: 500_000 }, 'viewed', 'viewed_price_cut'],
  ['a rise', { previousPrice: 450_000 }, 'viewed', 'viewed_price_rise'],
  ['a sale', { change: 'status', status: 'Pending', previousStatus: 'Active' }, 'viewed', 'viewed_gone'],
  ['an end', { change: 'expired', status: 'Expired' }, 'viewed', 'viewed_gone'],
  ['a return', { change: 'status', status: 'Active', previousStatus: 'Pending' }, 'viewed', 'back_on_market'],
  ['a cut into the budget', { previousPrice: 510_000 }, 'budget', 'cut_into_budget'],
  ['a new rival', { change: 'new', status: 'Active' }, 'rival', 'rival_listed'],
  ["a rival's cut", { previousPrice: 500_000 }, 'rival', 'rival_price_cut'],
  ["a rival's end", { change: 'expired', status: 'Expired' }, 'rival', 'rival_expired'],
])('%s of a listing is a signal', async (_, listing, touch, kind) => {
  const desk = await looking({ budget: touch === 'budget' ? 500_000 : 900_000 });
  await desk.listing(listing, touch);
  expect(kinds(desk)).toEqual([kind]);
  expect(desk.insight().competition.signals[0]).toMatchObject({ kind, source: 'main/listing/12 Elm St' });
});

it.each([
  ['that is known already', { change: 'known' }, 'viewed'],
  ['new within the budget', { change: 'new' }, 'budget'],
  ['like it that was cut', { previousPrice: 500_000 }, 'similar'],
  ['of a rival that sold', { change: 'status', status: 'Closed', previousStatus: 'Active' }, 'rival'],
])('a listing %s is none', async (_, listing, touch) => {
  const desk = await looking({ budget: 900_000 });
  await desk.listing(listing, touch);
  expect(kinds(desk)).toEqual([]);
});

it('a price is told with both figures, as a person would', async () => {
  const desk = await looking();
  await desk.listing({ previousPrice: 500_000 });
  expect(desk.told('signal')[0]!.signal.text).toBe(
    '12 Elm St, which it looked at, fell from $500,000 to $480,000 (4%).',
  );
});

it('a change that comes by the listing and by its area acts once, whichever is first', async () => {
  const change = { previousPrice: 500_000, version: 7 };
  for (const [first, second] of [
    ['viewed', 'rival'],
    ['rival', 'viewed'],
  ] as const) {
    const desk = await looking();
    await desk.listing(change, first);
    await desk.listing(change, second, 'main/area/boston');
    expect(kinds(desk)).toHaveLength(1);
    expect(desk.state().competition.cuts.n).toBe(first === 'viewed' ? 1 : 0);
  }
});

it('shifts, moves of competitors and a rate below the one it named are signals', async () => {
  const desk = await looking();
  await desk.leadSays('rate_concern we wait for 5.5%');
  const index = { inventory: 40, medianPrice: 500_000, daysOnMarket: 20 };
  await desk.market({ shift: { measure: 'inventory', change: -0.2, z: -3.4 } });
  await desk.market({ competitor: { agent: 'pat', change: 'listing_taken' } });
  await desk.market({ index: { ...index, mortgageRate: 5.4 } });
  await desk.market({ index: { ...index, mortgageRate: 5.3 } });
  expect(kinds(desk)).toEqual(['inventory_shift', 'competitor_move', 'rate_below_named']);
  // It rises over it and falls again: that is news.
  await desk.market({ index: { ...index, mortgageRate: 5.6 } });
  await desk.market({ index: { ...index, mortgageRate: 5.4 } });
  expect(kinds(desk).filter((kind) => kind === 'rate_below_named')).toHaveLength(2);
  expect(desk.told('signal').map(({ signal }) => signal.text)).toEqual([
    'Boston: homes for sale down 20%, 3.4 times its usual weekly move.',
    'pat took a listing in Boston.',
    ...Array(2).fill('The 30-year rate is 5.4%, below the 5.5% it named.'),
  ]);
});

it('silence after a mention counts once, from the time that is long for the lead', async () => {
  const desk = await looking();
  await desk.leadSays('[agent|Pat|comparing]', { id: 'm1' });
  await desk.pass(2 * DAY);
  expect(kinds(desk)).toEqual(['mention']);
  await desk.pass(10 * DAY);
  expect(kinds(desk)).toEqual(['mention', 'quiet_after_mention']);
  const quiet = desk.told('signal')[1]!.signal;
  expect(quiet).toMatchObject({ source: 'm1', competitor: 'pat' });
  const silent = (Date.parse(quiet.at) - desk.state().lastLeadAt) / DAY;
  expect(silent).toBeGreaterThanOrEqual(3);
  expect(silent).toBeLessThanOrEqual(8);
});

it('a lead that complains of a competitor is not silent for its sake', async () => {
  const desk = await looking();
  await desk.leadSays('[agent|Pat|complaining]');
  await desk.pass(20 * DAY);
  expect(kinds(desk)).toEqual(['mention']);
});

it('what is over leaves, and an estimate of another season', async () => {
  const desk = await looking();
  const estimate = {
    ...{ area: 'Boston', price: 490_000, low: 470_000, high: 510_000, level: 0.8, method: 'nearest' },
    comparables: [{ listing: 'b', price: 480_000, at: desk.now(), similarity: 0.8 }],
  };
  await desk.market({
    listing: { listing: '12 Elm St', change: 'price', price: 480_000, previousPrice: 500_000 },
    ...{ touch: 'viewed', estimate },
  });
  expect(desk.insight().competition.pricing).toEqual(estimate);
  await desk.pass(15 * DAY);
  expect(desk.insight().competition.signals).toEqual([]);
  await desk.pass(46 * DAY);
  expect(desk.insight().competition.pricing).toBeUndefined();
});

it('a lead that is over is watched no more', async () => {
  const desk = await looking();
  await desk.say('outcome', { result: 'converted' });
  await desk.listing({ previousPrice: 500_000 });
  expect(kinds(desk)).toEqual([]);
});
