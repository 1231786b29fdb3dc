/** When a channel to a lead is open: in every zone the lead may be in, at once. */
import { zoneOffset } from '../../models/features/zone-offset.ts';
import type { Channel } from '../../schemas/words.ts';
import type { LeadContact } from '../lead-state.ts';
import { isHoliday, weekdayOf } from './holidays.ts';
import { locate } from './locate.ts';
import { type OpenHours, openHours } from './open-hours.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Further than any closed stretch: zones that share no hour in so many days share none. */
const DAYS_AHEAD = 21;

/**
 * The first moment ≥ `from` (epoch ms) at which quiet hours allow the channel; Infinity where the places the lead may
 * be in share no open hour within {@link DAYS_AHEAD} days.
 */
export function nextOpening(contact: LeadContact, channel: Channel, from: number): number {
  const location = locate(contact);
  const open = openHours(channel, location);
  if (!open) return from;
  let at = from;
  while (at <= from + DAYS_AHEAD * DAY) {
    const next = location.zones.reduce((latest, zone) => Math.max(latest, nextIn(open, zone, latest)), at);
    if (next === at) return at;
    at = next;
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * From an open moment `at` (epoch ms): the first at which quiet hours begin; Infinity where the channel has none. What is
 * ordered just before may not go out just after.
 */
export function openUntil(contact: LeadContact, channel: Channel, at: number): number {
  const location = locate(contact);
  const open = openHours(channel, location);
  if (!open) return Number.POSITIVE_INFINITY;
  const closings = location.zones.map((zone) => {
    const date = Math.floor((at + offsetMs(zone, at)) / DAY);
    const hours = open.week[weekdayOf(date)];
    return hours ? instantOf(zone, date * DAY + hours.to * MINUTE, at) : at;
  });
  return Math.min(...closings);
}

/** The first moment ≥ `at` that is open by the clock of one zone; Infinity where it has none. */
function nextIn(open: OpenHours, zone: string, at: number): number {
  const local = at + offsetMs(zone, at);
  const today = Math.floor(local / DAY);
  for (let date = today; date <= today + DAYS_AHEAD; date++) {
    const hours = open.week[weekdayOf(date)];
    if (!hours || (open.closedOnHolidays && isHoliday(date))) continue;
    if (local >= date * DAY + hours.to * MINUTE) continue;
    const opens = date * DAY + hours.from * MINUTE;
    return local >= opens ? at : instantOf(zone, opens, at);
  }
  return Number.POSITIVE_INFINITY;
}

/** The instant of a local time, by the offset that holds then: clocks may change between `near` and it. */
function instantOf(zone: string, local: number, near: number): number {
  const guess = local - offsetMs(zone, near);
  return local - offsetMs(zone, guess);
}

/** Zones come from {@link locate}, which takes none that is unknown. */
const offsetMs = (zone: string, at: number): number => zoneOffset(zone, at)! * MINUTE;
