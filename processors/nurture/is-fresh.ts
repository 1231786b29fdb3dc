/** History that is loaded late is history: nobody is answered for what was said days ago. */
import type { FollowUpTurn } from './follow-up-turn.ts';

const FRESH_MS = 6 * 3_600_000;

export const isFresh = ({ event, now }: Pick<FollowUpTurn, 'event' | 'now'>): boolean =>
  now - event.at < FRESH_MS;
