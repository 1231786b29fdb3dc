/** Requests for texts: one that knows everything, and random ones of which any part may be missing. */
import fc from 'fast-check';
import { APPROACHES } from '../../../../models/content/bank.ts';
import type { ContentRequest } from '../../../../models/content/compose.ts';
import { INTENTS } from '../../../../schemas/intents.ts';
import { CONTENT_TYPES } from '../../../../schemas/nurture.ts';
import { SEGMENTS } from '../../../../schemas/segments.ts';

export const CHANNELS = ['sms', 'email', 'webchat', 'whatsapp', 'voicemail', 'call'] as const;
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** A Tuesday, 12:00 in New York. */
export const NOW = Date.UTC(2026, 4, 5, 16);

/** Wednesday, May 6, 2 PM and Thursday, May 7, 1 PM in New York. */
const SLOTS = [26, 49].map((hours) => ({ from: NOW + hours * HOUR, to: NOW + (hours + 1) * HOUR }));

export const FULL: ContentRequest = {
  type: 'follow_up',
  strategy: '',
  channel: 'sms',
  language: 'en',
  segment: 'analytical_researcher',
  lead: { firstName: 'Maria', area: 'Clintonvale', budget: 460_000 },
  agent: { name: 'Ana Ruiz' },
  sender: { brokerage: 'Oak & Elm Realty', postalAddress: '10 Main St, Columbus, OH 43004' },
  asked: { text: 'what is it listed for? call 555-0100', intents: ['price_question'] },
  market: {
    area: {
      name: 'Clintonvale',
      at: NOW - 3 * DAY,
      index: {
        ...{ inventory: 143, medianPrice: 412_500, daysOnMarket: 24, mortgageRate: 6.375 },
        ...{ previousMedianPrice: 404_000, previousInventory: 150 },
      },
    },
    listings: [
      { listing: '12 Elm St', change: 'price', price: 439_000, previousPrice: 455_000, at: NOW - DAY },
      { listing: '418 Alder Ct', change: 'new', price: 421_000, at: NOW - 2 * DAY },
    ],
  },
  listing: '12 Elm St',
  slots: SLOTS,
  booked: SLOTS[0]!,
  timezone: 'America/New_York',
  used: [],
  touches: 1,
  disclose: false,
  at: NOW,
  seed: 'seed',
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const wild = fc.string({ unit: 'grapheme', maxLength: 40 });
const price = fc.oneof(fc.integer({ min: 0, max: 9_000_000 }), fc.double({ min: 0, max: 2e6, noNaN: true }));
const listing = fc.oneof(
  fc.constantFrom('12 Elm St', '418 Alder Ct', 'L1', 'mls-4471', '88231', '7 Oak Rd Unit 4, Dublin'),
  fc.string({ minLength: 1, maxLength: 128 }),
);
const time = fc.integer({ min: NOW - 60 * DAY, max: NOW + 20 * DAY });
const span = time.map((from) => ({ from, to: from + HOUR }));

const index = fc.record(
  {
    inventory: fc.integer({ min: 0, max: 5000 }),
    medianPrice: price,
    daysOnMarket: fc.double({ min: 0, max: 300, noNaN: true }),
    mortgageRate: fc.double({ min: 0, max: 12, noNaN: true }),
    previousMedianPrice: price,
    previousInventory: fc.integer({ min: 0, max: 5000 }),
    previousMortgageRate: fc.double({ min: 0, max: 12, noNaN: true }),
  },
  { requiredKeys: ['inventory', 'medianPrice', 'daysOnMarket', 'mortgageRate'] },
);
const listingFact = fc.record(
  {
    listing,
    change: fc.constantFrom('new', 'price', 'status', 'expired'),
    price,
    previousPrice: price,
    status: fc.constantFrom('active', 'Pending', 'Active Under Contract', 'sold', 'withdrawn', 'Delightful'),
    at: time,
  },
  { requiredKeys: ['listing', 'change', 'price', 'at'] },
);
const place = fc.oneof(fc.constantFrom('Clintonvale', 'Old Town', 'St. Louis', 'May', 'Ward 7'), wild);

/** What a request says of lead, agent and market. */
const around = {
  lead: fc.record(
    {
      firstName: fc.oneof(fc.constantFrom('maria', 'JOSÉ', "O'Neil", 'May', 'null', '{agent}'), wild),
      area: place,
      budget: price,
      side: fc.constantFrom('buyer' as const, 'seller' as const),
    },
    { requiredKeys: [] },
  ),
  agent: fc.record({ name: fc.oneof(fc.constantFrom('Ana Ruiz', 'April Day'), wild) }, { requiredKeys: [] }),
  market: fc.record(
    {
      area: fc.record({ name: place, at: time, index }),
      listings: fc.array(listingFact, { maxLength: 5 }),
    },
    { requiredKeys: ['listings'] },
  ),
  listing: maybe(listing),
};

/** Any request. The brokerage's names are sane: they are its own settings. */
export const anyRequest: fc.Arbitrary<ContentRequest> = fc
  .record({
    type: fc.constantFrom(...CONTENT_TYPES),
    strategy: fc.constantFrom('', 'whatever', ...APPROACHES),
    channel: fc.constantFrom(...CHANNELS),
    language: fc.constantFrom('en' as const, 'es' as const),
    segment: maybe(fc.constantFrom(...SEGMENTS)),
    ...around,
    sender: fc.record(
      {
        brokerage: fc.constantFrom('Oak & Elm Realty', 'Casa Clara', 'Century 21 Vista'),
        postalAddress: fc.constantFrom('10 Main St, Columbus, OH 43004'),
      },
      { requiredKeys: ['brokerage'] },
    ),
    asked: maybe(
      fc.record({ text: wild, intents: fc.subarray([...INTENTS, 'unheard_of'], { maxLength: 4 }) }),
    ),
    slots: fc.array(span, { maxLength: 5 }),
    booked: maybe(span),
    timezone: maybe(fc.constantFrom('America/New_York', 'Pacific/Honolulu', 'Nowhere/Atall')),
    used: fc.array(fc.constantFrom('follow_up:a.b.c.-.-.-.-', 'x', '', 'answer:1+2.3'), { maxLength: 3 }),
    touches: fc.integer({ min: 0, max: 3 }),
    disclose: fc.boolean(),
    at: fc.constant(NOW),
    seed: fc.string({ maxLength: 8 }),
  })
  .map(({ booked, ...request }) => ({ ...request, ...(booked && { booked }) }));

/** The same, with what makes most types possible, so that texts come of most of them. */
export const richRequest: fc.Arbitrary<ContentRequest> = fc
  .tuple(anyRequest, fc.constantFrom(...SEGMENTS))
  .map(([{ type, strategy, channel, language, timezone, touches, disclose, seed, asked }, segment]) => ({
    ...FULL,
    ...{ type, strategy, channel, language, timezone, touches, disclose, seed, segment },
    asked: { text: '', intents: [...(asked?.intents.filter((i) => i !== 'opt_out') ?? []), 'smalltalk'] },
  }));
