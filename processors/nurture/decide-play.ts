/** Answers a threat: the play that fits it is chosen from as any touch is, sooner, and once an alert. */
import { callsForPlay, isWithAnother, playbookFor } from '../compete/playbooks.ts';
import { cancelPlan } from './cancel-plan.ts';
import { chooseTouch } from './choose-touch.ts';
import type { Deciding } from './decide-follow-up.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';
import { isFresh } from './is-fresh.ts';

export function decidePlay(turn: FollowUpTurn, judges: Deciding): FollowUpTurn | undefined {
  const { state, now, nurture } = turn;
  const { competition } = state;
  const { alert, played } = competition;
  if (!alert || played === alert.id || !callsForPlay(competition)) return undefined;
  // Of a lead that is with another an agent hears, and nobody else.
  if (state.status !== 'open' || !isFresh(turn) || isWithAnother(competition.rivals, now)) return undefined;
  const { plan } = nurture;
  if (plan && (plan.purpose !== 'marketing' || plan.approvedBy || plan.play)) return undefined;
  const begun = { ...turn, state: { ...state, competition: { ...competition, played: alert.id } } };
  return chooseTouch(cancelPlan(begun, 'doorstep', 'A threat comes first.'), judges, playbookFor(state, now));
}
