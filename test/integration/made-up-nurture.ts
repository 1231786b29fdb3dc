/** Invented records of the actions stream, whole as the engine would leave them. */
import type {
  ActionReceipt,
  ApprovalRequest,
  DecisionOutcome,
  Escalation,
  NurtureChange,
  NurtureDecision,
  SendOrder,
} from '../../schemas/nurture.ts';

/** Whose record it is, and when; `at` in epoch ms. */
export interface Whose {
  tenant: string;
  lead: string;
  id: string;
  at: number;
}

/** Undefined takes a field away. */
type More<T> = { [K in keyof T]?: T[K] | undefined };

const HOUR = 3_600_000;
const later = (at: number, hours: number) => new Date(at + hours * HOUR).toISOString();
const common = ({ at, ...whose }: Whose) => ({ ...whose, at: new Date(at).toISOString() });

const content = (at: number) => ({
  subject: '',
  body: 'Three homes came up near Zilker. Shall I send them?',
  callToAction: 'Shall I send them?',
  sendTiming: later(at, 1),
  expectedResponseRate: 0.21,
});

export const decision = (whose: Whose, more: More<NurtureDecision> = {}): NurtureDecision =>
  ({
    ...common(whose),
    kind: 'decision',
    ...{ action: 'listing_match', channel: 'sms', strategy: 'listing_match', delay: 'habit' },
    ...{ content: content(whose.at), contentHash: 'c0ffee', autonomy: 'automatic', holdout: false },
    ...{ propensity: 0.4375, policyVersion: 'p1', mode: 'fixed', generation: 1 },
    context: [0.1, 0.2],
    arms: ['email/check_in/habit', 'none/none/now', 'sms/listing_match/habit'],
    refused: [{ rule: 'quiet-hours', why: 'It is 22:10 in Chicago', until: later(whose.at, 10) }],
    why: 'A listing fits what was asked for',
    ...more,
  }) as NurtureDecision;

export const order = (whose: Whose, more: More<SendOrder> = {}): SendOrder =>
  ({
    ...common(whose),
    kind: 'send',
    ...{ decision: whose.id, channel: 'sms', type: 'listing_match', purpose: 'marketing' },
    ...{
      subject: '',
      body: content(whose.at).body,
      contentHash: 'c0ffee',
      campaign: 'spring',
      generation: 1,
    },
    ...more,
  }) as SendOrder;

export const approvalRequest = (whose: Whose, more: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  ...common(whose),
  kind: 'approval_request',
  ...{ action: 'listing_match', channel: 'sms', contentHash: 'c0ffee', expiresAt: later(whose.at, 24) },
  content: content(whose.at),
  reason: 'A listing fits what was asked for',
  ...more,
});

export const receipt = (whose: Whose, more: Partial<ActionReceipt> = {}): ActionReceipt => ({
  ...common(whose),
  kind: 'receipt',
  ...{ action: whose.id, channel: 'sms', purpose: 'marketing' },
  consent: { basis: 'express', text: 'Yes, text me', source: 'web form', since: later(whose.at, -240) },
  location: {
    evidence: 'phone',
    zones: ['America/Chicago', 'America/Denver'],
    states: ['TX'],
    localTimes: ['14:05', '13:05'],
  },
  rules: { 'quiet-hours': '2025-11-01' },
  caps: { perDay: '1 of 2' },
  ...{ campaign: 'spring', contentHash: 'c0ffee', approver: 'automatic' },
  fairHousing: { p: 0.01, class: 'none' },
  models: { policy: 'p1' },
  ...more,
});

export const escalation = (whose: Whose, more: Partial<Escalation> = {}): Escalation => ({
  ...common(whose),
  kind: 'escalation',
  ...{
    reason: 'legal_or_tax',
    p: 0.93,
    summary: 'Asks about probate',
    suggestedReply: 'A person will call.',
  },
  ...{ dueAt: later(whose.at, 1), level: 1 },
  ...more,
});

export const outcome = (whose: Whose, more: Partial<DecisionOutcome> = {}): DecisionOutcome => ({
  ...common(whose),
  kind: 'outcome',
  ...{ decision: whose.id, reward: 0.98, result: 'replied' },
  ...more,
});

export const change = (whose: Whose, more: More<NurtureChange> = {}): NurtureChange =>
  ({
    ...common(whose),
    kind: 'change',
    ...{ change: 'delivery', to: 'uncertain', by: 'doorstep', why: 'The provider did not answer in time' },
    action: whose.id,
    ...more,
  }) as NurtureChange;

/** The lead's first insight, as far as it assigns the lead to an arm. */
export const firstInsight = (whose: Whose, holdout: boolean) => ({
  ...common(whose),
  ...{ v: 1, seq: 1, event: 'e1', cause: { kind: 'message', id: 'e1' } },
  insightDelta: { nurture: { stage: 'new', holdout } },
});

/** A record of every kind about one lead. */
export const oneOfEach = (whose: Whose) => [
  decision(whose),
  order(whose),
  approvalRequest(whose),
  receipt(whose),
  escalation(whose),
  outcome(whose),
  change(whose),
];
