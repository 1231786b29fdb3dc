/** While a person has the lead, or it is over, the engine is silent. */
import type { FollowUpTurn } from './follow-up-turn.ts';

export function hasNoTurn({ state, nurture, desk, event }: FollowUpTurn): boolean {
  const { escalation, person, pausedBy } = nurture;
  if (desk.settings.stopped || escalation || person || pausedBy) return true;
  if (state.contact.doNotContact || state.erased || event.type === 'erase') return true;
  // Preparing for the lead's next deed is no occasion to write.
  if (event.type === 'prebake') return true;
  return state.status === 'lost' || state.status === 'opted_out';
}
