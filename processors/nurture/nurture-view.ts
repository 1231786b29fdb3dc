/** What agents see of a lead's nurturing. */
import type { NurtureView } from '../../schemas/nurture-view.ts';
import { iso } from '../round.ts';
import type { NurtureState, OpenEscalation, Plan, Send } from './nurture-state.ts';

const DONE = 5;

export function nurtureView(nurture: NurtureState): NurtureView {
  const { stage, since, autonomy, holdout, plan, escalation, sends, why } = nurture;
  return {
    stage,
    since: iso(since),
    autonomy,
    holdout,
    why,
    ...(plan && { plan: planView(plan) }),
    ...(escalation && { escalation: escalationView(escalation) }),
    done: sends.slice(-DONE).reverse().map(sendView),
  };
}

function planView(plan: Plan): NonNullable<NurtureView['plan']> {
  const { id, type, strategy, channel, due, status, subject, body, contentHash, expires, responseRate } =
    plan;
  return {
    id,
    action: type,
    strategy,
    channel,
    sendAt: iso(due),
    status,
    subject,
    body,
    contentHash,
    ...(expires > 0 && { expiresAt: iso(expires) }),
    expectedResponseRate: responseRate,
  };
}

function escalationView(open: OpenEscalation): NonNullable<NurtureView['escalation']> {
  const { id, reason, summary, suggestedReply, at, due, level } = open;
  return { id, reason, summary, suggestedReply, since: iso(at), dueAt: iso(due), level };
}

const sendView = ({ id, at, type, channel, status, text }: Send): NurtureView['done'][number] => ({
  id,
  at: iso(at),
  action: type,
  channel,
  status,
  text,
});
