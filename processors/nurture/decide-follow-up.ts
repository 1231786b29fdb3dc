/**
 * Decides what comes next for this lead. What the lead asks or books is followed by what it calls for, a threat by its
 * play; for the rest the policy is asked, a few days apart. One thing is planned at a time.
 */
import type { Judges } from '../../models/judges.ts';
import { decideAnswer } from './decide-answer.ts';
import { decidePlay } from './decide-play.ts';
import { decideTouch } from './decide-touch.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';

export type Deciding = Pick<Judges, 'fairHousing' | 'forecast'>;

export function createDecideFollowUp(judges: Deciding) {
  return function decideFollowUp(turn: FollowUpTurn): FollowUpTurn {
    if (hasNoTurn(turn)) return turn;
    return decideAnswer(turn, judges) ?? decidePlay(turn, judges) ?? decideTouch(turn, judges) ?? turn;
  };
}

/** While a person has the lead, or it is over, the engine is silent. */
function hasNoTurn({ state, nurture, desk, event }: FollowUpTurn): boolean {
  const { escalation, person, pausedBy } = nurture;
  if (desk.settings.stopped || escalation || person || pausedBy) return true;
  if (state.contact.doNotContact || state.erased || event.type === 'erase') return true;
  // Preparing for the lead's next deed is no occasion to write.
  if (event.type === 'prebake') return true;
  return state.status === 'lost' || state.status === 'opted_out';
}
