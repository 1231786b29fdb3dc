/**
 * Frames of the WebSocket gateway.
 *
 * Recovery: `epoch` names the data's history (a restarted or rolled-back Redis has a new one); `offset` is the
 * last id seen of every shard the subscription covers, on its stream (of alerts for that topic, else of insights). A client that reconnects sends both back:
 * the gap is replayed in order with `recovered: true`, or it gets `recovered: false` and a new snapshot. `n`
 * numbers a subscription's frames from 1 without a hole, so a dropped frame cannot go unnoticed.
 */
import Type, { type Static } from 'typebox';
import { CompetitiveAlert } from './competition.ts';
import { Alerts } from './competition-answers.ts';
import { StreamingInsight } from './insight.ts';
import { WireInsight } from './insight-wire.ts';
import { STREAM_OPTIONS } from './limits.ts';
import { checker, Id } from './words.ts';

export const Topic = Type.Union([
  Type.Object({ kind: Type.Literal('lead'), lead: Id }),
  Type.Object({ kind: Type.Literal('agent'), agent: Id }),
  Type.Object({ kind: Type.Literal('tenant') }),
  Type.Object({ kind: Type.Literal('alerts'), agent: Type.Optional(Id) }),
]);
export type Topic = Static<typeof Topic>;

/** Shard number (two digits) → id of the last entry seen on the topic's stream there. */
export const Offset = Type.Record(Type.String(), Type.String());
export type Offset = Static<typeof Offset>;

const { updateFrequencyMs, predictionHorizonSeconds, preemptiveAnalysis } = STREAM_OPTIONS;

/** How one lead is followed; topics of many leads take none. */
export const StreamOptions = Type.Object(
  {
    updateFrequencyMs: Type.Optional(
      Type.Integer({
        ...{ minimum: 0, maximum: updateFrequencyMs.most, default: updateFrequencyMs.fallback },
        description: 'Changes within it are conflated to the latest state; 0: every change is told',
      }),
    ),
    predictionHorizonSeconds: Type.Optional(
      Type.Integer({
        ...{ minimum: 0, maximum: predictionHorizonSeconds.most, default: predictionHorizonSeconds.fallback },
        description: 'Next events expected later than this are left out, and what is prepared for them',
      }),
    ),
    preemptiveAnalysis: Type.Optional(
      Type.Boolean({
        default: preemptiveAnalysis.fallback,
        description: 'Whether the owner is asked to warm the lead, and prepared actions are sent',
      }),
    ),
  },
  { additionalProperties: false },
);
export type StreamOptions = Static<typeof StreamOptions>;

/** The options in force: what was not asked for is as usual. */
export const streamOptions = (asked: StreamOptions = {}): Required<StreamOptions> => ({
  updateFrequencyMs: updateFrequencyMs.fallback,
  predictionHorizonSeconds: predictionHorizonSeconds.fallback,
  preemptiveAnalysis: preemptiveAnalysis.fallback,
  ...asked,
});

/** The node that works a lead's shard now. */
export const Owner = Type.Object({
  node: Type.String({ description: 'NODE_NAME there' }),
  locality: Type.Optional(Type.String({ description: 'NODE_LOCALITY there, where declared' })),
  load: Type.Number({ description: 'Its shards, each 1 plus a hundredth of its events a second' }),
});
export type Owner = Static<typeof Owner>;

const ageMs = Type.Integer({ minimum: 0, description: 'Since the event that it is as of' });
/** What the owner holds ready for the lead's next event. A part it has nothing of is left out. */
export const Warm = Type.Object({
  state: Type.Optional(
    Type.Object({ ageMs, wasHeld: Type.Boolean({ description: 'In memory before it was asked for' }) }),
  ),
  neighbours: Type.Optional(
    Type.Object({
      count: Type.Integer({ description: 'Listings, areas and agents whose news reach the lead' }),
      ageMs: Type.Optional(ageMs),
    }),
  ),
  modelInputs: Type.Optional(Type.Object({ ageMs })),
});
export type Warm = Static<typeof Warm>;

export const Subscribe = Type.Object({
  type: Type.Literal('subscribe'),
  id: Type.String({ minLength: 1, maxLength: 64, description: "The client's own name for the subscription" }),
  topic: Topic,
  options: Type.Optional(StreamOptions),
  recover: Type.Optional(Type.Object({ epoch: Type.String(), offset: Offset })),
});
export const Unsubscribe = Type.Object({ type: Type.Literal('unsubscribe'), id: Type.String() });
export const Ping = Type.Object({ type: Type.Literal('ping') });
export const ClientFrame = Type.Union([Subscribe, Unsubscribe, Ping]);
export type ClientFrame = Static<typeof ClientFrame>;
export const CLIENT_FRAME_CHECKERS = {
  subscribe: checker(Subscribe),
  unsubscribe: checker(Unsubscribe),
  ping: checker(Ping),
};

const subscription = { id: Type.String(), n: Type.Integer({ minimum: 1 }) };

/**
 * Answer to subscribe: the leads of the topic that deserve attention first (one for a lead topic), full form; of an
 * alerts topic the alerts that are open.
 */
export const Subscribed = Type.Object({
  type: Type.Literal('subscribed'),
  ...subscription,
  epoch: Type.String(),
  offset: Offset,
  recovered: Type.Boolean(),
  snapshot: Type.Optional(Type.Array(StreamingInsight)),
  alerts: Type.Optional(Alerts),
  /** Of a lead topic; absent while nobody works its shard. */
  owner: Type.Optional(Owner),
  /** Of a lead topic; absent where the owner was not asked, or has not answered yet and is still warming. */
  warm: Type.Optional(Warm),
});
export const Delta = Type.Object({
  type: Type.Literal('delta'),
  ...subscription,
  shard: Type.String(),
  offset: Type.String({ description: 'Id of this entry on its shard’s insight stream' }),
  insight: WireInsight,
});
/** One step of an alert. A slow client gets each of them late, and none is left out. */
export const AlertFrame = Type.Object({
  type: Type.Literal('alert'),
  ...subscription,
  shard: Type.String(),
  offset: Type.String({ description: 'Id of this entry on its shard’s alerts stream' }),
  alert: CompetitiveAlert,
});
/** The latest full state of a lead, in place of the deltas a slow client could not take. */
export const State = Type.Object({
  type: Type.Literal('state'),
  ...subscription,
  shard: Type.String(),
  offset: Type.String(),
  insight: StreamingInsight,
});
/** The history broke (Redis restarted, gap trimmed): subscribe anew. */
export const Resync = Type.Object({ type: Type.Literal('resync'), ...subscription, reason: Type.String() });
/** Where the stream is now though nothing was for you; keeps recovery cheap. */
export const Position = Type.Object({ type: Type.Literal('position'), ...subscription, offset: Offset });
export const Pong = Type.Object({ type: Type.Literal('pong') });
export const FrameError = Type.Object({
  type: Type.Literal('error'),
  id: Type.Optional(Type.String()),
  code: Type.String(),
  field: Type.Optional(Type.String()),
  message: Type.String(),
  fix: Type.String(),
});
export const ServerFrame = Type.Union([
  Subscribed,
  Delta,
  AlertFrame,
  State,
  Resync,
  Position,
  Pong,
  FrameError,
]);
export type ServerFrame = Static<typeof ServerFrame>;
