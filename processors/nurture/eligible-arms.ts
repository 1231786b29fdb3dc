/** What could be done for this lead now: arms that the law and the settings allow and that there are facts for. */
import type { Refusal } from '../../schemas/nurture.ts';
import { type Arm, DELAYS, type Delay, NO_TOUCH, type Strategy } from '../../schemas/policy.ts';
import type { Channel } from '../../schemas/words.ts';
import type { Playbook } from '../compete/playbooks.ts';
import { gate } from '../gate/gate.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';
import { type Asked, gateQuestion } from './gate-question.ts';

const DAY_MS = 86_400_000;
/** Channels that reach a lead that is not there now, without a person to speak. */
const PUSHED: readonly Channel[] = ['sms', 'email', 'whatsapp'];
const IDLE_MS = 14 * DAY_MS;
const SOON: readonly Delay[] = ['now', 'tomorrow'];

/** @param book a play that answers a threat: only what belongs to it, soon, and not to do nothing */
export function eligibleArms(turn: FollowUpTurn, book?: Playbook): { arms: Arm[]; refused: Refusal[] } {
  const refused: Refusal[] = [];
  const channels = PUSHED.filter((channel) => {
    const verdict = gate(gateQuestion(turn, probe(channel), 'deciding', turn.now));
    if (verdict.allow || verdict.refusal.until !== undefined) return true;
    const { rule, why } = verdict.refusal;
    if (!refused.some((known) => known.rule === rule)) refused.push({ rule, why });
    return false;
  });
  const strategies = book ? [book.strategy] : strategiesFor(turn);
  const delays = book ? SOON : delaysFor(turn);
  const arms = channels.flatMap((channel) =>
    strategies.flatMap((strategy) => delays.map((delay): Arm => ({ channel, strategy, delay }))),
  );
  return { arms: book ? arms : [...arms, NO_TOUCH], refused };
}

/** Any marketing: what one may not be told, one may not be told any of. */
const probe = (channel: Channel): Asked => ({
  ...{ id: 'probe', channel, text: '', contentHash: '', approvedBy: '' },
  ...{ purpose: 'marketing', type: 'check_in' },
});

function strategiesFor({ state, now }: FollowUpTurn): Strategy[] {
  const { market, listing } = state;
  const strategies: Strategy[] = ['check_in', 'education'];
  if (market.listings.length > 0) strategies.push('listing_match');
  if (market.area) strategies.push('market_update');
  if (listing) strategies.push('showing_invite');
  if (state.lastLeadAt > 0 && now - state.lastLeadAt > IDLE_MS) strategies.push('re_engage');
  return strategies;
}

function delaysFor({ state }: FollowUpTurn): Delay[] {
  const habit = state.view?.forecast.optimalTouchpoints.length ?? 0;
  return DELAYS.filter((delay) => delay !== 'habit' || habit > 0);
}
