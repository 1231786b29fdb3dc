/** What both documents share: the schemas by name, and how one refers to another. */
import type { TSchema } from 'typebox';
import Type from 'typebox';
import { AgentReport, AgentStatus } from '../agent-status.ts';
import {
  CompetitiveAlert,
  CompetitiveAnalysis,
  CompetitorRegistry,
  MentionRecord,
  NoticeRecord,
  ResultRecord,
  SignalRecord,
  ThreatRecord,
} from '../competition.ts';
import { AcceptAct, AlertContact, IgnoreAct, SnoozeAct } from '../competition-acts.ts';
import {
  AlertContacts,
  Alerts,
  Competitors,
  MarketSeries,
  Markets,
  WinLossTable,
} from '../competition-answers.ts';
import { Effect } from '../effect.ts';
import {
  AlertFrame,
  ClientFrame,
  Delta,
  FrameError,
  Ping,
  Pong,
  Position,
  Restarting,
  Resync,
  State,
  Subscribe,
  Subscribed,
  Unsubscribe,
} from '../frames.ts';
import { Happening, StreamingInsight } from '../insight.ts';
import { WireInsight } from '../insight-wire.ts';
import { LeadEvent } from '../lead-event.ts';
import { MarketEvent } from '../market-event.ts';
import { ApprovalAct, HandbackAct, StopAct } from '../nurture-acts.ts';
import { Approvals, Escalations, Receipts, SettingsInForce } from '../nurture-inbox.ts';
import { NurtureSettings } from '../nurture-settings.ts';
import { Patterns, SimilarLeads } from '../similar.ts';
import { SYSTEM_EVENTS } from '../system-event.ts';
import { Probability, Time } from '../words.ts';

/** One thing that happened with a lead, as its talk lists them. */
const TalkEntry = Type.Intersect([
  Type.Object({
    seq: Type.Integer({ minimum: 1 }),
    at: Time,
    intents: Type.Array(Type.Object({ id: Type.String(), p: Probability })),
  }),
  Happening,
]);

const ErrorBody = Type.Object({
  error: Type.Object({
    code: Type.String(),
    field: Type.Optional(Type.String()),
    message: Type.String(),
    fix: Type.String({ description: 'What to do about it' }),
    events: Type.Optional(
      Type.Array(
        Type.Object({
          index: Type.Integer({ description: 'Place in the batch' }),
          field: Type.String(),
          message: Type.String(),
          fix: Type.String(),
        }),
        { description: 'The bad events of a batch, at most 100' },
      ),
    ),
  }),
});

const Accepted = Type.Object({
  accepted: Type.Integer({ minimum: 1 }),
  ids: Type.Array(Type.String(), { description: 'Ids of the events, in order' }),
});

export const SCHEMAS = {
  LeadEvent,
  SystemEvent: Type.Union(Object.values(SYSTEM_EVENTS)),
  MarketEvent,
  AgentStatus,
  StreamingInsight,
  WireInsight,
  TalkEntry,
  SimilarLeads,
  Patterns,
  Approvals,
  Escalations,
  Receipts,
  ApprovalAct,
  HandbackAct,
  AgentReport,
  StopAct,
  NurtureSettings,
  SettingsInForce,
  Effect,
  CompetitiveAlert,
  MentionRecord,
  SignalRecord,
  ThreatRecord,
  ResultRecord,
  NoticeRecord,
  Alerts,
  SnoozeAct,
  AlertContact,
  AlertContacts,
  CompetitorRegistry,
  Competitors,
  AcceptAct,
  IgnoreAct,
  CompetitiveAnalysis,
  Markets,
  MarketSeries,
  WinLossTable,
  Accepted,
  Error: ErrorBody,
  ClientFrame,
  Subscribe,
  Unsubscribe,
  Ping,
  Subscribed,
  Delta,
  AlertFrame,
  State,
  Resync,
  Restarting,
  Position,
  Pong,
  FrameError,
} satisfies Record<string, TSchema>;
export type SchemaName = keyof typeof SCHEMAS;

export const ref = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });

/** Plain JSON of the named schemas: what the library keeps beside it does not belong into a document. */
export const plainSchemas = (names: readonly SchemaName[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, JSON.parse(JSON.stringify(SCHEMAS[name]))]));
