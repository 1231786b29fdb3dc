/** Long conversations for short demonstrations. */
import type { Transcript } from './convert.ts';

const DAY_MINUTES = 24 * 60;

/**
 * The same conversation with every wait of more than two days cut by whole days to between one and two: hours of
 * the day, quick answers and the order stay true, and what took months ends up within days.
 */
export function shortenWaits(conversation: Transcript): Transcript {
  const { events, outcome } = conversation;
  let saved = 0;
  let before = 0;
  const moved = (at: number) => {
    saved += Math.max(0, Math.floor((at - before) / DAY_MINUTES) - 1) * DAY_MINUTES;
    before = at;
    return at - saved;
  };
  const shortened = events.map((event) => ({ ...event, at: moved(event.at) }));
  if (!outcome) return { ...conversation, events: shortened };
  const end = moved(Math.max(before, outcome.day * DAY_MINUTES));
  return { ...conversation, events: shortened, outcome: { ...outcome, day: end / DAY_MINUTES } };
}
