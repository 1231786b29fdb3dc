/** What the nurturing engine says: decisions, content, approvals, receipts, escalations. */
import Type, { type Static } from 'typebox';
import { SAID_REASONS } from './escalation.ts';
import { Channel, Probability, Time } from './words.ts';

/** What a message to a lead is for. */
export const CONTENT_TYPES = [
  'first_reply',
  'answer',
  'follow_up',
  'market_update',
  'listing_match',
  'showing_invite',
  'showing_confirmation',
  'post_showing',
  'price_alert',
  'valuation',
  'offer_help',
  'check_in',
  're_engagement',
  'referral_thanks',
  'closing',
] as const;
export const ContentType = Type.Enum([...CONTENT_TYPES]);
export type ContentType = (typeof CONTENT_TYPES)[number];

/**
 * Why the law lets it be sent: `reply` answers what the lead wrote itself, `service` is about something the lead
 * booked or signed, everything else is `marketing` and needs consent given for it.
 */
export const PURPOSES = ['reply', 'service', 'marketing'] as const;
export const Purpose = Type.Enum([...PURPOSES]);
export type Purpose = (typeof PURPOSES)[number];

const PURPOSE_OF: Partial<Record<ContentType, Purpose>> = {
  first_reply: 'reply',
  answer: 'reply',
  showing_confirmation: 'service',
  post_showing: 'service',
  closing: 'service',
};
export const purposeOf = (type: ContentType): Purpose => PURPOSE_OF[type] ?? 'marketing';

export const NURTURE_STAGES = [
  'new',
  'nurturing',
  'waiting',
  'awaiting_approval',
  'with_person',
  'paused',
  'opted_out',
  'closed',
] as const;
export const NurtureStage = Type.Enum([...NURTURE_STAGES]);
export type NurtureStage = (typeof NURTURE_STAGES)[number];

/** What the lead says, and what Doorstep sees by itself. */
export const ESCALATION_REASONS = [
  ...SAID_REASONS,
  'high_value_low_confidence',
  'opt_out_unsure',
  'unanswered',
] as const;
export const EscalationReason = Type.Enum([...ESCALATION_REASONS]);
export type EscalationReason = (typeof ESCALATION_REASONS)[number];

/** How far the engine may go by itself: show a draft, ask first, or send. */
export const AUTONOMY = ['suggest', 'approve', 'automatic'] as const;
export const Autonomy = Type.Enum([...AUTONOMY]);
export type Autonomy = (typeof AUTONOMY)[number];

/** What the gate asks; a refusal names one of these. */
export const GATE_RULES = [
  'kill-switch',
  'autonomy',
  'closed',
  'opted-out',
  'do-not-contact',
  'suppressed-address',
  'no-address',
  'no-consent',
  'holdout',
  'quiet-hours',
  'frequency-cap',
  'campaign-budget',
  'channel-window',
  'fair-housing',
  'disparagement',
  'with-person',
  'agent-talking',
  'not-approved',
  'stale',
] as const;
export const GateRule = Type.Enum([...GATE_RULES]);
export type GateRule = (typeof GATE_RULES)[number];

export const PersonalizedContent = Type.Object({
  subject: Type.String(),
  body: Type.String(),
  callToAction: Type.String(),
  sendTiming: Time,
  expectedResponseRate: Probability,
});
export type PersonalizedContent = Static<typeof PersonalizedContent>;

const common = { id: Type.String(), tenant: Type.String(), lead: Type.String(), at: Time };

/** A refusal by the gate, in words. */
export const Refusal = Type.Object({
  rule: GateRule,
  why: Type.String(),
  until: Type.Optional(Time),
});
export type Refusal = Static<typeof Refusal>;

/** What the engine decided to do next about a lead, or that it does nothing, and the odds it had of deciding so. */
export const NurtureDecision = Type.Object({
  ...common,
  kind: Type.Literal('decision'),
  action: Type.String({ description: 'Content type, or none' }),
  channel: Type.Optional(Channel),
  strategy: Type.String(),
  delay: Type.String(),
  content: Type.Optional(PersonalizedContent),
  contentHash: Type.Optional(Type.String()),
  autonomy: Autonomy,
  holdout: Type.Boolean(),
  propensity: Probability,
  policyVersion: Type.String(),
  mode: Type.String({
    description: 'Which policy chose: learned, fixed, or a rule where only one thing could be done',
  }),
  generation: Type.Integer(),
  context: Type.Array(Type.Number(), { description: 'CONTEXT_NAMES order, rounded' }),
  arms: Type.Array(Type.String(), { description: 'Arms that could have been taken' }),
  refused: Type.Array(Refusal, { description: 'What the gate ruled out first' }),
  why: Type.String(),
  play: Type.Optional(
    Type.String({ description: 'Which threat it answers, as competition names its plays' }),
  ),
});

