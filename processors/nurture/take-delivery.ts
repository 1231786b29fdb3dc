/** What became of an order, as the dispatcher and the provider report it, in any order and more than once. */
import type { FairHousingJudge } from '../../models/judges.ts';
import type { DeliveryEvent, DeliveryStatus } from '../../schemas/system-event.ts';
import { type FollowUpTurn, withChange, withNurture } from './follow-up-turn.ts';
import type { NurtureState, Send } from './nurture-state.ts';
import { sendAgain } from './send-again.ts';

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
  if (now === 'delivered') return withNurture(known, answeredBy(known.nurture, action));
  if (now !== 'cancelled' && now !== 'failed') return known;
  const unsent = withNurture(known, {
    rewards: withoutSend(turn, action),
    ...askedStill(turn.nurture, action),
  });
  return sendAgain(unsent, send, event, { fairHousing: judge });
}

/** What did not reach the lead is no touch to be learned from. */
const withoutSend = ({ nurture }: FollowUpTurn, decision: string) =>
  nurture.rewards.map((reward) =>
    reward.decision === decision ? { ...reward, sends: Math.max(0, reward.sends - 1) } : reward,
  );

const answeredBy = ({ answering }: NurtureState, action: string): Partial<NurtureState> =>
  answering?.id === action ? { answering: null } : {};

/** What the lead asked is open again, unless it has written since. */
function askedStill({ answering, asked }: NurtureState, action: string): Partial<NurtureState> {
  if (answering?.id !== action) return {};
  return { answering: null, ...(asked.text === '' && { asked: answering.asked }) };
}
