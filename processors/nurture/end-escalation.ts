/** An escalation ends when a person has the lead. */
import { type FollowUpTurn, withChange, withNurture } from './follow-up-turn.ts';

export function endEscalation<T extends FollowUpTurn>(turn: T, by: string, why: string): T {
  const { escalation } = turn.nurture;
  if (!escalation) return turn;
  const inTime = turn.now <= escalation.due && escalation.level === 1;
  return withChange(
    withNurture(turn, { escalation: null }),
    inTime ? 'escalation_met' : 'escalation_met_late',
    by,
    why,
    { action: escalation.id },
  );
}
