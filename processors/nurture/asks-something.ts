/** Whether what the lead wrote waits for an answer. */
import type { FollowUpTurn } from './follow-up-turn.ts';

/** Thanks need no answer, a no needs none, and who ends a topic hears nothing more of it. */
const QUIET = new Set(['smalltalk', 'not_interested', 'opt_out']);

/** A text of no known intent is answered if it is more than a word or two: not to know is no reason for silence. */
const WORDS = 4;

/** Of a message of the lead. Who ends a list may ask something in the same breath; who ends more is left alone. */
export function asksSomething({ nurture, optOut, reading }: FollowUpTurn): boolean {
  if (optOut && optOut.scope !== 'topic') return false;
  const { intents, text } = nurture.asked;
  if (intents.length > 0) return intents.some((intent) => !QUIET.has(intent));
  if (optOut) return false;
  return nurture.sends.length === 0 || text.includes('?') || (reading?.tokens.length ?? 0) >= WORDS;
}
