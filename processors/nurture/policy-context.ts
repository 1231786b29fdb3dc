/** What the policy sees of this lead now. */

import { zoneOffset } from '../../models/features/zone-offset.ts';
import type { ForecastJudge } from '../../models/judges.ts';
import { type ContextInputs, contextOf } from '../../models/policy/context.ts';
import { SEGMENT_CARDS } from '../../schemas/segments.ts';
import { Channel } from '../../schemas/words.ts';
import { segmentOf } from './content-request.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';

const DAY_MS = 86_400_000;
/** A lead that was never touched answers like others do: one touch in four, counted as four touches. */
const PRIOR = { replies: 1, touches: 4 };

export function policyContext(turn: FollowUpTurn, judge: Pick<ForecastJudge, 'stageOf'>): Float64Array {
  return contextOf(inputsOf(turn, judge));
}

function inputsOf(turn: FollowUpTurn, judge: Pick<ForecastJudge, 'stageOf'>): ContextInputs {
  const { state, nurture, now, forecast } = turn;
  const told = forecast?.forecast ?? state.view?.forecast;
  const segment = segmentOf(turn);
  const touches = nurture.sends.filter(
    ({ purpose, status }) => purpose === 'marketing' && status !== 'cancelled',
  );
  const last = touches.at(-1);
  const local = localClock(now, state.contact.timezone);
  return {
    pConvert: told?.pConvert ?? 0,
    medianDays: told?.medianDays,
    confidence: CONFIDENCE[told?.kind ?? 'insufficient'],
    segmentGroup: segment ? SEGMENT_CARDS[segment].group : '',
    favourite: favouriteOf(state.habit.channels),
    stage: judge.stageOf(state.forecast),
    idleDays: daysSince(state.lastLeadAt || state.firstAt, now),
    messages: state.messages,
    replyRate: (nurture.replies + PRIOR.replies) / (nurture.touches + PRIOR.touches),
    touchesLast30: touches.filter(({ at }) => now - at < 30 * DAY_MS).length,
    lastTouchDays: last && daysSince(last.at, now),
    habitKnown: (told?.optimalTouchpoints.length ?? 0) > 0,
    ...local,
    marketMove: moveOf(state.market.listings.at(-1)),
    waiting: state.waiting,
    statusAgeDays: daysSince(nurture.since, now),
  };
}

const CONFIDENCE = { date: 1, window: 0.6, insufficient: 0.2 };

const daysSince = (then: number, now: number): number => Math.max(0, now - then) / DAY_MS;

/** Midday of a working day where the lead's clock is not known. */
function localClock(now: number, timezone: string | undefined): { localHour: number; weekday: number } {
  const offset = timezone === undefined ? undefined : zoneOffset(timezone, now);
  if (offset === undefined) return { localHour: 12, weekday: 3 };
  const local = new Date(now + offset * 60_000);
  return { localHour: local.getUTCHours(), weekday: local.getUTCDay() };
}

function favouriteOf(channels: Record<string, number>): Channel | undefined {
  let best: Channel | undefined;
  for (const channel of Channel.enum) {
    if ((channels[channel] ?? 0) > (best ? channels[best]! : 0)) best = channel;
  }
  return best;
}

const moveOf = (listing: { price: number; previousPrice?: number } | undefined): number =>
  listing?.previousPrice ? listing.price / listing.previousPrice - 1 : 0;
