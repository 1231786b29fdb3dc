/** One timer a lead: for what is due first of the plan, the approval's end and the escalation's deadline. */
import type { Static } from 'typebox';
import type { Output } from '../../schemas/flow.ts';
import type { TimerEvent } from '../../schemas/system-event.ts';
import { isCheck } from '../compete/is-check.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';
import type { NurtureState } from './nurture-state.ts';

export function armFollowUp(turn: FollowUpTurn): { nurture: NurtureState; outputs: Output[] } {
  const { nurture, state, key, event } = turn;
  const due = dueOf(nurture);
  const fired = event.type === 'timer' && !isCheck(event);
  if (due === nurture.timer.due && !(fired && due > 0)) return { nurture, outputs: [] };
  const timer = { generation: nurture.timer.generation + 1, due };
  const id = `${key}/nurture`;
  if (due === 0) return { nurture: { ...nurture, timer }, outputs: [{ to: 'cancel', id }] };
  const wake: Static<typeof TimerEvent> = {
    id: `nurture:${timer.generation}`,
    tenant: state.tenant,
    lead: state.lead,
    at: due,
    type: 'timer',
    timer: id,
    generation: timer.generation,
  };
  const { generation } = timer;
  return { nurture: { ...nurture, timer }, outputs: [{ to: 'timer', id, due, generation, event: wake }] };
}

/** 0: nothing waits. */
function dueOf({ plan, escalation }: NurtureState): number {
  const moments: number[] = [];
  if (plan?.status === 'planned') moments.push(plan.due);
  if (plan?.status === 'awaiting_approval') moments.push(plan.expires + 1);
  if (escalation && escalation.level < 4) moments.push(escalation.due);
  return moments.length > 0 ? Math.min(...moments) : 0;
}
