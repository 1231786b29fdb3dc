/** What a person needs to go on from where the engine stopped. */
import type { EscalationReason } from '../../schemas/nurture.ts';
import { SEGMENT_CARDS, type Segment } from '../../schemas/segments.ts';
import { cut } from '../keep-consent.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';

const QUOTED = 160;

const REASON: Record<EscalationReason, string> = {
  legal_or_tax: 'asks for legal or tax advice',
  complaint: 'is unhappy',
  human_request: 'wants a person',
  offer: 'wants to make or change an offer',
  fair_housing: 'asks what fair-housing law does not let us answer',
  distress: 'is in a hard situation',
  high_value_low_confidence: 'is worth much, and the forecast is not sure of it',
  opt_out_unsure: 'may have asked for no more messages, and hears nothing until you say that it has not',
  unanswered: 'asks what cannot be answered without you',
};

const REPLY: Record<EscalationReason, string> = {
  legal_or_tax:
    "That is one for a lawyer or a tax adviser, and I'd rather you hear it from one. I can send you names of some that clients have worked with.",
  complaint: "I'm sorry about that, and thank you for telling me. Can I call you today to put it right?",
  human_request: "Hi{name}, this is {agent}. I'm here now. Would you rather talk by phone or go on writing?",
  offer:
    "Hi{name}, this is {agent}. Let's get this right together: when can we talk today about price, terms and dates?",
  fair_housing:
    "I can't say who lives where, or whether a place is right for a group of people. I can help with facts: the home, commute, and where to find public school and safety data.",
  distress:
    "I'm sorry you are going through this. There is no hurry from our side. If it helps, I can call you whenever suits you.",
  high_value_low_confidence:
    'Hi{name}, this is {agent}. May I ask a few things so that I show you only what fits?',
  // To who may have opted out nothing is suggested.
  opt_out_unsure: '',
  unanswered: 'Hi{name}, this is {agent}. Let me look into that and come back to you today.',
};

export function summaryOf(
  { state, event }: FollowUpTurn,
  reason: EscalationReason,
): { summary: string; suggestedReply: string } {
  const { name } = state.contact;
  const who = name ?? 'The lead';
  const said = event.type === 'message' ? ` “${cut(event.text, QUOTED)}”` : '';
  const segment = state.view?.profile.primaryMicrosegment as Segment | undefined;
  const card = segment && SEGMENT_CARDS[segment];
  const known = card ? ` ${card.description}. ${card.conversion_strategy}.` : '';
  return {
    summary: `${who} ${REASON[reason]}:${said || ' no words.'}${known}`,
    suggestedReply: REPLY[reason]
      .replace('{name}', name ? ` ${name.split(' ')[0]}` : '')
      .replace('{agent}', 'your agent'),
  };
}
