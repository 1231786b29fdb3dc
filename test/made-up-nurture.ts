/** Views of nurturing for tests: a draft that waits, a lead that needs a person, and nothing at all. */
import type { EscalationView, NurtureView, PlanView } from '../schemas/nurture-view.ts';

const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

export const nothingPlanned = (): NurtureView => ({
  ...{ stage: 'nurturing', since: inMinutes(-600), autonomy: 'approve', holdout: false },
  ...{ why: 'It was written to an hour ago', done: [] },
});

/** @param minutes until it expires */
export const awaiting = (minutes: number, more: Partial<PlanView> = {}): NurtureView => ({
  ...nothingPlanned(),
  ...{ stage: 'awaiting_approval', why: 'Asked for a showing two hours ago' },
  plan: {
    ...{ id: 'd-7', action: 'showing_invite', strategy: 'showing_invite', channel: 'sms' },
    ...{ sendAt: inMinutes(5), status: 'awaiting_approval', subject: '', body: 'Saturday at 10?' },
    ...{ contentHash: 'a'.repeat(64), expiresAt: inMinutes(minutes), expectedResponseRate: 0.34 },
    ...more,
  },
});

/** @param minutes until it is due */
export const escalated = (minutes: number, more: Partial<EscalationView> = {}): NurtureView => ({
  ...nothingPlanned(),
  ...{ stage: 'with_person', why: 'A person is asked for' },
  escalation: {
    ...{ id: 'x-3', reason: 'human_request', summary: 'Wants to speak with a person about the offer.' },
    ...{
      suggestedReply: 'I will call you at five.',
      since: inMinutes(-4),
      dueAt: inMinutes(minutes),
      level: 1,
    },
    ...more,
  },
});
