/** By when somebody should have seen an alert. Kept simple: the lead's own clock stands for its agent's. */
import type { ThreatLevel } from '../../schemas/competition.ts';
import { localMinutes } from '../local-time.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Working hours, minutes of the day. */
const OPENS = 8 * 60;
const CLOSES = 20 * 60;
const DAY_MINUTES = 24 * 60;

/** A critical alert waits a quarter of an hour at any time; another one four hours, begun in working hours. */
export function alertDue(level: ThreatLevel, now: number, timezone: string | undefined): number {
  return level === 'critical' ? now + 15 * MINUTE_MS : workingMoment(now, timezone) + 4 * HOUR_MS;
}

function workingMoment(now: number, timezone: string | undefined): number {
  const minutes = timezone === undefined ? undefined : localMinutes(now, timezone);
  if (minutes === undefined || (minutes >= OPENS && minutes < CLOSES)) return now;
  const wait = minutes < OPENS ? OPENS - minutes : DAY_MINUTES - minutes + OPENS;
  return now + wait * MINUTE_MS;
}
