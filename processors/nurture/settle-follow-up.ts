/** Closes the nurturing part of a turn: the stage it came to, the one timer, and what others are told. */

import type { Output } from '../../schemas/flow.ts';
import type { NurtureStage } from '../../schemas/nurture.ts';
import { SENDS_LIST, sendMember } from '../../schemas/shards.ts';
import { isEnded } from '../keep-consent.ts';
import { iso } from '../round.ts';
import type { NextTurn } from '../turn.ts';
import { armFollowUp } from './arm-follow-up.ts';
import { type FollowUpTurn, withChange, withNurture } from './follow-up-turn.ts';
import { tellRegistry } from './tell-registry.ts';

const HOUR_MS = 3_600_000;

export function settleFollowUp(turn: FollowUpTurn): NextTurn {
  const moved = staged(turn);
  const { nurture, outputs: timer } = armFollowUp(moved);
  const known = tellRegistry({ ...moved, nurture });
  const outputs = [...turn.outputs, ...timer, ...known.outputs, ...told(known.turn)];
  return { ...known.turn, state: { ...turn.state, nurture: known.turn.nurture }, outputs };
}

/** The stage is what is true, not a thing of its own: it cannot disagree with it. */
export function stageOf({ state, nurture, now, desk }: FollowUpTurn): NurtureStage {
  const { plan, escalation, person, pausedBy, rewards, agentAt, sends } = nurture;
  if (state.status === 'opted_out' || isEnded(state.consent, 'all')) return 'opted_out';
  if (state.status !== 'open') return 'closed';
  if (pausedBy) return 'paused';
  const silent = agentAt > 0 && now - agentAt < desk.settings.silentHoursAfterAgent * HOUR_MS;
  if (person || escalation || silent) return 'with_person';
  if (plan?.status === 'awaiting_approval') return 'awaiting_approval';
  if (plan) return 'nurturing';
  if (sends.some(({ status }) => status === 'ordered') || rewards.some((reward) => reward.sends > 0))
    return 'waiting';
  return state.messages > 0 || sends.length > 0 ? 'nurturing' : 'new';
}

function staged(turn: FollowUpTurn): FollowUpTurn {
  const { nurture, now, event } = turn;
  const stage = stageOf(turn);
  if (stage === nurture.stage) return turn;
  const by = 'by' in event && typeof event.by === 'string' ? event.by : 'doorstep';
  const moved = withNurture(turn, { stage, since: now });
  return withChange(moved, 'stage', by, `After ${event.type}.`, { from: nurture.stage, to: stage });
}

/** Records for the actions stream, the list that claims look at, and what was said for the conversation's page. */
function told(turn: FollowUpTurn): Output[] {
  const { records, state, nurture, before } = turn;
  const route = { tenant: state.tenant, lead: state.lead, agent: state.contact.agent ?? '' };
  const outputs: Output[] = records.map((body) => ({ to: 'actions', body, route }));
  const known = new Map((before?.nurture.sends ?? []).map(({ id, status }) => [id, status]));
  for (const { id, status } of nurture.sends) {
    if (known.get(id) === status) continue;
    const member = sendMember(state.tenant, state.lead, id);
    if (status === 'ordered') outputs.push({ to: 'roster', list: SENDS_LIST, member, score: 0 });
    else if (known.get(id) === 'ordered')
      outputs.push({ to: 'roster', list: SENDS_LIST, member, score: null });
  }
  for (const record of records) {
    if (record.kind !== 'send') continue;
    const { channel, body: text } = record;
    const said = {
      seq: state.seq,
      at: iso(turn.now),
      type: 'message',
      from: 'system',
      channel,
      text,
      intents: [],
    };
    outputs.push({ to: 'talk', body: said });
  }
  return outputs;
}
