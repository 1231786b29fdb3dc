/** Whether the lead asks what the engine cannot or may not answer by itself: somebody else has to, or nobody does. */
import type { GateRule } from '../../schemas/nurture.ts';
import { gate } from '../gate/gate.ts';
import { asksSomething } from './asks-something.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';
import { gateQuestion } from './gate-question.ts';
import { isAgentTalking } from './is-agent-talking.ts';

/** What an answer by the engine is refused for, however long it waits. A missing address is somebody's to add first. */
const BARRED: ReadonlySet<GateRule> = new Set(['opted-out', 'do-not-contact', 'suppressed-address']);

/** Of a message of the lead. Where drafts are only shown, every answer is a person's anyway. */
export function hasNoAnswer(turn: FollowUpTurn): boolean {
  const { nurture, desk } = turn;
  if (nurture.autonomy === 'suggest' || desk.settings.stopped || nurture.pausedBy) return false;
  if (!asksSomething(turn) || isAgentTalking(turn)) return false;
  const { intents } = nurture.asked;
  const isUnclear = intents.length === 0 && (nurture.unclear ?? 0) > 0;
  return isUnclear || intents.includes('opt_out') || isBarred(turn);
}

function isBarred(turn: FollowUpTurn): boolean {
  const { event, now } = turn;
  if (event.type !== 'message') return false;
  const verdict = gate(
    gateQuestion(
      turn,
      {
        ...{ id: 'probe', channel: event.channel, purpose: 'reply', type: 'answer' },
        ...{ text: '', contentHash: '', approvedBy: '' },
      },
      'deciding',
      now,
    ),
  );
  return !verdict.allow && BARRED.has(verdict.refusal.rule);
}
