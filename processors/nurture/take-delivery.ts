/** What became of an order, as the dispatcher and the provider report it, in any order and more than once. */
import type { FairHousingJudge } from '../../models/judges.ts';
import type { DeliveryEvent, DeliveryStatus } from '../../schemas/system-event.ts';
import { type FollowUpTurn, withChange, withNurture } from './follow-up-turn.ts';
import { makePlan } from './make-plan.ts';
import type { Send } from './nurture-state.ts';

const STATUS: Record<DeliveryStatus, Send['status']> = {
  sent: 'sent',
  delivered: 'delivered',
  failed: 'failed',
  uncertain: 'uncertain',
  refused: 'cancelled',
  deferred: 'cancelled',
  opted_out: 'failed',
};
/** How much a status says; a report that says less than what is known comes late. */
const RANK: Record<Send['status'], number> = {
  ordered: 0,
  cancelled: 1,
  uncertain: 1,
  sent: 2,
  failed: 3,
  delivered: 3,
};
/** A budget is of a day, and a night passes: after so long both are new. */
const DEFERRED_MS = 12 * 3_600_000;

export function takeDelivery(
  turn: FollowUpTurn,
  event: DeliveryEvent,
  judge: FairHousingJudge,
): FollowUpTurn {
  const { action, status, detail } = event;
  const send = turn.nurture.sends.find(({ id }) => id === action);
  const now = STATUS[status];
  if (!send || RANK[now] <= RANK[send.status]) return turn;
  const sends = turn.nurture.sends.map((known) => (known.id === action ? { ...known, status: now } : known));
  const why = detail ? `${status}: ${detail}` : status;
  const about = { from: send.status, to: now, action };
  const known = withChange(withNurture(turn, { sends }), 'delivery', 'channel', why, about);
  if (now !== 'cancelled' && now !== 'failed') return known;
  const unsent = withNurture(known, { rewards: withoutSend(turn, action) });
  return status === 'deferred'
    ? plannedAgain(unsent, send, `Put off: ${detail ?? 'not today'}.`, judge)
    : unsent;
}

/** What did not reach the lead is no touch to be learned from. */
const withoutSend = ({ nurture }: FollowUpTurn, decision: string) =>
  nurture.rewards.map((reward) =>
    reward.decision === decision ? { ...reward, sends: Math.max(0, reward.sends - 1) } : reward,
  );

/** It could not go out today: the same is said tomorrow, if it still stands then. */
function plannedAgain(turn: FollowUpTurn, send: Send, why: string, judge: FairHousingJudge): FollowUpTurn {
  if (turn.nurture.plan) return turn;
  const { type, channel, strategy } = send;
  const due = turn.now + DEFERRED_MS;
  const made = makePlan(
    turn,
    { type, channel, strategy, delay: 'tomorrow', due, responseRate: 0, why, play: '' },
    judge,
  );
  return 'rule' in made ? turn : withNurture(turn, { plan: made.plan, why });
}
