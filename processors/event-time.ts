/** Event time as epoch milliseconds, and whether it can be believed. */
import type { Problem } from '../schemas/words.ts';

const DAY_MS = 86_400_000;
const AHEAD_MS = DAY_MS;
const BEHIND_MS = 5 * 365.25 * DAY_MS;
/** RFC 3339 §5.6; the zone is not optional, a local time would be a guess. */
const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * @param at RFC 3339, or epoch ms
 * @param now epoch ms of receipt: `at` may be at most 24 hours ahead of it and 5 years behind
 */
export function eventTime(at: string | number, now: number): number | Problem {
  const time = typeof at === 'number' ? at : parseTime(at);
  if (!Number.isFinite(time)) {
    return {
      field: 'at',
      message: 'is not a time',
      fix: 'Send RFC 3339 with a zone (2026-01-31T09:30:00Z) or epoch ms',
    };
  }
  if (time > now + AHEAD_MS) return unbelievable('is more than 24 hours ahead');
  if (time < now - BEHIND_MS) return unbelievable('is more than 5 years ago');
  return time;
}

/** Epoch ms, or NaN. `Date.parse` alone takes February 30 for March 2. */
function parseTime(at: string): number {
  if (!RFC3339.test(at)) return Number.NaN;
  const day = Number(at.slice(8, 10));
  const lastDay = new Date(Date.UTC(Number(at.slice(0, 4)), Number(at.slice(5, 7)), 0)).getUTCDate();
  return day > lastDay ? Number.NaN : Date.parse(at.replace(' ', 'T').toUpperCase());
}

const unbelievable = (message: string): Problem => ({
  field: 'at',
  message,
  fix: 'Send when it happened, as RFC 3339 or epoch milliseconds (not seconds)',
});
