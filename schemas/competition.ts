/** Who else is at the door: competitors, what leads say of them, what the monitors saw, how great the threat is. */
import Type, { type Static } from 'typebox';
import { checker, Id, Probability, Time } from './words.ts';

export const COMPETITOR_KINDS = ['agent', 'brokerage', 'portal', 'ibuyer'] as const;
export const CompetitorKind = Type.Enum([...COMPETITOR_KINDS]);
export type CompetitorKind = (typeof COMPETITOR_KINDS)[number];

/** `neutral`: named, and no more than that. */
export const STANCES = ['neutral', 'considering', 'comparing', 'committed', 'complaining'] as const;
export const Stance = Type.Enum([...STANCES]);
export type Stance = (typeof STANCES)[number];

/** One competitor that a tenant knows. */
export const Competitor = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
  kind: CompetitorKind,
  name: Type.String({ minLength: 2, maxLength: 80 }),
  aliases: Type.Array(Type.String({ minLength: 2, maxLength: 80 }), { maxItems: 20 }),
});
export type Competitor = Static<typeof Competitor>;

/** What a tenant adds to the competitors that everybody knows (`models/mentions/known.json`), told to every shard. */
export const CompetitorRegistry = Type.Object({
  version: Type.Integer({ minimum: 0 }),
  competitors: Type.Array(Competitor, { maxItems: 500 }),
  ignored: Type.Array(Type.String({ minLength: 2, maxLength: 80 }), {
    maxItems: 500,
    description: 'Names that are no competitors: our own, partners, what was proposed and turned down',
  }),
});
export type CompetitorRegistry = Static<typeof CompetitorRegistry>;
export const COMPETITOR_REGISTRY_CHECKER = checker(CompetitorRegistry);

/** A competitor in one message of the lead. */
export const Mention = Type.Object({
  competitor: Type.Optional(Type.String({ description: 'Id in the registry; absent: unknown there' })),
  kind: CompetitorKind,
  name: Type.String({
    description: 'As the registry has it, or as the lead wrote it; empty: nobody is named',
  }),
  stance: Stance,
  p: Probability,
  switching: Type.Number({ minimum: 0, maximum: 1, description: 'P(the lead means to leave us for it)' }),
  quote: Type.String({ maxLength: 160, description: 'The words it was read in' }),
});
export type Mention = Static<typeof Mention>;

/** A statement, whence it comes and when that was so. `source`: an event id, a market key, or a model and version. */
export const Claim = Type.Object({ text: Type.String(), source: Type.String(), at: Time });
export type Claim = Static<typeof Claim>;

/** The four monitors and what each may see. */
export const SIGNALS = {
  pricing: ['viewed_price_cut', 'viewed_price_rise', 'viewed_gone', 'rival_listed', 'rival_price_cut'],
  contact: ['mention', 'quiet_after_mention', 'portal_activity', 'competitor_move'],
  shift: ['inventory_shift', 'price_shift', 'days_on_market_shift', 'rate_shift'],
  opportunity: ['rival_expired', 'cut_into_budget', 'rate_below_named', 'back_on_market'],
} as const;
export const MONITORS = ['pricing', 'contact', 'shift', 'opportunity'] as const;
export type Monitor = (typeof MONITORS)[number];
export type SignalKind = (typeof SIGNALS)[Monitor][number];

export const Signal = Type.Object({
  id: Type.String({ description: 'Of its cause: the same cause is one signal' }),
  monitor: Type.Enum([...MONITORS]),
  kind: Type.String(),
  text: Type.String(),
  source: Type.String(),
  at: Time,
  expiresAt: Time,
  competitor: Type.Optional(Type.String()),
  listing: Type.Optional(Type.String()),
});
export type Signal = Static<typeof Signal>;

/** What a home is worth by homes like it. */
export const PriceEstimate = Type.Object({
  listing: Type.Optional(Type.String()),
  area: Type.String(),
  price: Type.Number(),
  low: Type.Number(),
  high: Type.Number(),
  level: Type.Number({ description: 'Share of homes whose price such an interval holds' }),
  method: Type.Enum(['hedonic', 'nearest']),
  comparables: Type.Array(
    Type.Object({
      listing: Type.String(),
      price: Type.Number(),
      beds: Type.Optional(Type.Number()),
      baths: Type.Optional(Type.Number()),
      status: Type.Optional(Type.String()),
      at: Type.Integer({ description: 'Of its price, epoch ms' }),
      similarity: Probability,
    }),
    { maxItems: 5 },
  ),
});
export type PriceEstimate = Static<typeof PriceEstimate>;

export const THREAT_LEVELS = ['none', 'watch', 'high', 'critical'] as const;
export const ThreatLevel = Type.Enum([...THREAT_LEVELS]);
export type ThreatLevel = (typeof THREAT_LEVELS)[number];

/** A competitor as a lead spoke of it, and for how long that stands. */
export const RivalView = Type.Object({
  competitor: Type.Optional(Type.String()),
  kind: CompetitorKind,
  name: Type.String(),
  stance: Stance,
  switching: Probability,
  mentions: Type.Integer({ minimum: 1 }),
  lastAt: Time,
  quote: Type.String(),
  source: Type.String({ description: 'The event it was said in' }),
});
export type RivalView = Static<typeof RivalView>;

