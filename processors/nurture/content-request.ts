/** What the composer may draw on for this lead: facts that are known, and nothing else. */
import type { ContentRequest } from '../../models/content/compose.ts';
import type { ContentType } from '../../schemas/nurture.ts';
import type { Segment } from '../../schemas/segments.ts';
import type { Channel } from '../../schemas/words.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';
import { isSeller, SELLER_INTENTS } from './side-of.ts';

export interface Wanted {
  type: ContentType;
  strategy: string;
  channel: Channel;
}

/** The part of a turn that texts are made of; without a text just read, the lead is written to in English. */
export type Writing = Pick<FollowUpTurn, 'state' | 'nurture' | 'desk' | 'now'> &
  Partial<Pick<FollowUpTurn, 'profile' | 'reading'>>;

export function contentRequest(turn: Writing, { type, strategy, channel }: Wanted): ContentRequest {
  const { state, nurture, desk, now } = turn;
  const { contact, market, listing } = state;
  const { sender } = desk.settings;
  const agentName = contact.agent === undefined ? undefined : sender.agents[contact.agent]?.name;
  return {
    ...{ type, strategy, channel, at: now, segment: segmentOf(turn) },
    language: languageOf(turn),
    lead: {
      ...(contact.name !== undefined && { firstName: contact.name.split(' ')[0]! }),
      ...(contact.area !== undefined && { area: contact.area }),
      ...(contact.budget !== undefined && { budget: contact.budget }),
      ...((isSeller(state) || SELLER_INTENTS.some((intent) => nurture.asked.intents.includes(intent))) && {
        side: 'seller' as const,
      }),
    },
    agent: agentName === undefined ? {} : { name: agentName },
    sender: {
      brokerage: sender.brokerage,
      ...(sender.postalAddress !== undefined && { postalAddress: sender.postalAddress }),
    },
    asked: nurture.asked.text ? { text: nurture.asked.text, intents: nurture.asked.intents } : undefined,
    market,
    listing: listing || undefined,
    slots: (desk.agent?.freeSlots ?? []).map(({ from, to }) => ({ from: epoch(from), to: epoch(to) })),
    timezone: contact.timezone,
    used: nurture.read,
    touches: nurture.sends.length,
    disclose: !nurture.disclosed,
    seed: `${state.tenant}/${state.lead}/${state.seq}`,
  };
}

const epoch = (at: string | number): number => (typeof at === 'number' ? at : Date.parse(at));

export const segmentOf = ({ profile, state }: Pick<Writing, 'profile' | 'state'>): Segment | undefined =>
  (profile ?? state.view?.profile)?.primaryMicrosegment as Segment | undefined;

/** The lead is answered in the language it writes. */
function languageOf({ reading }: Writing): 'en' | 'es' {
  return reading?.language === 'es' ? 'es' : 'en';
}
