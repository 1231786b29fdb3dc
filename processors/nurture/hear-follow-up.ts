/** What an event means to the follow-up, before anything is decided: who spoke, what was answered, what is void. */
import type { Judges } from '../../models/judges.ts';
import { INTENTS } from '../../schemas/intents.ts';
import type { Channel } from '../../schemas/words.ts';
import { addressKindOf } from '../addresses.ts';
import { isWithAnother } from '../compete/playbooks.ts';
import { cut, isEnded } from '../keep-consent.ts';
import { answerApproval } from './answer-approval.ts';
import { cancelAll, cancelPlan } from './cancel-plan.ts';
import { doubtOf, endDoubt, settleDoubt } from './doubt-opt-out.ts';
import { endEscalation } from './end-escalation.ts';
import { type FollowUpTurn, withChange, withNurture } from './follow-up-turn.ts';
import { takeDelivery } from './take-delivery.ts';
import { takeDraft } from './take-draft.ts';

const ASKED_CHARACTERS = 160;

export function createHearFollowUp(judges: Pick<Judges, 'intents' | 'fairHousing'>) {
  return function hearFollowUp(turn: FollowUpTurn): FollowUpTurn {
    return voided(heard(turn, judges));
  };
}

function heard(turn: FollowUpTurn, judges: Pick<Judges, 'intents' | 'fairHousing'>): FollowUpTurn {
  const { event } = turn;
  switch (event.type) {
    case 'message':
      if (event.from === 'lead') return leadWrote(turn, event, judges.intents.thresholds);
      return event.from === 'agent' ? personWrote(turn, event) : turn;
    case 'activity':
      return TRANSACTIONS.has(event.activity) ? withNurture(turn, { transactionAt: event.at }) : turn;
    case 'delivery':
      return takeDelivery(turn, event, judges.fairHousing);
    case 'approval':
      return answerApproval(turn, event);
    case 'draft':
      return takeDraft(turn, event, judges.fairHousing);
    case 'takeover':
      return takenOver(turn, event.by);
    case 'handback':
      return handedBack(settleDoubt(turn, event), event.by);
    case 'outcome':
      return endDoubt(turn);
    case 'pause':
      return paused(turn, event);
    case 'suppression':
      return withNurture(turn, {
        suppressed: { ...turn.nurture.suppressed, [event.kind]: event.suppressed ? turn.now : 0 },
      });
    default:
      return turn;
  }
}

const TRANSACTIONS = new Set([
  'showing_booked',
  'showing_attended',
  'offer_made',
  'offer_accepted',
  'listing_signed',
]);

/** What it was planned to say, it was planned without knowing this. */
function leadWrote(
  turn: FollowUpTurn,
  { at, channel, text }: { at: number; channel: Channel; text: string },
  thresholds: Float32Array,
): FollowUpTurn {
  const { heard: before } = turn.nurture;
  const { intents } = turn;
  const said = intents ? INTENTS.filter((_, i) => intents[i]! >= thresholds[i]!) : [];
  const asked = { text: cut(text, ASKED_CHARACTERS), intents: said, channel };
  const known = withNurture(turn, {
    heard: { ...before, [channel]: Math.max(before[channel] ?? 0, Math.min(at, turn.now)) },
    asked,
    doubt: doubtOf(turn),
    ...(said.length > 0 && { unclear: 0 }),
  });
  return cancelPlan(known, 'lead', 'The lead wrote, so what was planned is thought over.');
}

function personWrote(turn: FollowUpTurn, { at, agent }: { at: number; agent?: string }): FollowUpTurn {
  const by = agent ?? 'agent';
  const known = withNurture(turn, {
    agentAt: Math.max(turn.nurture.agentAt, Math.min(at, turn.now)),
    asked: { text: '', intents: [], channel: '' },
    withPerson: turn.nurture.withPerson + (turn.nurture.asked.text ? 1 : 0),
  });
  return cancelAll(endEscalation(known, by, 'A person answered.'), by, 'A person wrote to the lead.');
}

function takenOver(turn: FollowUpTurn, by: string): FollowUpTurn {
  const known = withNurture(turn, { person: by });
  return cancelAll(endEscalation(known, by, `${by} took the lead over.`), by, `${by} took the lead over.`);
}

function handedBack(turn: FollowUpTurn, by: string): FollowUpTurn {
  const known = withNurture(turn, { person: '', agentAt: 0, lookAt: 0 });
  return withChange(
    endEscalation(known, by, 'Handed back.'),
    'handed_back',
    by,
    `${by} handed the lead back.`,
  );
}

function paused(turn: FollowUpTurn, { paused: on, by }: { paused: boolean; by: string }): FollowUpTurn {
  const known = withChange(
    withNurture(turn, { pausedBy: on ? by : '', lookAt: 0 }),
    on ? 'paused' : 'resumed',
    by,
    on ? `${by} paused the engine on this lead.` : `${by} let the engine go on.`,
  );
  return on ? cancelAll(known, by, 'Paused.') : known;
}

/** Whatever happened: nothing stays planned that may not be sent any more. */
function voided(turn: FollowUpTurn): FollowUpTurn {
  const { state, optOut, event } = turn;
  const { consent, status } = state;
  if (status === 'opted_out' || isEnded(consent, 'all') || (optOut && optOut.scope !== 'topic'))
    return cancelAll(turn, 'lead', 'The lead opted out.');
  if (turn.desk.settings.stopped) return cancelAll(turn, 'settings', 'All sending is stopped.');
  const ends = event.type === 'outcome' && status !== 'open';
  if (ends) return cancelAll(turn, 'doorstep', `The lead is ${status}.`);
  if (isWithAnother(turn.state.competition.rivals, turn.now))
    return voidedPlan(cancelAll(turn, 'doorstep', 'It says that it is with another.', 'marketing'));
  return voidedPlan(turn);
}

function voidedPlan(turn: FollowUpTurn): FollowUpTurn {
  const { nurture } = turn;
  const { consent } = turn.state;
  const { plan } = nurture;
  if (!plan) return turn;
  if (isEnded(consent, plan.channel))
    return cancelAll(turn, 'lead', `The lead ended consent to ${plan.channel}.`);
  if (plan.purpose === 'marketing' && isEnded(consent, 'topics'))
    return cancelAll(turn, 'lead', 'The lead ended consent to this topic.');
  const kind = addressKindOf(plan.channel);
  if (kind && nurture.suppressed[kind] > 0)
    return cancelAll(turn, 'registry', `Another lead opted out with this ${kind}.`);
  return turn;
}
