/** What a strategy comes to for this lead. */
import type { ContentType } from '../../schemas/nurture.ts';
import type { Strategy } from '../../schemas/policy.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';
import { SELLER_INTENTS } from './side-of.ts';

export function contentTypeOf(turn: FollowUpTurn, strategy: Strategy): ContentType {
  const { state, nurture } = turn;
  switch (strategy) {
    case 'answer':
      return nurture.sends.length === 0 && nurture.agentAt === 0 ? 'first_reply' : 'answer';
    case 'listing_match':
      return state.market.listings.some(({ change }) => change === 'price') ? 'price_alert' : 'listing_match';
    case 'market_update':
      return 'market_update';
    case 'showing_invite':
      return 'showing_invite';
    case 're_engage':
      return 're_engagement';
    case 'education':
      return educationOf(turn);
    default:
      return nurture.touches === 0 ? 'follow_up' : 'check_in';
  }
}

/** What there is to learn depends on what the lead is after. */
function educationOf({ nurture, state }: FollowUpTurn): ContentType {
  if (SELLER_INTENTS.some((intent) => nurture.asked.intents.includes(intent))) return 'valuation';
  const segment = state.view?.profile.primaryMicrosegment ?? '';
  if (segment.includes('seller')) return 'valuation';
  return state.listing ? 'offer_help' : 'follow_up';
}
