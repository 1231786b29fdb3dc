/** The area's lists against the plainest way to keep and to search them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMarketFlow } from '../../pipelines/market.ts';
import type { MarketShardEvent } from '../../processors/decode-market-entry.ts';
import { type HomeRoster, homesOf, knowsHome, MOST_HOMES, takeHome } from '../../processors/home-roster.ts';
import { type Interested, register, withdraw } from '../../processors/lead-tastes.ts';
import { type MarketState, MOST_INTERESTED, marketStates } from '../../processors/market-state.ts';
import { matchLeads, occasionOf } from '../../processors/match-leads.ts';
import type { HomeEvent, InterestEvent } from '../../schemas/market-event.ts';
import { createPlayer, NOW, outputsTo } from '../unit/processors/play.ts';

const RUNS = { numRuns: 200 };
const dollars = fc.integer({ min: 50, max: 2000 }).map((thousands) => thousands * 1000);
const rooms = fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined });
const id = fc.integer({ min: 0, max: 30 }).map((n) => `lead-${n}`);

const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;

const interest: fc.Arbitrary<InterestEvent> = fc
  .record({
    lead: id,
    watch: fc.constantFrom(true, true, false, undefined),
    side: fc.constantFrom('buy', 'sell', 'none', undefined),
    budget: fc.option(dollars, { nil: undefined }),
    home: fc.option(
      fc
        .record({
          price: fc.option(dollars, { nil: undefined }),
          beds: rooms,
          baths: rooms,
          listing: fc.constantFrom('h1', 'h2', undefined),
        })
        .map(present),
      { nil: undefined },
    ),
  })
  .map(
    (said) =>
      present({ id: 'i', tenant: 'main', at: NOW, type: 'interest', area: 'a', ...said }) as InterestEvent,
  );

const home = (listings: number): fc.Arbitrary<HomeEvent> =>
  fc
    .record({
      listing: fc.integer({ min: 0, max: listings }).map((n) => `h${n}`),
      seq: fc.integer({ min: 1, max: 50 }),
      change: fc.constantFrom('new', 'price', 'status', 'expired'),
      price: dollars,
      previousPrice: fc.option(dollars, { nil: undefined }),
      beds: rooms,
      baths: rooms,
      status: fc.constantFrom('Active', 'Pending', 'expired', undefined),
      previousStatus: fc.constantFrom('Active', 'Pending', undefined),
    })
    .map(
      (told) =>
        present({
          id: `h${told.seq}`,
          tenant: 'main',
          at: NOW + told.seq,
          type: 'home',
          area: 'a',
          ...told,
        }) as HomeEvent,
    );

/** The last in the list said something last; what it said of its taste it said whole. */
function plainly(events: InterestEvent[]): Map<string, InterestEvent | undefined> {
  const known = new Map<string, InterestEvent | undefined>();
  for (const event of events) {
    if (event.watch === false) known.delete(event.lead);
    else {
      const before = known.get(event.lead);
      known.delete(event.lead);
      known.set(event.lead, event.side === undefined ? before : event);
    }
  }
  return known;
}

const kept = (events: InterestEvent[]): Interested =>
  events.reduce<Interested>(
    (list, event) => (event.watch === false ? withdraw(list, event.lead) : register(list, event)),
    { interested: [] },
  );

/** What makes a match, written once more and plainly. */
function matchesPlainly(
  known: Map<string, InterestEvent | undefined>,
  event: HomeEvent,
): Map<string, string> {
  const occasion = occasionOf(event);
  const found = new Map<string, string>();
  for (const [lead, taste] of known) {
    if (!occasion || !taste || taste.side === 'none' || taste.side === undefined) continue;
    const like = likenessOf(taste, event);
    const sells = taste.side === 'sell';
    const budget = taste.budget ?? 0;
    if (sells && taste.home?.listing === event.listing) continue;
    const say = (why: string, fit: number, least: number) => fit >= least && found.set(lead, why);
    if (sells && like > 0) say('rival', like, { new: 0.6, cut: 0.2, back: 0.4, expired: 0.3 }[occasion]);
    else if (occasion === 'expired' || (budget > 0 && event.price > budget)) continue;
    else if (occasion === 'new') {
      const own = sells ? 0 : like;
      if (budget > 0 && event.price < 0.75 * budget) continue;
      if (own > 0) say('similar', own, 0.6);
      else if (budget > 0) found.set(lead, 'budget');
    } else if (budget > 0 && ((event.previousPrice ?? 0) > budget || event.price >= 0.75 * budget))
      found.set(lead, 'budget');
    else if (!sells && like > 0) say('similar', like, occasion === 'cut' ? 0.2 : 0.4);
  }
  return found;
}

function likenessOf({ home: own }: InterestEvent, { price, beds, baths }: HomeEvent): number {
  if (!own?.price) return 0;
  const gap = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? 0 : a - b;
  const squared =
    (Math.log(price / own.price) / 0.12) ** 2 + gap(own.beds, beds) ** 2 + gap(own.baths, baths) ** 2;
  return Math.exp(-squared / 2);
}

