/** Hands the lead to a person where a machine must not go on, with why, until when, and what could be said. */
import type { EscalationJudge } from '../../models/judges.ts';
import type { Escalation, EscalationReason } from '../../schemas/nurture.ts';
import { iso, round } from '../round.ts';
import { cancelAll } from './cancel-plan.ts';
import { summaryOf } from './escalation-summary.ts';
import { type FollowUpTurn, recordBase, withNurture, withRecords } from './follow-up-turn.ts';
import { hasNoAnswer } from './has-no-answer.ts';
import { isFresh } from './is-fresh.ts';
import type { OpenEscalation } from './nurture-state.ts';

const MINUTE_MS = 60_000;
/** Minutes: until somebody has looked, a lead that may have asked for something is left alone. */
const SOONER: Partial<Record<EscalationReason, number>> = { opt_out_unsure: 30 };
/** After so many missed deadlines it stays on the list, but is not raised again. */
const LAST_LEVEL = 4;

export function createEscalate(judge: EscalationJudge) {
  return function escalate(turn: FollowUpTurn): FollowUpTurn {
    const { event, state } = turn;
    if (event.type === 'timer') return raised(turn);
    if (event.type !== 'message' || event.from !== 'lead' || state.status !== 'open' || !isFresh(turn))
      return turn;
    // The lead is to be left alone: that needs nobody, where it is sure.
    if (turn.optOut && turn.optOut.scope !== 'topic')
      return turn.nurture.doubt ? opened(turn, 'opt_out_unsure', turn.optOut.p) : turn;
    const heard = turn.reading && judge.hear(turn.reading, event.text, turn.intents!);
    if (heard) return opened(turn, heard.reason, heard.p);
    if (isValuableAndUnsure(turn))
      return opened(withNurture(turn, { valueSeen: true }), 'high_value_low_confidence', 1);
    return hasNoAnswer(turn) ? opened(turn, 'unanswered', 1) : turn;
  };
}

/** Asked once of a lead: a person has looked, and the forecast has not become surer by that. */
function isValuableAndUnsure({ state, nurture, desk, forecast }: FollowUpTurn): boolean {
  const budget = state.contact.budget ?? 0;
  return (
    !nurture.valueSeen && budget >= desk.settings.highValue && forecast?.forecast.kind === 'insufficient'
  );
}

function opened(turn: FollowUpTurn, reason: EscalationReason, p: number): FollowUpTurn {
  const { nurture, now, state, desk } = turn;
  // The one that is open is about the same conversation, which the person will read.
  if (nurture.escalation || nurture.person) return turn;
  const escalation: OpenEscalation = {
    ...{ id: `escalation:${state.seq}`, reason, p: round(p, 3), at: now, level: 1 },
    ...summaryOf(turn, reason),
    due: now + Math.min(desk.settings.escalationMinutes, SOONER[reason] ?? Infinity) * MINUTE_MS,
  };
  return told(cancelAll(withNurture(turn, { escalation }), 'doorstep', 'A person is needed.'), escalation);
}

/** A deadline was missed: the next level hears of it. */
function raised(turn: FollowUpTurn): FollowUpTurn {
  const { nurture, now, desk } = turn;
  const { escalation } = nurture;
  if (!escalation || now < escalation.due || escalation.level >= LAST_LEVEL) return turn;
  const due = now + desk.settings.escalationMinutes * MINUTE_MS;
  const next = { ...escalation, level: escalation.level + 1, due };
  return told(withNurture(turn, { escalation: next }), next);
}

function told(
  turn: FollowUpTurn,
  { reason, p, summary, suggestedReply, due, level, id }: OpenEscalation,
): FollowUpTurn {
  const record: Escalation = {
    ...recordBase(turn, 'escalation'),
    ...{
      id: `${id}:${level}`,
      kind: 'escalation',
      reason,
      p,
      summary,
      suggestedReply,
      dueAt: iso(due),
      level,
    },
  };
  return withRecords(turn, record);
}
