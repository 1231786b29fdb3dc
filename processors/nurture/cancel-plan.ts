/** Nothing that is queued outlives the reason it was queued for. */
import type { Purpose } from '../../schemas/nurture.ts';
import { type FollowUpTurn, withChange, withNurture } from './follow-up-turn.ts';
import type { Send } from './nurture-state.ts';

/**
 * Drops what is planned, if anything is.
 *
 * @param change as the audit log calls it
 */
export function cancelPlan<T extends FollowUpTurn>(
  turn: T,
  by: string,
  why: string,
  change: 'plan_cancelled' | 'declined' | 'expired' = 'plan_cancelled',
): T {
  const { plan } = turn.nurture;
  if (!plan) return turn;
  return withChange(withNurture(turn, { plan: null, why }), change, by, why, { action: plan.id });
}

/**
 * Drops what is planned and calls back what the dispatcher has not claimed yet: the commit takes it off the list that
 * every claim looks at.
 *
 * @param only of this purpose; all where absent
 */
export function cancelAll<T extends FollowUpTurn>(turn: T, by: string, why: string, only?: Purpose): T {
  const { plan } = turn.nurture;
  const cancelled = plan && (!only || plan.purpose === only) ? cancelPlan(turn, by, why) : turn;
  const isOut = ({ status, purpose }: Send) => status === 'ordered' && (!only || purpose === only);
  const ordered = cancelled.nurture.sends.filter(isOut);
  if (ordered.length === 0) return cancelled;
  const sends = cancelled.nurture.sends.map((send) =>
    isOut(send) ? { ...send, status: 'cancelled' as const } : send,
  );
  return ordered.reduce(
    (known, { id }) => withChange(known, 'order_called_back', by, why, { action: id }),
    withNurture(cancelled, { sends }),
  );
}