describe('the index of leads', () => {
  it('finds what a search of everything said finds', () => {
    fc.assert(
      fc.property(fc.array(interest, { maxLength: 60 }), home(3), (events, event) => {
        const occasion = occasionOf(event);
        const matches = occasion ? matchLeads(kept(events), event, occasion) : [];
        const found = new Map(matches.map(({ lead, touch }) => [lead, touch as string]));
        expect(found).toEqual(matchesPlainly(plainly(events), event));
      }),
      RUNS,
    );
  });

  it('keeps its order, and is the same after bytes', () => {
    fc.assert(
      fc.property(fc.array(interest, { maxLength: 60 }), (events) => {
        const list = kept(events);
        expect(list.interested).toEqual([...plainly(events).keys()]);
        const state = { v: 3, version: 0, seqs: {}, area: '', at: 0, prices: [], ...list } as MarketState;
        expect(marketStates.unpack(marketStates.pack(state))).toEqual(state);
      }),
      RUNS,
    );
  });

  it('tells the same leads whatever order they came in, the best first', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(interest, { selector: ({ lead }) => lead, maxLength: 30 }),
        home(3),
        (events, event) => {
          const occasion = occasionOf(event);
          if (!occasion) return;
          const found = (all: InterestEvent[]) =>
            matchLeads(kept(all), event, occasion).map(({ lead, fit }) => [lead, fit]);
          expect(found([...events].reverse())).toEqual(found(events));
          const fits = found(events).map(([, fit]) => fit as number);
          expect(fits).toEqual([...fits].sort((a, b) => b - a));
        },
      ),
      RUNS,
    );
  });

  it('is bounded: who showed interest last stays', () => {
    let list: Interested = { interested: [] };
    for (let n = 0; n < MOST_INTERESTED + 50; n++)
      list = register(list, {
        ...{ id: 'i', tenant: 'main', at: NOW, type: 'interest' },
        lead: `${n}`,
        side: 'buy',
        budget: n,
      });
    expect([list.interested.length, list.interested[0], list.interested.at(-1)]).toEqual([
      1000,
      '50',
      '1049',
    ]);
    expect([list.tastes!.numbers[1], list.tastes!.numbers.at(-4)]).toEqual([50, 1049]);
  });
});

describe('the roster of homes', () => {
  const rosterOf = (events: HomeEvent[]): HomeRoster | undefined =>
    events.reduce<HomeRoster | undefined>(
      (roster, event) => (knowsHome(roster, event) ? roster : takeHome(roster, event)),
      undefined,
    );

  it('is the same whatever order its events come in, and however often', () => {
    const whole = home(8).map(({ beds = 2, baths = 1, ...event }) => ({ ...event, beds, baths }));
    const events = fc.uniqueArray(whole, {
      selector: ({ listing, seq }) => `${listing} ${seq}`,
      maxLength: 40,
    });
    fc.assert(
      fc.property(events, (all) => {
        const once = homesOf(rosterOf(all));
        expect(homesOf(rosterOf([...all].reverse()))).toEqual(once);
        expect(homesOf(rosterOf([...all, ...all]))).toEqual(once);
      }),
      RUNS,
    );
  });

  it('never holds more than it may', () => {
    fc.assert(
      fc.property(fc.array(home(400), { minLength: 320, maxLength: 500 }), (events) => {
        const roster = rosterOf(events)!;
        expect(roster.ids.length).toBeLessThanOrEqual(MOST_HOMES);
        expect(new Set(roster.ids).size).toBe(roster.ids.length);
        expect(roster.numbers.length).toBe(6 * roster.ids.length);
      }),
      { numRuns: 20 },
    );
  });
});

it('a listing’s way through the market has the effect of once, however often it is told', async () => {
  const change = fc.record({ price: dollars, change: fc.constantFrom('new', 'price', 'status', 'expired') });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
      const events = changes.map((c, i) => ({
        ...{ id: `l${i}`, at: NOW + i, seq: i + 1, type: 'listing', area: 'a', listing: 'h1' },
        ...c,
      }));
      const taste = { side: 'buy', budget: 500_000 };
      const watch = {
        id: 'i',
        tenant: 'main',
        at: NOW,
        type: 'interest',
        lead: 'ana',
        area: 'a',
        watch: true,
      };
      const play = async (repeat: number) => {
        const p = createPlayer<MarketState, MarketShardEvent>(createMarketFlow({ shards: 1 }));
        await p.play([{ ...watch, ...taste }]);
        const heard: string[] = [];
        for (const event of events) {
          for (let n = 0; n < repeat; n++) {
            let next: object[] = [event];
            while (next.length > 0) {
              const outbox = outputsTo(await p.play(next), 'outbox');
              heard.push(
                ...outbox.flatMap(({ space, event: said }) =>
                  space === 'leads' ? JSON.stringify(said) : [],
                ),
              );
              next = outbox.flatMap(({ space, event: said }) => (space === 'market' ? [said, said] : []));
            }
          }
        }
        const homes = homesOf(p.states.get('main/area/a')?.homes);
        return { heard, homes };
      };
      expect(await play(2)).toEqual(await play(1));
    }),
    { numRuns: 50 },
  );
});
