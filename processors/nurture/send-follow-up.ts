/** What is due is asked of the gate once more, and ordered from the dispatcher with the receipt of why it may go. */
import type { FairHousingJudge } from '../../models/judges.ts';
import type { ActionReceipt, Refusal, SendOrder } from '../../schemas/nurture.ts';
import { gate } from '../gate/gate.ts';
import type { GateEvidence } from '../gate/gate-question.ts';
import { openUntil } from '../gate/opening.ts';
import { cut } from '../keep-consent.ts';
import { iso } from '../round.ts';
import { cancelPlan } from './cancel-plan.ts';
import { type FollowUpTurn, recordBase, withChange, withNurture, withRecords } from './follow-up-turn.ts';
import { gateQuestion } from './gate-question.ts';
import { judgeText } from './judge-text.ts';
import { makePlan } from './make-plan.ts';
import { type NurtureState, type Plan, READ, type Send } from './nurture-state.ts';
import { withText } from './read-texts.ts';
import { withSend } from './with-send.ts';

const DAY_MS = 86_400_000;
/** Older facts are looked up again before they are told. */
const RECOMPOSED_AFTER_MS = DAY_MS;
/** What could not go out for so long is not worth saying any more. */
const PATIENCE_MS = 7 * DAY_MS;
const SHOWN_CHARACTERS = 80;

export function createSendFollowUp({ fairHousing }: { fairHousing: FairHousingJudge }) {
  return function sendFollowUp(turn: FollowUpTurn): FollowUpTurn {
    const { plan } = turn.nurture;
    if (!plan) return turn;
    if (plan.status === 'awaiting_approval' && turn.now > plan.expires)
      return cancelPlan(turn, 'doorstep', 'Nobody approved it in time.', 'expired');
    if (plan.status !== 'planned' || plan.due > turn.now) return turn;
    return attempt(turn, current(turn, plan, fairHousing), fairHousing);
  };
}

/** What a person approved stays word for word. */
function current(turn: FollowUpTurn, plan: Plan, judge: FairHousingJudge): Plan | Refusal {
  if (plan.approvedBy || turn.now - plan.decidedAt < RECOMPOSED_AFTER_MS) return plan;
  const again = makePlan(turn, { ...plan, due: turn.now }, judge);
  return 'rule' in again
    ? again
    : { ...again.plan, id: plan.id, decidedAt: plan.decidedAt, due: plan.due, status: 'planned' };
}

function attempt(turn: FollowUpTurn, plan: Plan | Refusal, judge: FairHousingJudge): FollowUpTurn {
  if ('rule' in plan) return cancelPlan(turn, 'gate', `${plan.rule}: ${plan.why}`);
  const text = `${plan.subject}\n${plan.body}`;
  const fair = judgeText(turn, plan, judge, plan.fairHousing);
  const verdict = gate(gateQuestion(turn, { ...plan, text }, 'sending', turn.now, fair.verdict));
  if (verdict.allow) return ordered(turn, plan, verdict.evidence);
  const { rule, why, until } = verdict.refusal;
  if (until === undefined || until - plan.decidedAt > PATIENCE_MS || until <= turn.now)
    return cancelPlan(turn, 'gate', `${rule}: ${why}`);
  const from = { action: plan.id, to: iso(until) };
  return withChange(
    withNurture(turn, { plan: { ...plan, due: until } }),
    'postponed',
    'gate',
    `${rule}: ${why}`,
    from,
  );
}

function ordered(turn: FollowUpTurn, plan: Plan, evidence: GateEvidence): FollowUpTurn {
  const { nurture, state } = turn;
  const { id, type, channel, purpose, subject, body, contentHash } = plan;
  const closing = openUntil(state.contact, channel, turn.now);
  const budget = turn.desk.settings.campaigns[channel];
  const campaign = budget ? { campaign: budget.id, dailyBudget: budget.dailyBudget } : {};
  const template =
    purpose === 'marketing' && channel === 'whatsapp' ? turn.desk.settings.templates[type] : undefined;
  const order: SendOrder = {
    ...recordBase(turn, 'send'),
    ...{ id, kind: 'send', decision: id, channel, type, purpose, subject, body, contentHash, ...campaign },
    ...(template !== undefined && { template }),
    ...(Number.isFinite(closing) && { notAfter: iso(closing) }),
    generation: nurture.timer.generation,
  };
  const receipt: ActionReceipt = {
    ...recordBase(turn, 'receipt'),
    ...{ id: `receipt:${id}`, kind: 'receipt', action: id, channel, purpose, ...evidence },
    models: { ...state.view?.models, policy: turn.desk.weights?.version ?? 'day-one' },
  };
  return withRecords(withNurture(turn, after(nurture, plan, turn.now)), receipt, order);
}

/** What was asked is answered, and kept until the answer is known to have come through. */
const replied = ({ asked, unclear = 0 }: NurtureState, { id, type }: Plan): Partial<NurtureState> => ({
  asked: { text: '', intents: [], channel: '' },
  answering: { id, asked },
  ...(type === 'answer' && asked.intents.length === 0 && { unclear: unclear + 1 }),
});

function after(nurture: NurtureState, plan: Plan, now: number): NurtureState {
  const { id, type, purpose, channel, strategy, variant, body, approvedBy, play } = plan;
  const text = cut(body, SHOWN_CHARACTERS);
  const send: Send = { id, at: now, type, purpose, channel, strategy, status: 'ordered', text, play };
  return {
    ...withSend(nurture, send),
    plan: null,
    why: 'Waiting for what the lead makes of it.',
    touches: nurture.touches + (purpose === 'marketing' ? 1 : 0),
    read: [...nurture.read, variant].slice(-READ),
    texts: withText(nurture.texts, body),
    disclosed: true,
    alone: nurture.alone + (approvedBy ? 0 : 1),
    ...(purpose === 'reply' && replied(nurture, plan)),
    rewards: nurture.rewards.map((reward) =>
      reward.decision === id ? { ...reward, sends: reward.sends + 1 } : reward,
    ),
  };
}
