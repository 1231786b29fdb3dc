/** What agents see of a lead's nurturing: part of the insight view. */
import Type, { type Static } from 'typebox';
import { Autonomy, ContentType, EscalationReason, NurtureStage } from './nurture.ts';
import { Channel, Probability, Time } from './words.ts';

export const NurtureView = Type.Object({
  stage: NurtureStage,
  since: Time,
  autonomy: Autonomy,
  holdout: Type.Boolean(),
  /** What comes next, or why nothing does. */
  plan: Type.Optional(
    Type.Object({
      id: Type.String(),
      action: ContentType,
      strategy: Type.String(),
      channel: Channel,
      sendAt: Time,
      /** planned, waiting for approval, with the dispatcher, or only shown. */
      status: Type.Enum(['planned', 'awaiting_approval', 'ordered', 'suggested']),
      subject: Type.String(),
      body: Type.String(),
      contentHash: Type.String(),
      expiresAt: Type.Optional(Time),
      expectedResponseRate: Probability,
    }),
  ),
  why: Type.String({ description: 'Why this is planned, or why nothing is' }),
  escalation: Type.Optional(
    Type.Object({
      id: Type.String(),
      reason: EscalationReason,
      summary: Type.String(),
      suggestedReply: Type.String(),
      since: Time,
      dueAt: Time,
      level: Type.Integer(),
    }),
  ),
  /** Latest first, at most five. */
  done: Type.Array(
    Type.Object({
      id: Type.String(),
      at: Time,
      action: ContentType,
      channel: Channel,
      status: Type.String({ description: 'ordered, sent, delivered, failed, uncertain, cancelled, replied' }),
      text: Type.String({ description: 'Cut at 160 characters' }),
    }),
  ),
});
export type NurtureView = Static<typeof NurtureView>;
