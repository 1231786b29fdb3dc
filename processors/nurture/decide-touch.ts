/** Asks the policy whether and how to get in touch with a lead that is not waiting for an answer. */
import { isWithAnother } from '../compete/playbooks.ts';
import { chooseTouch } from './choose-touch.ts';
import type { Deciding } from './decide-follow-up.ts';
import { type FollowUpTurn, withNurture } from './follow-up-turn.ts';

/** Events at which there may be something to do: a day passed, the market moved, a message was delivered. */
const OCCASIONS = new Set(['tick', 'market', 'delivery', 'handback', 'pause', 'profile', 'activity']);

export function decideTouch(turn: FollowUpTurn, judges: Deciding): FollowUpTurn | undefined {
  const { event, nurture, state, now } = turn;
  if (!OCCASIONS.has(event.type) || nurture.plan || state.status !== 'open' || now < nurture.lookAt)
    return undefined;
  if (nurture.asked.text && state.waiting > 0 && nurture.autonomy !== 'automatic') return undefined;
  if (isWithAnother(state.competition.rivals, now))
    return withNurture(turn, { why: 'It says that it is with another: no marketing.' });
  return chooseTouch(turn, judges);
}
