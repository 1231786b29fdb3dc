/** `bench growth`: what an event costs late in a conversation, and among many leads; and what a lead weighs. */
import { type ConversationGrowth, measureConversation } from './growth-conversation.ts';
import { type LeadsGrowth, measureLeads } from './growth-leads.ts';
import { measureSizes, type Spread } from './sizes.ts';

/** Cost of an event, µs, at two sizes of what is known, and how it grows. */
export interface Growth {
  from: number;
  to: number;
  fromMicros: number;
  toMicros: number;
  ratio: number;
}

export interface GrowthReport {
  /** By messages so far: flow, packing and the commit's arguments, in one process. */
  conversation: Growth;
  /** By leads known: through the runtime and a real Redis. */
  leads: Growth;
  /** Events committed for one that was sent among few and many leads. */
  workedPerEvent: { few: number; many: number };
  /** Redis memory of a lead after a corpus conversation: state, talk, lists, timers and marks; streams apart. */
  bytesPerLead: number;
  bytes: { stateFrom: number; stateTo: number; state: Spread; insight: Spread };
}

export async function measureGrowth(say: (line: string) => void): Promise<GrowthReport> {
  say('Sizes over the corpus');
  const sizes = await measureSizes();
  say('Long conversations');
  const conversation: ConversationGrowth = await measureConversation();
  say('Many leads');
  const leads: LeadsGrowth = await measureLeads(say);
  return {
    conversation: conversation.growth,
    leads: leads.growth,
    workedPerEvent: leads.workedPerEvent,
    bytesPerLead: leads.bytesPerLead,
    bytes: {
      ...{ stateFrom: conversation.stateFrom, stateTo: conversation.stateTo },
      ...{ state: sizes.stateBytes, insight: sizes.insightBytes },
    },
  };
}

export const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

export function growth(from: number, to: number, fromMicros: number, toMicros: number): Growth {
  const tenth = (value: number) => Math.round(value * 10) / 10;
  const ratio = Math.round((1000 * toMicros) / fromMicros) / 1000;
  return { from, to, fromMicros: tenth(fromMicros), toMicros: tenth(toMicros), ratio };
}
