/** What surely did not reach the lead is said again: later where it was put off, another way where it failed. */

import type { DeliveryEvent } from '../../schemas/system-event.ts';
import type { Channel } from '../../schemas/words.ts';
import { gate } from '../gate/gate.ts';
import type { Deciding } from './decide-follow-up.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';
import { gateQuestion } from './gate-question.ts';
import { hasNoTurn } from './has-no-turn.ts';
import type { Send } from './nurture-state.ts';
import { recordDecision } from './record-decision.ts';

const MINUTE_MS = 60_000;
/** A budget is of a day, and a night passes: after so long both are new. */
const DEFERRED_MS = 12 * 60 * MINUTE_MS;
/** The dispatcher has tried for a while before it said that it failed. */
const FAILED_MS = 5 * MINUTE_MS;
/** Two failures within this are not chance: a person has to look. */
const ONCE_IN_MS = 24 * 60 * MINUTE_MS;

export function sendAgain(
  turn: FollowUpTurn,
  send: Send,
  { status, detail }: DeliveryEvent,
  judges: Pick<Deciding, 'fairHousing'>,
): FollowUpTurn {
  if (turn.nurture.plan || hasNoTurn(turn)) return turn;
  if (status === 'deferred') {
    const why = `Put off: ${detail ?? 'not today'}.`;
    return again(turn, send, { channel: send.channel, delay: 'tomorrow', afterMs: DEFERRED_MS, why }, judges);
  }
  if (status !== 'failed' || !isAwaited(turn, send)) return turn;
  const why = `It did not get through by ${send.channel}.`;
  return again(turn, send, { channel: otherWay(turn, send), delay: 'now', afterMs: FAILED_MS, why }, judges);
}

/** What the lead asked or booked. Marketing has its next turn anyway. */
const isAwaited = ({ nurture, now }: FollowUpTurn, { purpose, id }: Send): boolean =>
  purpose !== 'marketing' &&
  !nurture.sends.some((other) => other.id !== id && other.status === 'failed' && other.at > now - ONCE_IN_MS);

/** Pushed channels, and the page that the lead may still look at is none of them. */
const WAYS: readonly Channel[] = ['sms', 'email', 'whatsapp'];

/** Another channel that the lead agreed to, or the same again. */
function otherWay(turn: FollowUpTurn, { channel: failed, purpose, type }: Send): Channel {
  const other = WAYS.find((channel) => {
    if (channel === failed) return false;
    const asked = { id: 'probe', channel, purpose, type, text: '', contentHash: '', approvedBy: '' };
    const verdict = gate(gateQuestion(turn, asked, 'deciding', turn.now));
    return verdict.allow || verdict.refusal.until !== undefined;
  });
  return other ?? failed;
}

function again(
  turn: FollowUpTurn,
  { type, strategy, play = '' }: Send,
  { channel, delay, afterMs, why }: { channel: Channel; delay: string; afterMs: number; why: string },
  judges: Pick<Deciding, 'fairHousing'>,
): FollowUpTurn {
  return recordDecision(turn, judges, {
    wish: { type, channel, strategy, delay, due: turn.now + afterMs, responseRate: 0, why, play },
    choice: { mode: 'rule', propensity: 1, policyVersion: 'rule', arms: [], context: [] },
    refused: [],
  });
}
