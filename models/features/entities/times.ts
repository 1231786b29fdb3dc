/** Hours of the day (value HH:MM, the lead's local time) and durations (value in minutes). */
import { HINT } from '../lexicon.ts';
import { allMatches, type Num, type Scan } from './scan.ts';

const MERIDIEM = /(?::([0-5]\d))? ?([ap])\.?m\b\.?/y;
const CLOCK = /:([0-5]\d)(?![\d:])/y;
const ISH = /ish\b| ?o'clock\b/y;
const NAMED = /\b(?:noon|midday|midnight|mediod[ií]a|medianoche)\b/g;
/** "at 4", "after 5": an hour, unless what follows makes it a price, a size or an address. */
const HOUR_WORDS = new Set('at after before around til till until by'.split(' '));
const NOT_AN_HOUR =
  /[\d:/%$]|\.\d|,\d|[ -]?(?:k\b|percent|pct|bed|bath|br\b|ba\b|min|hour|hr|day|week|wk|month|mos?\b|year|yr|sq|acre|mile|unit|house|home|grand|thousand|million|point|mil\b|[a-z]+ (?:st|ave|rd|dr|ln|ct)\b)/y;

const UNIT =
  /(?: ?(?:-|–|to|or) ?(?:\d{1,4}|[a-z]{3,8}))?[ -]?(?:more |full )?(minutes?|mins?|minutos?|hours?|hrs?|horas?|days?|d[ií]as?|weeks?|wks?|semanas?|months?|mos|meses|mes|years?|yrs?|años?)\b/y;
const ONE = /\b(?:in|within|for|about|another|takes?|under|half) (an?) (minute|hour|day|week|month|year)\b/g;
const MINUTES: [RegExp, number][] = [
  [/^min/, 1],
  [/^h/, 60],
  [/^d/, 1440],
  [/^[ws]/, 10_080],
  [/^m[eo]/, 43_800],
  [/^[yañ]/, 525_600],
];

const pad = (n: number): string => String(n).padStart(2, '0');
/** Without am or pm, calls and viewings are between eight and eight. */
const daytime = (hour: number): number => (hour >= 1 && hour < 8 ? hour + 12 : hour);
const minutesOf = (count: number, unit: string): number =>
  Math.round(count * (MINUTES.find(([pattern]) => pattern.test(unit))?.[1] ?? 0));

export function findDurations(scan: Scan): void {
  for (const n of scan.numbers) {
    const m = scan.at(UNIT, n.end);
    if (m && scan.lower[n.start - 1] !== '$')
      scan.claim('duration', n.start, n.end + m[0].length, minutesOf(n.value, m[1]!));
  }
  for (const m of allMatches(ONE, scan.lower)) {
    const half = m[0].startsWith('half');
    const start = half ? m.index : m.index + m[0].lastIndexOf(` ${m[1]} `) + 1;
    scan.claim('duration', start, m.index + m[0].length, minutesOf(half ? 0.5 : 1, m[2]!));
  }
}

function timeAt(scan: Scan, n: Num): boolean {
  if (!Number.isInteger(n.value) || n.value > 23 || '$:/.,'.includes(scan.lower[n.start - 1] ?? ' '))
    return false;
  const meridiem = n.value > 0 && n.value < 13 ? scan.at(MERIDIEM, n.end) : null;
  if (meridiem) {
    const hour = (n.value % 12) + (meridiem[2] === 'p' ? 12 : 0);
    return scan.claim('time', n.start, n.end + meridiem[0].length, `${pad(hour)}:${meridiem[1] ?? '00'}`);
  }
  const leadingZero = scan.lower[n.start] === '0';
  const hour = leadingZero ? n.value : daytime(n.value);
  const clock = scan.at(CLOCK, n.end);
  if (clock) return scan.claim('time', n.start, n.end + clock[0].length, `${pad(hour)}:${clock[1]}`);
  const ish = n.value < 13 ? scan.at(ISH, n.end) : null;
  if (ish) return scan.claim('time', n.start, n.end + ish[0].length, `${pad(hour)}:00`);
  if (n.value < 1 || n.value > 12 || !HOUR_WORDS.has(n.before) || scan.at(NOT_AN_HOUR, n.end)) return false;
  return scan.claim('time', n.start, n.end, `${pad(hour)}:00`);
}

export function findTimes(scan: Scan): void {
  for (const n of scan.numbers) timeAt(scan, n);
  if (!scan.has(HINT.noon)) return;
  for (const m of allMatches(NAMED, scan.lower)) {
    const midnight = m[0] === 'midnight' || m[0] === 'medianoche';
    scan.claim('time', m.index, m.index + m[0].length, midnight ? '00:00' : '12:00');
  }
}
