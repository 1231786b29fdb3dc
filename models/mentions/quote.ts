/** The words a mention was read in. */
import type { Message } from './message.ts';

/** Characters of a quote at most, as the schema has it. */
export const MOST_QUOTED = 160;
/** Characters wanted before the mention; what is not used there is left to what follows. */
const BEFORE = 60;

/**
 * At most {@link MOST_QUOTED} characters around tokens `from` to `to` (exclusive), cut between words; a message that is
 * no longer is quoted whole.
 */
export function quoteOf({ text, starts, tokens }: Message, from: number, to: number): string {
  if (text.trim().length <= MOST_QUOTED) return text.trim();
  const start = starts[from]!;
  const end = starts[to - 1]! + tokens[to - 1]!.length;
  let first = Math.max(0, Math.min(start - BEFORE, text.length - MOST_QUOTED));
  while (first > 0 && first < start && text.charCodeAt(first - 1) > 32) first++;
  let last = Math.min(text.length, first + MOST_QUOTED);
  if (last < text.length) while (last > end && text.charCodeAt(last) > 32) last--;
  return text.slice(first, last).trim();
}
