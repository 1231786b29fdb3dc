/** A decision is kept whole: what could have been done, what was, with which odds, and what ruled the rest out. */
import { REWARD_DAYS } from '../../models/policy/reward.ts';
import type { ApprovalRequest, NurtureDecision, Refusal } from '../../schemas/nurture.ts';
import { iso } from '../round.ts';
import { told } from './attribute-rewards.ts';
import type { Deciding } from './decide-follow-up.ts';
import { type FollowUpTurn, recordBase, withNurture, withRecords } from './follow-up-turn.ts';
import { makePlan, type Planned, type PlanWish } from './make-plan.ts';
import { type OpenReward, REWARDS } from './nurture-state.ts';

const DAY_MS = 86_400_000;

export type DecisionChoice = Pick<
  NurtureDecision,
  'mode' | 'propensity' | 'policyVersion' | 'arms' | 'context'
>;

export interface Decided {
  wish: PlanWish;
  choice: DecisionChoice;
  refused: Refusal[];
}

export function recordDecision(
  turn: FollowUpTurn,
  judges: Pick<Deciding, 'fairHousing'>,
  decided: Decided,
): FollowUpTurn {
  const { wish, choice, refused } = decided;
  const made = makePlan(turn, wish, judges.fairHousing);
  if ('rule' in made) return refusedText(turn, wish, choice, [...refused, made], made.why);
  const { plan } = made;
  const known = opened(withNurture(turn, { plan, why: wish.why }), choice, plan.id);
  const decision = { ...common(known, choice, refused, wish.why, wish.play), ...planned(made) };
  return plan.status === 'awaiting_approval'
    ? withApproval(withRecords(known, decision), made)
    : withRecords(known, decision);
}

function withApproval(turn: FollowUpTurn, made: Planned): FollowUpTurn {
  const { plan } = made;
  const { action: type, content, contentHash } = planned(made);
  const request: ApprovalRequest = {
    ...recordBase(turn, 'approval'),
    ...{ id: plan.id, kind: 'approval_request', action: type, channel: plan.channel, contentHash, content },
    ...{ expiresAt: iso(plan.expires), reason: plan.why },
  };
  return withRecords(turn, request);
}

/** The arm was drawn, and learning needs to know which, though there was nothing that could be said for it. */
function refusedText(
  turn: FollowUpTurn,
  { channel, strategy, delay, play }: PlanWish,
  choice: DecisionChoice,
  refused: Refusal[],
  why: string,
): FollowUpTurn {
  const known = opened(withNurture(turn, { why }), choice, `n${turn.state.seq}`);
  const arm = { action: 'none', channel, strategy, delay };
  return withRecords(known, { ...common(known, choice, refused, why, play), ...arm });
}

/** The policy's own choice to wait. */
export function recordNothing(turn: FollowUpTurn, choice: DecisionChoice, refused: Refusal[]): FollowUpTurn {
  const why = 'Leaving the lead alone for now is likelier to help.';
  const known = opened(withNurture(turn, { why }), choice, `n${turn.state.seq}`);
  const nothing = { action: 'none', strategy: 'none', delay: 'now' };
  return withRecords(known, { ...common(known, choice, refused, why), ...nothing });
}

function common(turn: FollowUpTurn, choice: DecisionChoice, refused: Refusal[], why: string, play = '') {
  const { nurture, state } = turn;
  return {
    ...recordBase(turn, 'decision'),
    ...{ id: `n${state.seq}`, kind: 'decision' as const, ...choice, refused, why },
    ...{ autonomy: nurture.autonomy, holdout: nurture.holdout, generation: nurture.timer.generation },
    ...(play && { play }),
  };
}

function planned({ plan, callToAction }: Planned) {
  const { type, channel, strategy, delay, subject, body, due, responseRate, contentHash } = plan;
  const content = { subject, body, callToAction, sendTiming: iso(due), expectedResponseRate: responseRate };
  return { action: type, channel, strategy, delay, content, contentHash };
}

/** What a policy chose waits for its effect; what a rule called for is not learned from. */
function opened(turn: FollowUpTurn, { mode }: DecisionChoice, decision: string): FollowUpTurn {
  if (mode === 'rule') return turn;
  const { rewards } = turn.nurture;
  const room = rewards.length < REWARDS ? turn : told(turn, rewards[0]!);
  const reward: OpenReward = {
    ...{ decision, at: turn.now, until: turn.now + REWARD_DAYS * DAY_MS, sends: 0 },
    ...{ replied: false, acted: false, showingBooked: false, offerMade: false, optedOut: false },
  };
  return withNurture(room, { rewards: [...rewards, reward].slice(-REWARDS) });
}
