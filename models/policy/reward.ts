/** What a decision was worth, by what the lead did. */

/** Days from the decision in which things count: the same for every arm, and a week longer than the longest delay. */
export const REWARD_DAYS = 21;

/** What came within {@link REWARD_DAYS} of a decision. */
export interface TouchOutcome {
  /** Messages that went out for it; 0 for an arm that does nothing. */
  sends: number;
  replied: boolean;
  /** Did anything else of its own: looked at a listing, opened a link, searched. */
  acted: boolean;
  showingBooked: boolean;
  offerMade: boolean;
  optedOut: boolean;
}

const REPLY = 0.5;
const SHOWING = 0.75;
const OFFER = 1;
/** Patience of the lead and time of the agent: 25 messages cost what one reply is worth. */
const SEND = 0.02;

/**
 * In [−1, 1]: 1 for an offer, 0.75 for a showing, 0.5 for a reply or another act (the best of them counts), less 0.02
 * a message sent; −1 for an opt-out, whatever else was won, since it ends every later chance.
 */
export function rewardOf(outcome: TouchOutcome): number {
  if (outcome.optedOut) return -1;
  return Math.max(-1, won(outcome) - SEND * outcome.sends);
}

function won({ replied, acted, showingBooked, offerMade }: TouchOutcome): number {
  if (offerMade) return OFFER;
  if (showingBooked) return SHOWING;
  return replied || acted ? REPLY : 0;
}
