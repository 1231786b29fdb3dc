/** What the gate is asked, and what it answers. */
import type { ActionReceipt, Autonomy, ContentType, GateRule, Purpose } from '../../schemas/nurture.ts';
import type { NurtureSettings } from '../../schemas/nurture-settings.ts';
import type { Channel } from '../../schemas/words.ts';
import type { LeadConsent } from '../keep-consent.ts';
import type { LeadContact, LeadStatus } from '../lead-state.ts';
import type { NurtureState } from '../nurture/nurture-state.ts';

export interface GateQuestion {
  /** The moment of sending, epoch ms. */
  at: number;
  contact: LeadContact;
  consent: LeadConsent;
  status: LeadStatus;
  nurture: NurtureState;
  settings: NurtureSettings;
  holdout: boolean;
  autonomy: Autonomy;
  /** Autonomy, approval and a judged text are asked for when sending only: before, there may be no text yet. */
  phase: 'deciding' | 'sending';
  action: {
    id: string;
    channel: Channel;
    purpose: Purpose;
    type: ContentType;
    text: string;
    contentHash: string;
    /** Empty: nobody. */
    approvedBy: string;
    /** Hash of the content that was approved; empty: none. */
    approvedHash: string;
  };
  /** Of `action.text`; undefined while nobody judged it. */
  fairHousing: { p: number; class: string; label: 'block' | 'allow'; why: string } | undefined;
}

/** One rule's no. */
export interface GateRefusal {
  rule: GateRule;
  why: string;
  /** Epoch ms of the earliest moment that waiting alone opens it; absent where waiting does not help. */
  until?: number;
}

/** A rule of the gate: nothing where it has no objection. */
export type Rule = (question: GateQuestion) => GateRefusal | undefined;

export type GateEvidence = Pick<
  ActionReceipt,
  'consent' | 'location' | 'rules' | 'caps' | 'campaign' | 'contentHash' | 'fairHousing' | 'approver'
>;

export type GateVerdict = { allow: true; evidence: GateEvidence } | { allow: false; refusal: GateRefusal };
