/** A person's word on a draft. It holds for the text whose hash it names, once, and not after it expired. */
import type { ApprovalEvent } from '../../schemas/system-event.ts';
import { contentHash } from '../gate/content-hash.ts';
import { cancelPlan } from './cancel-plan.ts';
import { type FollowUpTurn, withChange, withNurture } from './follow-up-turn.ts';
import { harmIn } from './harm-in.ts';

export function answerApproval(turn: FollowUpTurn, event: ApprovalEvent): FollowUpTurn {
  const { plan } = turn.nurture;
  const about = { action: event.action };
  if (!plan || plan.id !== event.action || plan.status !== 'awaiting_approval')
    return withChange(turn, 'approval_void', event.by, 'Nothing with this id waits for approval.', about);
  if (plan.contentHash !== event.contentHash)
    return withChange(turn, 'approval_void', event.by, 'The text has changed since it was shown.', about);
  if (turn.now > plan.expires)
    return withChange(turn, 'approval_void', event.by, 'It came after the approval expired.', about);
  const seen = withNurture(turn, { withPerson: turn.nurture.withPerson + 1 });
  if (!event.approved) {
    const why = event.reason ? `Declined: ${event.reason}` : 'Declined.';
    return cancelPlan(withNurture(seen, { lookAt: turn.now + DECLINED_MS }), event.by, why, 'declined');
  }
  const edited = event.body !== undefined || event.subject !== undefined;
  const text = { subject: event.subject ?? plan.subject, body: event.body ?? plan.body };
  const harm = edited && harmIn(turn, plan.play, `${text.subject}\n${text.body}`);
  if (harm) return withChange(turn, 'approval_void', event.by, harm, about);
  const hash = edited ? contentHash({ channel: plan.channel, ...text }) : plan.contentHash;
  const approved = { ...plan, ...text, contentHash: hash, status: 'planned' as const, approvedBy: event.by };
  const why = edited ? 'Approved with changes.' : 'Approved.';
  return withChange(withNurture(seen, { plan: approved }), 'approved', event.by, why, about);
}

/** What a person declined is not brought up again for so long. */
const DECLINED_MS = 3 * 86_400_000;
