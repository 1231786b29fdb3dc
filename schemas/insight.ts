/** StreamingInsight and its parts: what Doorstep says about a lead. Field names are fixed by the contract. */
import Type, { type Static } from 'typebox';
import { CompetitionView } from './competition.ts';
import { Consents, SaidOptOut } from './consent.ts';
import { CONFIDENCE_POINTS, DECAY_DAYS, HORIZON_DAYS } from './horizons.ts';
import { NurtureView } from './nurture-view.ts';
import { Channel, Probability, Time } from './words.ts';

export { CONFIDENCE_POINTS, DECAY_DAYS, HORIZON_DAYS };

const Scored = Type.Object({ id: Type.String(), p: Probability });

/** One thing found in a text. `value` is normalised: dollars, RFC 3339 dates, minutes, a count. */
export const Entity = Type.Object({
  kind: Type.Enum([
    'money',
    'date',
    'time',
    'duration',
    'area',
    'beds',
    'baths',
    'sqft',
    'competitor',
    'address',
    'percent',
  ]),
  text: Type.String(),
  value: Type.Optional(Type.Union([Type.Number(), Type.String()])),
  /** Of a date: the day of a closing, or a day by which something must be done or ends. */
  role: Type.Optional(Type.Enum(['closing', 'deadline'])),
});
export type Entity = Static<typeof Entity>;

export const Quantiles = Type.Object({
  q05: Type.Number(),
  q10: Type.Number(),
  q25: Type.Number(),
  q75: Type.Number(),
  q90: Type.Number(),
  q95: Type.Number(),
});

export const InterventionWindow = Type.Object({
  from: Time,
  to: Time,
  channel: Channel,
  uplift: Type.Number(),
  reason: Type.String(),
});

export const Member = Type.Object({
  pConvert: Probability,
  medianDays: Type.Number(),
  weight: Type.Number({ description: 'Of its log-odds in the whole; weights need not sum to 1' }),
});

export const MarketContext = Type.Object({
  area: Type.Optional(Type.String()),
  medianPrice: Type.Optional(Type.Number()),
  inventory: Type.Optional(Type.Number()),
  daysOnMarket: Type.Optional(Type.Number()),
  mortgageRate: Type.Optional(Type.Number()),
  asOf: Type.Optional(Time),
  text: Type.String(),
});
export type MarketContext = Static<typeof MarketContext>;

export const Reason = Type.Object({
  id: Type.String(),
  weight: Type.Number({ description: 'Signed, in log-odds, counted from the average lead' }),
  text: Type.String(),
});
export type Reason = Static<typeof Reason>;

export const ConversionForecast = Type.Object({
  kind: Type.Enum(['date', 'window', 'insufficient']),
  pConvert: Type.Number({ minimum: 0, maximum: 1, description: `Within the ${HORIZON_DAYS}-day horizon` }),
  expectedConversionDate: Type.Union([Time, Type.Null()]),
  medianDays: Type.Number({ description: 'Days from `at`, given conversion' }),
  quantileDays: Quantiles,
  confidenceInterval: Type.Union([Type.Tuple([Time, Time]), Type.Null()]),
  intervalLevel: Probability,
  probabilityCurve: Type.Array(Probability, {
    minItems: HORIZON_DAYS,
    maxItems: HORIZON_DAYS,
    description: 'P(converted by the end of day d), daily',
  }),
  decayCurve: Type.Array(Probability, {
    minItems: DECAY_DAYS,
    maxItems: DECAY_DAYS,
    description: 'pConvert d days from now if nothing happens',
  }),
  optimalTouchpoints: Type.Array(InterventionWindow),
  touchpointNote: Type.String({ description: 'What the touchpoints rest on, or why there are none' }),
  riskFactors: Type.Array(Reason),
  marketContext: MarketContext,
  members: Type.Record(Type.String(), Member),
  epistemic: Type.Number({ description: 'Spread between members; 0 where there is one' }),
  reasons: Type.Array(Reason),
});
export type ConversionForecast = Static<typeof ConversionForecast>;

