/** Messages of the corpus that show the model what is no mention. */
import { crc32 } from '../../schemas/crc32.ts';
import type { Corpus } from '../corpus/read-corpus.ts';
import type { MentionLines } from './read-lines.ts';
import type { RoutineMessage } from './train.ts';

/** Words that only a reader can tell a mention by. */
const TRADE = /agent|realtor|broker|zillow|redfin|opendoor|zestimate/i;
/** One message in so many is learned from. */
const ONE_IN = 3;

/**
 * What is labelled with no competitor's intent, names no trade and was not read for mentions, of leads that nothing is
 * held out of; each text once, in the order of the corpus.
 */
export function routineMessages(
  { conversations, added, messages }: Corpus,
  { measured, heldOut }: Pick<MentionLines, 'measured' | 'heldOut'>,
): RoutineMessage[] {
  const seen = new Set([...measured, ...heldOut].map(({ text }) => text.toLowerCase()));
  const leads = new Set(heldOut.map(({ lead }) => lead));
  const said = [
    ...[...conversations, ...added].flatMap(({ lead, events }) =>
      events.flatMap((e) => (e.type === 'message' && e.from === 'lead' ? [{ ...e, lead }] : [])),
    ),
    ...messages.map((message) => ({ ...message, lead: message.text })),
  ];
  return said.flatMap(({ text, lead, intents }) => {
    const plain = text.toLowerCase();
    if (seen.has(plain) || leads.has(lead) || TRADE.test(text)) return [];
    if (intents.includes('competitor_agent') || intents.includes('competitor_listing')) return [];
    seen.add(plain);
    return crc32(text) % ONE_IN === 0 ? [{ text, lead }] : [];
  });
}
