/** Leads-disjoint folds: a lead is in one fold with everything it ever said. Decided by hash, so always the same. */
import { crc32 } from '../../schemas/crc32.ts';
import type { Conversation, LabelledMessage } from './read-corpus.ts';

export const FOLDS = 4;
export const ALL_FOLDS: readonly number[] = Array.from({ length: FOLDS }, (_, fold) => fold);

/** The fold of each conversation: leads of one segment are dealt out in hash order, so that folds are balanced. */
export function foldConversations(conversations: readonly Conversation[]): number[] {
  const fold = new Array<number>(conversations.length).fill(0);
  const segments = [...new Set(conversations.map((c) => c.segment))].sort();
  segments.forEach((segment, offset) => {
    conversations
      .map((c, index) => ({ c, index, hash: crc32(c.lead) }))
      .filter(({ c }) => c.segment === segment)
      .sort((a, b) => a.hash - b.hash || a.index - b.index)
      .forEach(({ index }, rank) => {
        fold[index] = (rank + offset) % FOLDS;
      });
  });
  return fold;
}

/** The fold of each single message, by hash of its text without case: a repeat stays in one fold. */
export const foldMessages = (messages: readonly LabelledMessage[]): number[] =>
  messages.map((m) => crc32(m.text.toLowerCase()) % FOLDS);