export const AlertView = Type.Object({
  id: Type.String(),
  level: ThreatLevel,
  cause: Type.Optional(Type.String({ description: 'Kind of the signal that raised it, or `threat`' })),
  text: Type.String(),
  at: Time,
  status: Type.Enum(['open', 'acknowledged', 'snoozed']),
  until: Type.Optional(Time),
  dueAt: Time,
  raised: Type.Integer({ minimum: 0, description: 'How often it was raised to somebody else, unseen' }),
});
export type AlertView = Static<typeof AlertView>;

/** What agents see of a lead's competition: part of the insight view. Empty lists and level none: nothing known. */
export const CompetitionView = Type.Object({
  level: ThreatLevel,
  p: Type.Number({ minimum: 0, maximum: 1, description: 'P(lost to a competitor within 14 days)' }),
  valueAtRisk: Type.Number({ description: 'US dollars of commission, p counted in' }),
  reasons: Type.Array(Claim, { maxItems: 5, description: 'Weightiest first' }),
  rivals: Type.Array(RivalView, { maxItems: 4, description: 'Latest first' }),
  signals: Type.Array(Signal, { maxItems: 6, description: 'Latest first, none expired at the insight' }),
  alert: Type.Optional(AlertView),
  pricing: Type.Optional(PriceEstimate),
});
export type CompetitionView = Static<typeof CompetitionView>;

/** Living card of one lead: every part with source and time; gone when its facts are. */
export const CompetitiveAnalysis = Type.Object({
  tenant: Type.String(),
  lead: Type.String(),
  at: Time,
  expiresAt: Time,
  competitorThreats: Type.Array(
    Type.Object({
      competitor: Type.String(),
      name: Type.String(),
      p: Probability,
      evidence: Type.Array(Claim),
      record: Type.Optional(
        Type.String({ description: 'Wins and losses against it, where there are enough' }),
      ),
    }),
  ),
  positioningOpportunities: Type.Array(Claim),
  pricingRecommendations: Type.Array(Claim),
  pricing: Type.Optional(PriceEstimate),
  differentiationPoints: Type.Array(Claim),
  competitiveResponses: Type.Array(Claim),
});
export type CompetitiveAnalysis = Static<typeof CompetitiveAnalysis>;

const common = { id: Id, tenant: Type.String(), lead: Type.String(), at: Time };

/** One step of an alert's life, on the alerts stream. The alert keeps its `id`. */
export const CompetitiveAlert = Type.Object({
  ...common,
  kind: Type.Literal('alert'),
  seq: Type.Integer({ minimum: 1, description: 'Number of the lead’s insight that came in the same commit' }),
  step: Type.Enum(['raised', 'grown', 'acknowledged', 'snoozed', 'escalated', 'closed']),
  level: ThreatLevel,
  from: Type.Optional({ ...ThreatLevel, description: 'Of the alert before this step; absent: it is new' }),
  cause: Type.String({ description: 'Signal kind, or `threat`' }),
  text: Type.String(),
  reasons: Type.Array(Claim),
  p: Probability,
  valueAtRisk: Type.Number(),
  dueAt: Time,
  raised: Type.Integer({ minimum: 0 }),
  competitor: Type.Optional(Type.String()),
  by: Type.Optional(Type.String({ description: 'Who acted; absent: Doorstep' })),
  until: Type.Optional(Time),
});
export type CompetitiveAlert = Static<typeof CompetitiveAlert>;

export const MentionRecord = Type.Object({
  ...common,
  kind: Type.Literal('mention'),
  event: Type.String(),
  mention: Mention,
});
export const SignalRecord = Type.Object({
  ...common,
  kind: Type.Literal('signal'),
  area: Type.String(),
  signal: Signal,
});
/** The threat as it moved by more than a twentieth, or between levels. */
export const ThreatRecord = Type.Object({
  ...common,
  kind: Type.Literal('threat'),
  level: ThreatLevel,
  from: ThreatLevel,
  p: Probability,
  valueAtRisk: Type.Number(),
  model: Type.String(),
});
/** How it ended against a competitor: one record for each rival alive at the outcome. */
export const ResultRecord = Type.Object({
  ...common,
  kind: Type.Literal('result'),
  competitor: Type.String({ description: 'Id, or the name in lower case where unknown' }),
  result: Type.Enum(['won', 'lost']),
  area: Type.String(),
  segment: Type.String(),
  p: Probability,
  warnedAt: Type.Optional(Time),
});
/** What became of telling somebody of a critical alert: one record for each step that had to be told. */
export const NoticeRecord = Type.Object({
  ...common,
  kind: Type.Literal('notice'),
  alert: Id,
  raised: Type.Integer({ minimum: 0, description: 'Of the alert’s step' }),
  audience: Type.Enum(['agent', 'fallback'], { description: 'fallback: who answers for the brokerage' }),
  channel: Type.Enum(['socket', 'sms', 'email', 'none']),
  status: Type.Enum(['sent', 'grouped', 'failed', 'uncertain', 'refused'], {
    description: 'grouped: told by a later message that counts several; refused: it was not to be sent',
  }),
  detail: Type.String({ description: 'The id at the provider, or the reason' }),
});
export type NoticeRecord = Static<typeof NoticeRecord>;
export type MentionRecord = Static<typeof MentionRecord>;
export type SignalRecord = Static<typeof SignalRecord>;
export type ThreatRecord = Static<typeof ThreatRecord>;
export type ResultRecord = Static<typeof ResultRecord>;

/** Everything on the alerts stream, told apart by `kind`. */
export type CompetitionRecord =
  | CompetitiveAlert
  | MentionRecord
  | SignalRecord
  | ThreatRecord
  | ResultRecord
  | NoticeRecord;
