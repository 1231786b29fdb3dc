/** What the nurturing engine says. Composed from issue to issue; the names are fixed now. */
import Type, { type Static } from 'typebox';
import { Channel, Probability, Time } from './words.ts';

export const PersonalizedContent = Type.Object({
  subject: Type.String(),
  body: Type.String(),
  callToAction: Type.String(),
  sendTiming: Time,
  expectedResponseRate: Probability,
});

const common = { id: Type.String(), tenant: Type.String(), lead: Type.String(), at: Time };

export const NurtureDecision = Type.Object({
  ...common,
  action: Type.String(),
  channel: Type.Optional(Channel),
  strategy: Type.String(),
  content: Type.Optional(PersonalizedContent),
  propensity: Probability,
  policyVersion: Type.String(),
  generation: Type.Integer(),
});
export const ApprovalRequest = Type.Object({
  ...common,
  action: Type.String(),
  contentHash: Type.String(),
  expiresAt: Time,
  content: PersonalizedContent,
});
export const ActionReceipt = Type.Object({
  ...common,
  action: Type.String(),
  consent: Type.Unknown(),
  location: Type.Unknown(),
  rules: Type.Record(Type.String(), Type.String()),
  contentHash: Type.String(),
  approver: Type.Optional(Type.String()),
  models: Type.Record(Type.String(), Type.String()),
});
export const Escalation = Type.Object({
  ...common,
  reason: Type.String(),
  summary: Type.String(),
  dueAt: Time,
});

export type NurtureDecision = Static<typeof NurtureDecision>;
export type ApprovalRequest = Static<typeof ApprovalRequest>;
export type ActionReceipt = Static<typeof ActionReceipt>;
export type Escalation = Static<typeof Escalation>;
