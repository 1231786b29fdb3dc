/** When and where a lead is active: hours of its own day, and channels. */
import type { Channel } from '../schemas/words.ts';
import type { Habit } from './lead-state.ts';
import { localMinutes } from './local-time.ts';

/** From this many on, counts are halved: an old habit fades, and the cost stays the same. */
const FULL = 120;

/** @param at epoch ms @param timezone IANA; without one, hours are not learnt: whose evening would it be? */
export function learnHabit(habit: Habit, at: number, timezone: string | undefined, channel?: Channel): Habit {
  const minutes = timezone === undefined ? undefined : localMinutes(at, timezone);
  const hours = minutes === undefined ? habit.hours : bump(habit.hours, Math.floor(minutes / 60));
  if (channel === undefined) return { hours, channels: habit.channels };
  return { hours, channels: { ...habit.channels, [channel]: (habit.channels[channel] ?? 0) + 1 } };
}

function bump(hours: number[], hour: number): number[] {
  const full = hours.reduce((sum, n) => sum + n, 0) >= FULL;
  return hours.map((n, h) => (full ? n >> 1 : n) + (h === hour ? 1 : 0));
}
