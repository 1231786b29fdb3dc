/** What agents see of a lead's nurturing: part of the insight view. */
import Type, { type Static } from 'typebox';
import { Autonomy, ContentType, EscalationReason, NurtureStage } from './nurture.ts';
import { Channel, Probability, Time } from './words.ts';

/** What comes next. */
export const PlanView = Type.Object({
  id: Type.String(),
  action: ContentType,
  strategy: Type.String(),
  channel: Channel,
  sendAt: Time,
  status: Type.Enum(['planned', 'awaiting_approval', 'suggested']),
  subject: Type.String(),
  body: Type.String(),
  contentHash: Type.String(),
  expiresAt: Type.Optional(Time),
  expectedResponseRate: Probability,
});
export type PlanView = Static<typeof PlanView>;

/** What a person is asked to take over. */
export const EscalationView = Type.Object({
  id: Type.String(),
  reason: EscalationReason,
  summary: Type.String(),
  suggestedReply: Type.String(),
  since: Time,
  dueAt: Time,
  level: Type.Integer(),
});
export type EscalationView = Static<typeof EscalationView>;

/** Without a plan nothing comes next; without an escalation no person is waited for. */
export const NurtureView = Type.Object({
  stage: NurtureStage,
  since: Time,
  autonomy: Autonomy,
  holdout: Type.Boolean(),
  plan: Type.Optional(PlanView),
  why: Type.String({ description: 'Why this is planned, or why nothing is' }),
  escalation: Type.Optional(EscalationView),
  done: Type.Array(
    Type.Object({
      id: Type.String(),
      at: Time,
      action: ContentType,
      channel: Channel,
      status: Type.String({ description: 'ordered, sent, delivered, failed, uncertain, cancelled' }),
      text: Type.String({ description: 'Cut at 80 characters' }),
    }),
    { description: 'Latest first, at most five' },
  ),
});
export type NurtureView = Static<typeof NurtureView>;
