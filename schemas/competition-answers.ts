/** What the gateway answers about competition: alerts that are open, competitors, markets, wins and losses. */
import Type, { type Static } from 'typebox';
import { AlertView, Claim, Competitor, CompetitorRegistry, RivalView, ThreatLevel } from './competition.ts';
import { AlertContact } from './competition-acts.ts';
import { Probability, Time } from './words.ts';

/** An alert that is not closed, with enough of its lead beside it to act. */
export const OpenAlert = Type.Object({
  lead: Type.String(),
  name: Type.Optional(Type.String()),
  agent: Type.Optional(Type.String()),
  segment: Type.String(),
  pConvert: Probability,
  seq: Type.Integer({ minimum: 1, description: 'Number of the lead’s insight that this is of' }),
  alert: AlertView,
  p: Type.Number({ minimum: 0, maximum: 1, description: 'P(lost to a competitor within 14 days)' }),
  valueAtRisk: Type.Number({ description: 'US dollars of commission, p counted in' }),
  level: ThreatLevel,
  reasons: Type.Array(Claim, { description: 'Weightiest first' }),
  rivals: Type.Array(RivalView, { description: 'Latest first' }),
});
export type OpenAlert = Static<typeof OpenAlert>;

export const Alerts = Type.Object({
  alerts: Type.Array(OpenAlert, { description: 'Those first that are due soonest' }),
  total: Type.Integer({ minimum: 0, description: 'Of all that are open; the list ends at the limit' }),
  more: Type.Integer({ minimum: 0, description: 'Open and left out of the list: they are due later' }),
});
export type Alerts = Static<typeof Alerts>;

const count = Type.Integer({ minimum: 0 });

/** How often leads spoke of a competitor in the last 90 days. */
export const MentionCount = Type.Object({
  competitor: Type.String({ description: 'Id, or the name in lower case where it has none' }),
  mentions: count,
  leads: count,
  lastAt: Time,
});
export type MentionCount = Static<typeof MentionCount>;

export const Competitors = Type.Object({
  registry: CompetitorRegistry,
  changedBy: Type.Union([Type.Null(), Type.String()]),
  changedAt: Type.Union([Type.Null(), Time]),
  told: Type.Boolean({ description: 'Whether every shard has this version on its log' }),
  known: Type.Array(Competitor, { description: 'Those that every brokerage knows' }),
  proposed: Type.Array(Type.Object({ name: Type.String(), lastAt: Time }), {
    description: 'Names that leads used and nobody here knows, latest first',
  }),
  mentions: Type.Union([Type.Null(), Type.Array(MentionCount)], {
    description: 'Most mentioned first; null: the analytics store is away',
  }),
});
export type Competitors = Static<typeof Competitors>;

/** Wins and losses against a competitor; a rate only where {@link RATE_FROM} are decided. */
export const WinLoss = Type.Object({
  competitor: Type.String({ description: 'Id, or the name in lower case where it has none' }),
  area: Type.String({ description: 'Empty: all areas' }),
  won: count,
  lost: count,
  rate: Type.Union([Type.Null(), Probability], { description: 'Of wins' }),
  low: Type.Union([Type.Null(), Probability], { description: 'Wilson 95 %' }),
  high: Type.Union([Type.Null(), Probability]),
});
export type WinLoss = Static<typeof WinLoss>;
/** Fewer say nothing about a rate. */
export const RATE_FROM = 10;

const measure = Type.Union([Type.Null(), Type.Number()]);
const index = {
  medianPrice: measure,
  inventory: measure,
  daysOnMarket: measure,
  mortgageRate: measure,
};

export const Markets = Type.Object({
  areas: Type.Array(
    Type.Object({
      area: Type.String(),
      at: Time,
      ...index,
      touched: Type.Integer({ description: 'Leads, in 30 days' }),
    }),
    { description: 'Latest index of each area, by name' },
  ),
});
export type Markets = Static<typeof Markets>;

/** One area's market, for plots; times ascend, but of listings and moves the latest come first. */
export const MarketSeries = Type.Object({
  area: Type.String(),
  index: Type.Array(Type.Object({ week: Type.String({ description: 'Its Monday, YYYY-MM-DD' }), ...index })),
  shifts: Type.Array(Type.Object({ at: Time, kind: Type.String(), text: Type.String(), leads: count }), {
    description: 'Moves beyond noise, as leads were told of them',
  }),
  statuses: Type.Array(
    Type.Object({ status: Type.String(), listings: count, medianPrice: measure, medianDays: measure }),
  ),
  listings: Type.Array(
    Type.Object({
      listing: Type.String(),
      at: Time,
      change: Type.String(),
      status: Type.String(),
      price: measure,
      previousPrice: measure,
      leads: Type.Integer({ minimum: 0, description: 'That heard of it' }),
    }),
  ),
  moves: Type.Array(
    Type.Object({ at: Time, agent: Type.String(), change: Type.String(), listing: Type.String() }),
  ),
});
export type MarketSeries = Static<typeof MarketSeries>;

/** Alerts of one level by what answered them, and how it ended. */
export const PlayResult = Type.Object({
  level: ThreatLevel,
  play: Type.String({
    description: 'As a decision names it; (held out) and (none): alerts of the same level without one',
  }),
  alerts: count,
  leads: count,
  sent: Type.Integer({ minimum: 0, description: 'Alerts after which a message of the play arrived' }),
  answered: Type.Integer({ minimum: 0, description: 'The lead wrote within 21 days of it' }),
  won: count,
  lost: count,
  open: count,
});
export type PlayResult = Static<typeof PlayResult>;

export const WinLossTable = Type.Object({
  rows: Type.Array(WinLoss),
  rateFrom: count,
  plays: Type.Array(PlayResult, { description: 'By level; those without a play last' }),
});
export type WinLossTable = Static<typeof WinLossTable>;

/** Where critical alerts go while no socket is open. */
export const AlertContacts = Type.Object({
  fallback: Type.Union([Type.Null(), AlertContact], {
    description:
      'Of whoever answers for the brokerage: alerts nobody saw twice, and those of leads without an agent',
  }),
  agents: Type.Record(Type.String(), AlertContact),
});
export type AlertContacts = Static<typeof AlertContacts>;
