/** Calendar arithmetic on the lead's own days. Days are UTC midnights in epoch ms, which no time zone disturbs. */
import type { LocalDay } from './scan.ts';

export const DAY_MS = 86_400_000;

export const dayMs = (d: LocalDay): number => Date.UTC(d.year, d.month - 1, d.day);
export const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The day, or undefined where the month has no such day. */
export function ofMonth(year: number, month: number, day: number): number | undefined {
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCDate() === day ? ms : undefined;
}

/** Month and day: in the given year (two digits will do), else the next one that is not past. */
export function nextMonthDay(today: LocalDay, month: number, day: number, year?: string): number | undefined {
  if (year !== undefined) return ofMonth(Number(year) + (year.length === 2 ? 2000 : 0), month, day);
  for (let y = today.year; y < today.year + 5; y++) {
    const ms = ofMonth(y, month, day);
    if (ms !== undefined && ms >= dayMs(today)) return ms;
  }
  return undefined;
}

/** "the 27th": this month's if not past, else the next month's that has one. */
export function nextDayOfMonth(today: LocalDay, day: number): number | undefined {
  for (let ahead = day >= today.day ? 0 : 1; ahead < 3; ahead++) {
    const first = new Date(Date.UTC(today.year, today.month - 1 + ahead, 1));
    const ms = ofMonth(first.getUTCFullYear(), first.getUTCMonth() + 1, day);
    if (ms !== undefined) return ms;
  }
  return undefined;
}

/** Monday of today's week. */
export const mondayOf = (today: LocalDay): number => dayMs(today) - ((today.weekday + 6) % 7) * DAY_MS;

/** "Friday" is the coming one (today counts), "next Friday" that of the week after this, "last Friday" the one gone. */
export function weekdayMs(today: LocalDay, which: string | undefined, weekday: number): number {
  const ahead = (weekday - today.weekday + 7) % 7;
  if (which === 'last') return dayMs(today) - (ahead === 0 ? 7 : 7 - ahead) * DAY_MS;
  if (which === 'next' || which?.startsWith('pr'))
    return mondayOf(today) + (7 + ((weekday + 6) % 7)) * DAY_MS;
  return dayMs(today) + ahead * DAY_MS;
}

const SEASON_MONTH: Record<string, number> = { spring: 3, summer: 6, fall: 9, autumn: 9, winter: 12 };

/** First day of "this week", "next month", "the weekend" (its Saturday), "next spring". */
export function spanMs(today: LocalDay, next: boolean, unit: string): number {
  if (unit === 'weekend' || unit === 'wknd') return mondayOf(today) + (next ? 12 : 5) * DAY_MS;
  if (unit === 'week') return next ? mondayOf(today) + 7 * DAY_MS : dayMs(today);
  if (unit === 'month') return Date.UTC(today.year, today.month - 1 + (next ? 1 : 0), 1);
  if (unit === 'year') return Date.UTC(today.year + (next ? 1 : 0), 0, 1);
  const begins = (year: number) => Date.UTC(year, SEASON_MONTH[unit]! - 1, 1);
  const past = begins(today.year) < dayMs(today);
  return begins(today.year + (next && past ? 1 : 0));
}

export function endOfMs(today: LocalDay, unit: string): number {
  if (unit === 'year') return Date.UTC(today.year, 11, 31);
  if (unit === 'week') return mondayOf(today) + 6 * DAY_MS;
  return Date.UTC(today.year, today.month, 0);
}

/** "in three weeks". */
export function aheadMs(today: LocalDay, count: number, unit: string): number {
  if (unit.startsWith('d')) return dayMs(today) + count * DAY_MS;
  if (unit.startsWith('w')) return dayMs(today) + count * 7 * DAY_MS;
  return Date.UTC(today.year, today.month - 1 + count * (unit.startsWith('y') ? 12 : 1), today.day);
}