export const BehavioralProfile = Type.Object({
  primaryMicrosegment: Type.String(),
  secondarySegments: Type.Array(Scored),
  confidenceScore: Probability,
  behaviorEvolution: Type.Array(Type.Object({ at: Time, segment: Type.String(), p: Probability })),
  similarLeads: Type.Array(
    Type.Object({ lead: Type.String(), similarity: Type.Number(), outcome: Type.Optional(Type.String()) }),
  ),
  optimizationStrategy: Type.String(),
  conversionApproach: Type.String(),
});
export type BehavioralProfile = Static<typeof BehavioralProfile>;

export const NextEvent = Type.Object({ kind: Type.String(), p: Probability, withinMinutes: Type.Number() });
export const PrebakedAction = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  title: Type.String(),
  content: Type.Optional(Type.String()),
  expiresAt: Time,
  answers: Type.Array(Type.String(), { description: 'Intents and activities it is the right thing for' }),
  assumes: Type.String({ description: 'Hash of what it rests on: it is dropped when that changes' }),
  fits: Type.Optional(
    Type.Literal(true, { description: "It answers the lead's latest deed; it comes first" }),
  ),
});
export type PrebakedAction = Static<typeof PrebakedAction>;
export const ConfidencePoint = Type.Object({ at: Time, confidence: Probability });

/** What the lead said or did that made this insight, for the eye; text cut at 600 characters. */
export const Happening = Type.Object({
  type: Type.String(),
  from: Type.Optional(Type.String()),
  channel: Type.Optional(Channel),
  text: Type.Optional(Type.String()),
  activity: Type.Optional(Type.String()),
  ref: Type.Optional(Type.String()),
  result: Type.Optional(Type.String()),
});
export type Happening = Static<typeof Happening>;

/** Who the lead is, as far as we were told. */
export const Contact = Type.Object({
  name: Type.Optional(Type.String()),
  agent: Type.Optional(Type.String()),
  area: Type.Optional(Type.String()),
  source: Type.Optional(Type.String()),
  timezone: Type.Optional(Type.String()),
  budget: Type.Optional(Type.Number()),
});

/** The lasting part of an insight: what the lead's state keeps and deltas patch. */
export const insightParts = {
  contact: Contact,
  consent: Consents,
  status: Type.Enum(['open', 'converted', 'lost', 'opted_out']),
  attention: Type.Number({
    minimum: 0,
    maximum: 1,
    description: 'What deserves an agent first; sorts the live list',
  }),
  messages: Type.Integer({ description: "The lead's messages so far" }),
  lastFrom: Type.Optional(Type.String()),
  forecast: ConversionForecast,
  profile: BehavioralProfile,
  confidenceEvolution: Type.Array(ConfidencePoint, { maxItems: CONFIDENCE_POINTS }),
  nextEvents: Type.Array(NextEvent),
  prebakedActions: Type.Array(PrebakedAction),
  nurture: NurtureView,
  competition: CompetitionView,
  models: Type.Record(Type.String(), Type.String()),
  backend: Type.String(),
};

/** The passing part: about the one event that made this insight. */
export const insightHead = {
  tenant: Type.String(),
  lead: Type.String(),
  seq: Type.Integer({ minimum: 1, description: 'Per lead, gapless' }),
  event: Type.String({ description: 'Id of the event that made it' }),
  cause: Type.Object({ kind: Type.String(), id: Type.String() }),
  at: Time,
  happening: Happening,
  intents: Type.Array(Scored),
  optOut: Type.Optional(SaidOptOut),
  entities: Type.Array(Entity),
  processingTimeMs: Type.Number(),
  stages: Type.Record(Type.String(), Type.Number()),
};

/** The full form: `GET /v1/leads/:lead`, socket snapshots, `replay`. */
export const StreamingInsight = Type.Object({
  ...insightHead,
  insightDelta: Type.Unknown(),
  ...insightParts,
});
export type StreamingInsight = Static<typeof StreamingInsight>;

const View = Type.Object(insightParts);
/** The lasting part with its curves as numbers. */
export type InsightView = Static<typeof View>;
