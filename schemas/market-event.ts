/** MarketEvent v1: listings, competitors and area indices. RESO's EntityEvent maps one to one. */
import Type, { type Static } from 'typebox';
import { At, checker, Id, Tenant } from './words.ts';

const common = {
  id: Id,
  tenant: Type.Optional(Tenant),
  at: At,
  seq: Type.Integer({ minimum: 0, description: 'Sequence number of the source' }),
  area: Type.String({ minLength: 1, maxLength: 200 }),
};

export const ListingEvent = Type.Object({
  ...common,
  type: Type.Literal('listing'),
  change: Type.Enum(['new', 'price', 'status', 'expired']),
  listing: Id,
  price: Type.Number({ minimum: 0, description: 'US dollars' }),
  beds: Type.Optional(Type.Number({ minimum: 0 })),
  baths: Type.Optional(Type.Number({ minimum: 0 })),
  status: Type.Optional(Type.String({ maxLength: 60 })),
  daysOnMarket: Type.Optional(Type.Number({ minimum: 0 })),
});

export const CompetitorEvent = Type.Object({
  ...common,
  type: Type.Literal('competitor'),
  agent: Id,
  change: Type.Enum(['listing_taken', 'open_house', 'price_cut', 'campaign', 'sold']),
  listing: Type.Optional(Id),
});

export const IndexEvent = Type.Object({
  ...common,
  type: Type.Literal('index'),
  inventory: Type.Number({ minimum: 0, description: 'Homes for sale' }),
  medianPrice: Type.Number({ minimum: 0, description: 'US dollars' }),
  daysOnMarket: Type.Number({ minimum: 0, description: 'Median days' }),
  mortgageRate: Type.Number({ minimum: 0, maximum: 100, description: 'Percent a year, 30-year fixed' }),
});

export const MarketEvent = Type.Union([ListingEvent, CompetitorEvent, IndexEvent]);
export type ListingEvent = Static<typeof ListingEvent>;
export type CompetitorEvent = Static<typeof CompetitorEvent>;
export type IndexEvent = Static<typeof IndexEvent>;
export type MarketEvent = Static<typeof MarketEvent>;

export const MARKET_EVENT_CHECKERS = {
  listing: checker(ListingEvent),
  competitor: checker(CompetitorEvent),
  index: checker(IndexEvent),
};

/** What a lead hears of the market: the area's index now and before, or one listing's change. */
export const MarketFacts = Type.Object({
  source: Type.String({ description: 'The market key that says so, e.g. `main/listing/x`' }),
  area: Type.String(),
  asOf: Type.Optional(
    Type.Integer({ description: 'When the facts were so, epoch ms; absent: at the event' }),
  ),
  index: Type.Optional(
    Type.Object({
      inventory: Type.Number(),
      medianPrice: Type.Number(),
      daysOnMarket: Type.Number(),
      mortgageRate: Type.Number(),
      previousMedianPrice: Type.Optional(Type.Number()),
      previousInventory: Type.Optional(Type.Number()),
      previousMortgageRate: Type.Optional(Type.Number()),
    }),
  ),
  listing: Type.Optional(
    Type.Object({
      listing: Type.String(),
      change: Type.String(),
      price: Type.Number(),
      previousPrice: Type.Optional(Type.Number()),
      status: Type.Optional(Type.String()),
    }),
  ),
  competitor: Type.Optional(Type.Object({ agent: Type.String(), change: Type.String() })),
  market: Type.Optional(
    Type.Array(Type.Number(), { description: 'The area as the forecast reads it, `MARKET_INPUTS` order' }),
  ),
});
export type MarketFacts = Static<typeof MarketFacts>;

/** What a lead did that matters to those who look at the same listing, live in the same area, have the same agent. */
export const Deed = Type.Enum(['look', 'step', 'showing', 'offer', 'accepted', 'converted', 'lost']);

/**
 * InterestEvent: a lead tells a market shard what it looks at and how far it came (through the outbox), so that what
 * changes there finds its way back. About one of area, listing and agent. Made by Doorstep only.
 */
export const InterestEvent = Type.Object({
  id: Id,
  tenant: Tenant,
  at: Type.Integer(),
  type: Type.Literal('interest'),
  lead: Id,
  area: Type.Optional(Type.String()),
  listing: Type.Optional(Type.String()),
  agent: Type.Optional(Type.String()),
  watch: Type.Optional(Type.Boolean({ description: 'The lead wants to hear of every change from now on' })),
  deed: Type.Optional(Deed),
  stage: Type.Optional(Type.Integer({ description: 'How far the lead has come' })),
  ask: Type.Optional(Type.Boolean({ description: 'The lead wants to hear how the neighbours fare' })),
});
export type InterestEvent = Static<typeof InterestEvent>;
export const INTEREST_CHECKER = checker(InterestEvent);
