/** The calendar of the simulation where a lead lives. */
import { DAY, HOUR, isWeekend, START, timeOf } from '../../models/simulator/calendar.ts';

/** Day of the calendar of a moment (epoch ms). */
export function localDay(at: number, zone: string): number {
  const guess = Math.floor((at - START) / DAY);
  return [guess + 1, guess].find((day) => timeOf(day, 0, zone) <= at) ?? guess - 1;
}

/** Hour of the lead's own clock, 0 to 24. */
export function localHour(at: number, zone: string): { hour: number; weekend: boolean } {
  const day = localDay(at, zone);
  return { hour: (at - timeOf(day, 0, zone)) / HOUR, weekend: isWeekend(day) };
}
