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

export const Subscribe = Type.Object({
  type: Type.Literal('subscribe'),
  id: Type.String({ minLength: 1, maxLength: 64, description: "The client's own name for the subscription" }),
  topic: Topic,
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
