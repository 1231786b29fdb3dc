/** MarketEvent v1: listings, competitors and area indices. RESO's EntityEvent maps one to one. */
import Type, { type Static } from 'typebox';
import { PriceEstimate } from './competition.ts';
import { At, checker, Id, Tenant } from './words.ts';

const common = {
  id: Id,
  tenant: Type.Optional(Tenant),
  at: At,
  seq: Type.Integer({ minimum: 0, description: 'Sequence number of the source' }),
  source: Type.Optional(
    Type.String({
      maxLength: 64,
      description:
        'Whose number `seq` is: numbers order one source, and between sources the later `at` stands',
    }),
  ),
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
      previousStatus: Type.Optional(Type.String()),
      beds: Type.Optional(Type.Number()),
      baths: Type.Optional(Type.Number()),
      daysOnMarket: Type.Optional(Type.Number()),
      version: Type.Optional(
        Type.Integer({
          description: 'Number of the change within the listing: who heard it once need not hear it again',
        }),
      ),
    }),
  ),
  touch: Type.Optional(
    Type.Enum(['viewed', 'budget', 'similar', 'rival'], {
      description:
        'Why this lead hears of the listing: it looked at it, can pay it, likes such homes, sells one like it',
    }),
  ),
  estimate: Type.Optional(PriceEstimate),
  shift: Type.Optional(
    Type.Object({
      measure: Type.Enum(['inventory', 'medianPrice', 'daysOnMarket', 'mortgageRate']),
      change: Type.Number({ description: 'Against the usual, relative; of the rate in points' }),
      z: Type.Number({ description: 'In usual week-to-week deviations' }),
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
  watch: Type.Optional(
    Type.Boolean({
      description: 'The lead wants to hear of every change from now on; false: of none any more',
    }),
  ),
  deed: Type.Optional(Deed),
  stage: Type.Optional(Type.Integer({ description: 'How far the lead has come' })),
  side: Type.Optional(
    Type.Enum(['buy', 'sell', 'none'], {
      description:
        'Comes with all that is known of budget and home, and replaces what was said before; none: it looks for nothing',
    }),
  ),
  budget: Type.Optional(Type.Number({ description: 'Of a buyer, US dollars' })),
  home: Type.Optional(
    Type.Object(
      {
        listing: Type.Optional(Id),
        price: Type.Optional(Type.Number()),
        beds: Type.Optional(Type.Number()),
        baths: Type.Optional(Type.Number()),
      },
      { description: 'Of a seller what it sells, of a buyer what it looked at last' },
    ),
  ),
  ask: Type.Optional(Type.Boolean({ description: 'The lead wants to hear how the neighbours fare' })),
});
export type InterestEvent = Static<typeof InterestEvent>;

/**
 * A listing tells its area how it stands, through the outbox. Made by Doorstep only. `change` is that of the listing,
 * or `moved`: it belongs to another area now.
 */
export const HomeEvent = Type.Object({
  id: Id,
  tenant: Tenant,
  at: Type.Integer(),
  type: Type.Literal('home'),
  area: Type.String(),
  listing: Id,
  seq: Type.Integer({ description: 'Number of the change within the listing; an older one changes nothing' }),
  change: Type.String(),
  price: Type.Number(),
  previousPrice: Type.Optional(Type.Number()),
  beds: Type.Optional(Type.Number()),
  baths: Type.Optional(Type.Number()),
  status: Type.Optional(Type.String()),
  previousStatus: Type.Optional(Type.String()),
  daysOnMarket: Type.Optional(Type.Number()),
});
export type HomeEvent = Static<typeof HomeEvent>;
export const HOME_CHECKER = checker(HomeEvent);

/** An area tells a listing what homes like it say it is worth, for those who look at it. Made by Doorstep only. */
export const ValuedEvent = Type.Object({
  id: Id,
  tenant: Tenant,
  at: Type.Integer(),
  type: Type.Literal('valued'),
  listing: Id,
  estimate: PriceEstimate,
});
export type ValuedEvent = Static<typeof ValuedEvent>;

/**
 * An area's own timer: the leads that its homes touched hear how its market stands now, some at a time, so that their
 * forecasts are made anew behind what is urgent. Made by Doorstep only; a stale generation is ignored.
 */
export const RetellEvent = Type.Object({
  id: Id,
  tenant: Tenant,
  at: Type.Integer(),
  type: Type.Literal('retell'),
  area: Type.String(),
  timer: Type.String(),
  generation: Type.Integer(),
});
export type RetellEvent = Static<typeof RetellEvent>;
export const RETELL_CHECKER = checker(RetellEvent);
export const VALUED_CHECKER = checker(ValuedEvent);
export const INTEREST_CHECKER = checker(InterestEvent);
