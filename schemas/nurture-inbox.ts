/** What waits for a person, with enough beside it to decide; and what tells why a message could be sent. */
import Type, { type Static } from 'typebox';
import { ActionReceipt, Autonomy, NurtureStage } from './nurture.ts';
import { NurtureSettings } from './nurture-settings.ts';
import { EscalationView, PlanView } from './nurture-view.ts';
import { Channel, Probability, Time } from './words.ts';

const waiting = {
  lead: Type.String(),
  name: Type.Optional(Type.String()),
  agent: Type.Optional(Type.String()),
  segment: Type.String(),
  confidence: Type.Number({ minimum: 0, maximum: 1, description: 'In the segment' }),
  forecast: Type.Object({
    kind: Type.Enum(['date', 'window', 'insufficient']),
    pConvert: Probability,
  }),
  lastMessage: Type.Union([
    Type.Null(),
    Type.Object({
      from: Type.String(),
      channel: Type.Optional(Channel),
      text: Type.String({ description: 'Cut at 600 characters' }),
      at: Time,
    }),
  ]),
  stage: NurtureStage,
  why: Type.String(),
};

export const WaitingApproval = Type.Object({ ...waiting, autonomy: Autonomy, plan: PlanView });
export type WaitingApproval = Static<typeof WaitingApproval>;
export const WaitingEscalation = Type.Object({ ...waiting, escalation: EscalationView });
export type WaitingEscalation = Static<typeof WaitingEscalation>;

const total = Type.Integer({ minimum: 0, description: 'Of all that wait; the list ends at the limit' });
export const Approvals = Type.Object({ approvals: Type.Array(WaitingApproval), total });
export type Approvals = Static<typeof Approvals>;
export const Escalations = Type.Object({ escalations: Type.Array(WaitingEscalation), total });
export type Escalations = Static<typeof Escalations>;

export const Receipts = Type.Object({
  receipts: Type.Array(ActionReceipt, { description: 'Latest first' }),
  complete: Type.Boolean({
    description:
      'False where the log reaches further back than was looked: older ones are in the analytics store',
  }),
});
export type Receipts = Static<typeof Receipts>;

/** Settings as they stand, and whether anything is sent. */
export const SettingsInForce = Type.Object({
  settings: NurtureSettings,
  changedBy: Type.Union([Type.Null(), Type.String()]),
  changedAt: Type.Union([Type.Null(), Time]),
  told: Type.Boolean({ description: 'Whether every shard has this version on its log' }),
  sending: Type.Enum(['on', 'partly', 'stopped'], {
    description: 'As the claim of a send finds it; partly: a stop or its end has not reached all shards',
  }),
  stoppedBy: Type.Union([Type.Null(), Type.Enum(['brokerage', 'operator'])], {
    description: 'operator: sending is stopped for all brokerages',
  }),
});
export type SettingsInForce = Static<typeof SettingsInForce>;
