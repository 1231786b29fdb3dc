/**
 * Offset of an IANA time zone from UTC, cheap enough for every event: Intl is asked once a zone and year, then
 * the year's changes are kept.
 */

interface Year {
  /** Instants (epoch ms) from which `offsets` hold; the first is the year's start. */
  from: number[];
  /** Minutes to add to UTC. */
  offsets: number[];
}

const HOUR = 3_600_000;
const STEP = 14 * 24 * HOUR;
/** Zones and years kept; hostile zone names and times cannot grow it. */
const MOST_ZONES = 1024;
const MOST_YEARS = 64;

const zones = new Map<string, Map<number, Year>>();
const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  if (formats.size >= MOST_ZONES) formats.clear();
  let format: Intl.DateTimeFormat | null = null;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // An unknown zone is bad data; `zoneOffset` answers undefined.
  }
  formats.set(zone, format);
  return format;
}

function askIntl(format: Intl.DateTimeFormat, at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const local = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
  return Math.round((local - Math.floor(at / 1000) * 1000) / 60_000);
}

/** The first instant, to the minute, in (low, high] whose offset is no longer `before`. */
function changeBetween(format: Intl.DateTimeFormat, low: number, high: number, before: number): number {
  let [a, b] = [low, high];
  while (b - a > 60_000) {
    const middle = a + Math.floor((b - a) / 120_000) * 60_000;
    if (askIntl(format, middle) === before) a = middle;
    else b = middle;
  }
  return b;
}

function readYear(format: Intl.DateTimeFormat, year: number): Year {
  const start = Date.UTC(year, 0, 1);
  const end = Date.UTC(year + 1, 0, 1);
  let offset = askIntl(format, start);
  const found: Year = { from: [start], offsets: [offset] };
  for (let low = start; low < end; low += STEP) {
    const high = Math.min(low + STEP, end);
    const next = askIntl(format, high);
    if (next === offset) continue;
    found.from.push(changeBetween(format, low, high, offset));
    found.offsets.push(next);
    offset = next;
  }
  return found;
}

function learnYear(zone: string, year: number): Year | undefined {
  const format = formatOf(zone);
  if (!format) return undefined;
  const read = readYear(format, year);
  if (zones.size >= MOST_ZONES) zones.clear();
  const years = zones.get(zone) ?? new Map<number, Year>();
  if (years.size >= MOST_YEARS) years.clear();
  years.set(year, read);
  zones.set(zone, years);
  return read;
}

/**
 * Minutes to add to UTC for local time in `zone` at `at` (epoch ms), or undefined where the zone is not known.
 * A pair of changes within the same two weeks may be missed.
 */
export function zoneOffset(zone: string, at: number): number | undefined {
  const year = new Date(at).getUTCFullYear();
  if (Number.isNaN(year)) return undefined;
  const found = zones.get(zone)?.get(year) ?? learnYear(zone, year);
  if (!found) return undefined;
  let i = found.from.length - 1;
  while (i > 0 && found.from[i]! > at) i--;
  return found.offsets[i];
}
