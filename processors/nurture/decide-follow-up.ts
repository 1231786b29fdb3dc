/**
 * Decides what comes next for this lead. What the lead asks or books is followed by what it calls for, a threat by its
 * play; for the rest the policy is asked, a few days apart. One thing is planned at a time.
 */
import type { Judges } from '../../models/judges.ts';
import { decideAnswer } from './decide-answer.ts';
import { decidePlay } from './decide-play.ts';
import { decideTouch } from './decide-touch.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';
import { hasNoTurn } from './has-no-turn.ts';

export type Deciding = Pick<Judges, 'fairHousing' | 'forecast'>;

export function createDecideFollowUp(judges: Deciding) {
  return function decideFollowUp(turn: FollowUpTurn): FollowUpTurn {
    if (hasNoTurn(turn)) return turn;
    return decideAnswer(turn, judges) ?? decidePlay(turn, judges) ?? decideTouch(turn, judges) ?? turn;
  };
}
