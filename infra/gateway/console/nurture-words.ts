/** Nurturing in words: stages, reasons, what becomes of a message, and how much time there is. */

import type { EscalationReason, NurtureStage } from '../../../schemas/nurture.ts';
import type { NurtureView } from '../../../schemas/nurture-view.ts';
import type { Tone } from './domain-words.ts';
import { spelled } from './domain-words.ts';
import { within } from './format.ts';

const STAGES: Record<NurtureStage, string> = {
  new: 'New',
  nurturing: 'Being nurtured',
  waiting: 'Waiting for an answer',
  awaiting_approval: 'Awaiting approval',
  with_person: 'With a person',
  paused: 'Paused',
  opted_out: 'Opted out',
  closed: 'Closed',
};
export const stageWords = (stage: NurtureStage): string => STAGES[stage];

const REASONS: Record<EscalationReason, string> = {
  legal_or_tax: 'Legal or tax question',
  complaint: 'Complaint',
  human_request: 'Asks for a person',
  offer: 'Offer on the table',
  fair_housing: 'Fair-housing matter',
  distress: 'In distress',
  high_value_low_confidence: 'High value, low confidence',
  opt_out_unsure: 'Opted out? Not sure',
  unanswered: 'Has no answer yet',
};
export const reasonWords = (reason: EscalationReason): string => REASONS[reason];

export interface NurtureChip {
  text: string;
  tone: Tone;
  why: string;
}

/** What somebody who looks over the list has to know; nothing of a lead that goes its way. Nobody has an open case yet. */
export function nurtureChips(view: NurtureView | undefined): NurtureChip[] {
  if (!view) return [];
  const { stage, plan, escalation, why } = view;
  const chips: NurtureChip[] = [];
  if (escalation) {
    chips.push({
      text: 'Escalated',
      tone: 'wary',
      why: `${reasonWords(escalation.reason)}: ${escalation.summary}`,
    });
  }
  if (plan?.status === 'awaiting_approval') chips.push({ text: 'Awaiting approval', tone: 'warm', why });
  if (stage === 'paused' || (stage === 'with_person' && !escalation))
    chips.push({ text: stageWords(stage), tone: 'neutral', why });
  return chips;
}

const MADE_OF: Record<string, { text: string; tone: Tone }> = {
  ordered: { text: 'On its way', tone: 'neutral' },
  sent: { text: 'Sent', tone: 'neutral' },
  delivered: { text: 'Delivered', tone: 'warm' },
  replied: { text: 'Answered', tone: 'warm' },
  failed: { text: 'Failed', tone: 'wary' },
  uncertain: { text: 'Not known whether sent', tone: 'wary' },
  cancelled: { text: 'Cancelled', tone: 'neutral' },
};
export const deliveryWords = (status: string): { text: string; tone: Tone } =>
  MADE_OF[status] ?? { text: spelled(status), tone: 'neutral' };

const MINUTE_MS = 60_000;
/** From here on a deadline presses. */
const NEAR_MS = 15 * MINUTE_MS;

export interface TimeLeft {
  text: string;
  urgency: 'calm' | 'near' | 'over';
}

/** `in 24 min`, or how long ago the time was up. @param until RFC 3339 */
export function timeLeft(until: string, now: number): TimeLeft {
  const left = new Date(until).getTime() - now;
  if (left <= 0) return { text: `${minutes(-left)} ago`, urgency: 'over' };
  return { text: `in ${minutes(left)}`, urgency: left < NEAR_MS ? 'near' : 'calm' };
}

const minutes = (ms: number): string =>
  ms < MINUTE_MS ? `${Math.max(1, Math.floor(ms / 1000))} s` : within(Math.floor(ms / MINUTE_MS));