/** The order to send: dispatch claims it, calls the channel once, and reports a `delivery`. It holds no address. */
export const SendOrder = Type.Object({
  ...common,
  kind: Type.Literal('send'),
  decision: Type.String(),
  channel: Channel,
  type: ContentType,
  purpose: Purpose,
  subject: Type.String(),
  body: Type.String(),
  contentHash: Type.String(),
  /** Registered campaign whose daily budget this takes from. */
  campaign: Type.Optional(Type.String()),
  dailyBudget: Type.Optional(
    Type.Integer({ minimum: 0, description: 'Messages a day of the campaign, as the settings were' }),
  ),
  template: Type.Optional(
    Type.String({ description: 'WhatsApp: approved template, outside the 24 h window' }),
  ),
  notAfter: Type.Optional({ ...Time, description: 'When quiet hours begin where the lead may be' }),
  generation: Type.Integer(),
});

export const ApprovalRequest = Type.Object({
  ...common,
  kind: Type.Literal('approval_request'),
  action: ContentType,
  channel: Channel,
  contentHash: Type.String(),
  expiresAt: Time,
  content: PersonalizedContent,
  reason: Type.String(),
});

/** Why this message could lawfully be sent: made by the gate at the moment of sending. */
export const ActionReceipt = Type.Object({
  ...common,
  kind: Type.Literal('receipt'),
  action: Type.String({ description: 'Of the order' }),
  channel: Channel,
  purpose: Purpose,
  consent: Type.Object({
    basis: Type.Enum(['express', 'inquiry', 'transaction']),
    text: Type.Optional(Type.String()),
    source: Type.Optional(Type.String()),
    since: Time,
  }),
  location: Type.Object({
    evidence: Type.String({ description: 'What it is known from: profile, phone, or unknown' }),
    zones: Type.Array(Type.String()),
    states: Type.Array(Type.String()),
    localTimes: Type.Array(Type.String({ description: 'Local time in each zone, HH:MM' })),
  }),
  rules: Type.Record(Type.String(), Type.String(), { description: 'Rule table → version' }),
  caps: Type.Record(Type.String(), Type.String(), { description: 'Cap → used of most' }),
  campaign: Type.Optional(Type.String()),
  contentHash: Type.String(),
  fairHousing: Type.Object({ p: Probability, class: Type.String() }),
  approver: Type.String({ description: 'Who approved it, or automatic' }),
  models: Type.Record(Type.String(), Type.String()),
});
export type ActionReceipt = Static<typeof ActionReceipt>;

export const Escalation = Type.Object({
  ...common,
  kind: Type.Literal('escalation'),
  reason: EscalationReason,
  p: Probability,
  summary: Type.String(),
  suggestedReply: Type.String(),
  dueAt: Time,
  level: Type.Integer({ minimum: 1, description: 'Raised by each missed deadline' }),
});
export type Escalation = Static<typeof Escalation>;

/** What came of a decision, once that can be told. */
export const DecisionOutcome = Type.Object({
  ...common,
  kind: Type.Literal('outcome'),
  decision: Type.String(),
  reward: Type.Number({ minimum: -1, maximum: 1 }),
  result: Type.String({ description: 'replied, acted, booked, offered, opted_out, silent, not_sent' }),
});

/**
 * The audit log's line. Analysts count these words of `change`: approved, declined, expired (of an approval asked for);
 * escalation_met, escalation_met_late; delivery (`to` the order's status), order_called_back; opt_out_confirmed,
 * opt_out_withdrawn (of one heard without being sure).
 */
export const NurtureChange = Type.Object({
  ...common,
  kind: Type.Literal('change'),
  change: Type.String(),
  from: Type.Optional(Type.String()),
  to: Type.Optional(Type.String()),
  by: Type.String({ description: 'doorstep, lead, or who did it' }),
  why: Type.String(),
  action: Type.Optional(Type.String()),
});

export type NurtureDecision = Static<typeof NurtureDecision>;
export type SendOrder = Static<typeof SendOrder>;
export type ApprovalRequest = Static<typeof ApprovalRequest>;
export type DecisionOutcome = Static<typeof DecisionOutcome>;
export type NurtureChange = Static<typeof NurtureChange>;

/** Everything on the actions stream, told apart by `kind`. */
export type NurtureRecord =
  | NurtureDecision
  | SendOrder
  | ApprovalRequest
  | ActionReceipt
  | Escalation
  | DecisionOutcome
  | NurtureChange;
