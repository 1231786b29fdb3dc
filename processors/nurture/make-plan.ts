/** A decision becomes a plan: the text is composed and judged, the moment is found, and a person is asked where one must be. */
import { type Composed, compose } from '../../models/content/compose.ts';
import type { FairHousingJudge } from '../../models/judges.ts';
import { purposeOf, type Refusal } from '../../schemas/nurture.ts';
import { contentHash } from '../gate/content-hash.ts';
import { nextOpening } from '../gate/opening.ts';
import { contentRequest, type Wanted } from './content-request.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';
import { harmIn } from './harm-in.ts';
import { judgeText } from './judge-text.ts';
import type { Plan } from './nurture-state.ts';
import { wasRead } from './read-texts.ts';

const HOUR_MS = 3_600_000;

export interface PlanWish extends Wanted {
  delay: string;
  /** When it should go out, epoch ms; quiet hours may move it. */
  due: number;
  responseRate: number;
  why: string;
  /** Which threat it answers, as {@link PLAYS} has it; empty: none. */
  play: string;
}

export interface Planned {
  plan: Plan;
  /** The part of the text that asks for an answer. */
  callToAction: string;
}

/** @returns why there can be no such plan, where there can be none */
export function makePlan(turn: FollowUpTurn, wish: PlanWish, judge: FairHousingJudge): Planned | Refusal {
  const composed = composeUnread(turn, wish);
  if (!composed.ok) return { rule: 'stale', why: `Nothing to say without ${composed.missing}.` };
  const { subject, body, callToAction, variant } = composed;
  const harm = harmIn(turn, wish.play, `${subject}\n${body}`);
  if (harm) return { rule: 'disparagement', why: harm };
  const fairHousing = judgeText(turn, composed, judge);
  const { label, why: unlawful } = fairHousing.verdict;
  if (label === 'block') return { rule: 'fair-housing', why: unlawful };
  const { state, nurture, now, desk } = turn;
  const { type, channel, strategy, delay, responseRate, why, play } = wish;
  const asks = nurture.autonomy === 'approve';
  const plan: Plan = {
    ...{ id: `n${state.seq}`, type, purpose: purposeOf(type), channel, strategy, delay, decidedAt: now },
    due: nextOpening(state.contact, channel, wish.due),
    autonomy: nurture.autonomy,
    status: STATUS[nurture.autonomy],
    ...{ subject, body, variant, responseRate, why, play },
    contentHash: contentHash({ channel, subject, body }),
    expires: asks ? now + desk.settings.approvalHours * HOUR_MS : 0,
    approvedBy: '',
    fairHousing,
  };
  return { plan, callToAction };
}

const DRAWS = 16;

/**
 * A text the lead has not read; the last one drawn where all were. What was read so long ago that its phrases are
 * forgotten would be drawn again and again, as the one read least: each that is turned down counts as read.
 */
function composeUnread(turn: FollowUpTurn, wish: PlanWish): Composed {
  let request = contentRequest(turn, wish);
  let composed = compose(request);
  for (let n = 1; n < DRAWS && composed.ok && wasRead(turn.nurture.texts, composed.body); n++) {
    request = { ...request, seed: `${request.seed}/${n}`, used: [...request.used, composed.variant] };
    composed = compose(request);
  }
  return composed;
}

const STATUS = { suggest: 'suggested', approve: 'awaiting_approval', automatic: 'planned' } as const;
