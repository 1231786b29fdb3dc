/** Joins what a lead does with what was decided before: the learning signal of the policy. */
import { rewardOf } from '../../models/policy/reward.ts';
import type { DecisionOutcome } from '../../schemas/nurture.ts';
import { type FollowUpTurn, recordBase, withNurture, withRecords } from './follow-up-turn.ts';
import type { OpenReward } from './nurture-state.ts';

type Seen = Partial<Pick<OpenReward, 'replied' | 'acted' | 'showingBooked' | 'offerMade' | 'optedOut'>>;

export function attributeRewards(turn: FollowUpTurn): FollowUpTurn {
  const { nurture, now } = turn;
  if (nurture.rewards.length === 0) return turn;
  const seen = seenIn(turn);
  const replied = seen?.replied && nurture.rewards.some((reward) => !reward.replied && reward.sends > 0);
  const known = seen ? nurture.rewards.map((reward) => ({ ...reward, ...seen })) : nurture.rewards;
  const over = known.filter((reward) => now >= reward.until || reward.optedOut);
  const rewards = over.length > 0 ? known.filter((reward) => !over.includes(reward)) : known;
  const counted = withNurture(turn, { rewards, replies: nurture.replies + (replied ? 1 : 0) });
  return over.reduce(told, counted);
}

/** What this event shows of the lead. */
function seenIn({ event, optOut, state }: FollowUpTurn): Seen | undefined {
  if (event.type === 'message' && event.from === 'lead')
    return optOut && optOut.scope !== 'topic' ? { optedOut: true } : { replied: true };
  if (event.type === 'outcome' && state.status === 'opted_out') return { optedOut: true };
  if (event.type !== 'activity') return undefined;
  switch (event.activity) {
    case 'showing_booked':
      return { acted: true, showingBooked: true };
    case 'offer_made':
    case 'listing_signed':
      return { acted: true, offerMade: true };
    // These happen to a lead, or are a click that means no more than that it reads.
    case 'email_open':
    case 'showing_missed':
    case 'call_missed':
    case 'offer_accepted':
      return undefined;
    default:
      return { acted: true };
  }
}

/** Told of the oldest when a new decision needs its place, too. */
export function told(turn: FollowUpTurn, reward: OpenReward): FollowUpTurn {
  const record: DecisionOutcome = {
    ...recordBase(turn, 'outcome'),
    ...{ id: `outcome:${reward.decision}`, kind: 'outcome', decision: reward.decision },
    ...{ reward: rewardOf(reward), result: resultOf(reward) },
  };
  return withRecords(turn, record);
}

function resultOf({ optedOut, offerMade, showingBooked, replied, acted, sends }: OpenReward): string {
  if (optedOut) return 'opted_out';
  if (offerMade) return 'offered';
  if (showingBooked) return 'booked';
  if (replied) return 'replied';
  if (acted) return 'acted';
  return sends > 0 ? 'silent' : 'not_sent';
}
