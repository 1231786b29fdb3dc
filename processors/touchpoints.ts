/**
 * When to get in touch: hours in which this lead is itself active. No effect of timing has been measured yet, so
 * `uplift` is 0 and the note says so; a lead without a habit gets no windows rather than a typical lead's.
 */
import type { ConversionForecast } from '../schemas/insight.ts';
import { Channel } from '../schemas/words.ts';
import { isEnded } from './keep-consent.ts';
import type { LeadState } from './lead-state.ts';
import { localMinutes } from './local-time.ts';
import { iso } from './round.ts';

type Touchpoints = Pick<ConversionForecast, 'optimalTouchpoints' | 'touchpointNote'>;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
/** Windows lie within the hours in which United States law lets anyone be called (47 CFR 64.1200(c)(1)). */
const FIRST_HOUR = 8;
const LAST_HOUR = 21;
const HOURS = 2;
const WINDOWS = 2;
const EVIDENCE = 5;
/** Share of the lead's activity that a window must hold. */
const SHARE = 0.25;

/** @param asOf epoch ms */
export function touchpoints(state: LeadState, asOf: number): Touchpoints {
  const { timezone } = state.contact;
  const now = timezone === undefined ? undefined : localMinutes(asOf, timezone);
  if (state.status !== 'open') return none('None: the lead is not open.');
  if (timezone === undefined || now === undefined) return none('None: the time zone is not known.');
  const allowed = Channel.enum.filter((channel) => !isEnded(state.consent, channel));
  if (allowed.length === 0) return none('None: the lead opted out.');
  const channel = favourite(state.habit.channels, allowed);
  if (!channel) return none('None: the lead has not written yet where it may be written to.');
  const hours = habitHours(state.habit.hours);
  if (!hours) return none(`None: fewer than ${EVIDENCE} active hours are known.`);
  if (hours.length === 0) return none('None: no hours in which the lead is usually active.');
  const optimalTouchpoints = hours.map((hour) => {
    const from = windowStart(asOf, timezone, now, hour);
    const reason = `Usually active ${hour}:00–${hour + HOURS}:00 local time`;
    return { from: iso(from), to: iso(from + HOURS * 60 * MINUTE_MS), channel, uplift: 0, reason };
  });
  return { optimalTouchpoints, touchpointNote: "The lead's own hours; their effect is not measured." };
}

const none = (touchpointNote: string): Touchpoints => ({ optimalTouchpoints: [], touchpointNote });

function favourite(channels: Record<string, number>, allowed: readonly Channel[]): Channel | undefined {
  let best: Channel | undefined;
  for (const channel of allowed) {
    if ((channels[channel] ?? 0) > (best ? channels[best]! : 0)) best = channel;
  }
  return best;
}

/** First hours of the busiest windows, busiest first; undefined without enough evidence. */
function habitHours(hours: number[]): number[] | undefined {
  const total = hours.reduce((sum, n) => sum + n, 0);
  if (total < EVIDENCE) return undefined;
  const share = (hour: number) => (hours[hour]! + hours[hour + 1]!) / total;
  const starts: number[] = [];
  for (let hour = FIRST_HOUR; hour + HOURS <= LAST_HOUR; hour++) if (share(hour) >= SHARE) starts.push(hour);
  starts.sort((a, b) => share(b) - share(a) || b - a);
  const chosen: number[] = [];
  for (const hour of starts) if (chosen.every((c) => Math.abs(c - hour) >= HOURS)) chosen.push(hour);
  return chosen.slice(0, WINDOWS);
}

/** The window that is open at `asOf`, or the next to open. */
function windowStart(asOf: number, timezone: string, now: number, hour: number): number {
  const wait = hour * 60 - now;
  const minutes = wait + HOURS * 60 <= 0 ? wait + DAY_MINUTES : wait;
  const from = Math.floor(asOf / MINUTE_MS) * MINUTE_MS + minutes * MINUTE_MS;
  // Over a change of the clocks the local hour is off by the change.
  const drift = (localMinutes(from, timezone) ?? hour * 60) - hour * 60;
  return Math.abs(drift) <= 120 ? from - drift * MINUTE_MS : from;
}
