/** The world's calendar: day 0 is 2024-01-01, and a lead's day runs from midnight to midnight where it lives. */
import { zoneOffset } from '../features/zone-offset.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const MINUTE = 60_000;
/** Midnight of day 0 in UTC, epoch ms: a Monday. */
export const START = Date.UTC(2024, 0, 1);

/** Epoch ms of `hour` (0–24, may be a fraction) of a day, local time of `zone`. */
export function timeOf(day: number, hour: number, zone: string): number {
  const asUtc = START + day * DAY + Math.round(hour * HOUR);
  const offset = zoneOffset(zone, asUtc) ?? 0;
  return asUtc - (zoneOffset(zone, asUtc - offset * MINUTE) ?? offset) * MINUTE;
}

/** 0 is Monday. */
export const weekday = (day: number): number => ((day % 7) + 7) % 7;
export const isWeekend = (day: number): boolean => weekday(day) > 4;
/** The day itself, or the Monday after. */
export const workingDay = (day: number): number => (isWeekend(day) ? day + 7 - weekday(day) : day);

export const dateOf = (day: number): Date => new Date(START + day * DAY);
export const dayOf = (year: number, month: number, date: number): number =>
  Math.round((Date.UTC(year, month - 1, date) - START) / DAY);

/** Part of the year gone, 0 to 1. */
export const partOfYear = (day: number): number => {
  const year = dateOf(day).getUTCFullYear();
  const first = dayOf(year, 1, 1);
  return (day - first) / (dayOf(year + 1, 1, 1) - first);
};

/** Buyers' season: 1 on average, most in late May, least in late November. */
export const season = (day: number): number => 1 + 0.35 * Math.cos(2 * Math.PI * (partOfYear(day) - 0.4));
