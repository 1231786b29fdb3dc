/** Dates, absolute and relative, as RFC 3339 full dates (YYYY-MM-DD) seen from the lead's own day. */
import { HINT } from '../lexicon.ts';
import * as calendar from './calendar.ts';
import { findPeriods } from './periods.ts';
import { allMatches, type Num, type Scan } from './scan.ts';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MESES = 'ene feb mar abr may jun jul ago sep oct nov dic'.split(' ');
const DAYS = 'su mo tu we th fr sa'.split(' ');
const DIAS = 'domingo lunes martes mi jueves viernes s'.split(' ');

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?' +
  '|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)';
const DAY =
  '(?:sun(?:day)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?' +
  '|domingo|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado)';

const ISO = /-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b/y;
const SLASH = /\/(3[01]|[12]\d|0?[1-9])(?:\/(20\d\d|\d\d))?(?![\d/%])/y;
const THEN_MONTH = new RegExp(`(?:st|nd|rd|th)? (?:of |de )?(${MONTH})\\b(?:,? (?:de )?(20\\d\\d))?`, 'y');
const ORDINAL = /(?:st|nd|rd|th)\b(?! (?:floor|street|st\b|ave|house|one|time|place|grade))/y;
const IN_UNITS = / (days?|weeks?|wks?|months?|years?)\b/y;

const MONTH_DAY = new RegExp(
  `\\b(${MONTH})\\.? (?:the )?(3[01]|[12]\\d|0?[1-9])(?:st|nd|rd|th)?(?:,? (20\\d\\d))?(?![\\d:]|,\\d)\\b`,
  'g',
);
const MONTH_ALONE = new RegExp(
  `\\b(?:in|by|until|till|til|before|since|late|early|mid|this|next|end of|for|para|en|hasta)[ -](${MONTH})\\b(?: (20\\d\\d))?`,
  'g',
);
const WEEKDAY = new RegExp(`\\b(?:(this|next|last|coming|pr[oó]ximo) )?(${DAY})s?\\b`, 'g');
const NEAR =
  /\b(?:day after tomorrow|pasado mañana|today|tonight|this (?:morning|afternoon|evening)|hoy|tomorrow|tmrw|tmw|tomorow|mañana|yesterday|ayer)(?![\p{L}])/gu;
const SPAN =
  /\b(?:(this|next|the) (weekend|wknd|week|month|year|spring|summer|fall|autumn|winter)|end of (?:the )?(month|year|week)|(pr[oó]xima semana|pr[oó]ximo mes))\b/g;
const IN_ONE = /\bin an? (week|month|year)\b/g;

function monthOf(name: string): number {
  const english = MONTHS.indexOf(name.slice(0, 3));
  return (english >= 0 ? english : MESES.indexOf(name.slice(0, 3))) + 1;
}

function weekdayOf(name: string): number {
  const spanish = DIAS.findIndex((dia) => dia.length > 2 && name === dia);
  if (spanish >= 0) return spanish;
  if (/^mi/.test(name)) return 3;
  return /^s[aá]b/.test(name) ? 6 : DAYS.indexOf(name.slice(0, 2));
}

/** Dates that begin with a number: ISO, 3/31, 31 March, the 27th, in 3 weeks. */
function dateAt(scan: Scan, n: Num): boolean {
  const claim = (length: number, ms: number | undefined, start = n.start): boolean =>
    ms !== undefined && scan.claim('date', start, n.end + length, calendar.isoDay(ms));
  const iso = n.value >= 2000 && n.value < 2100 ? scan.at(ISO, n.end) : null;
  if (iso) return claim(iso[0].length, calendar.ofMonth(n.value, Number(iso[1]), Number(iso[2])));
  const ahead = n.before === 'in' && n.value < 200 ? scan.at(IN_UNITS, n.end) : null;
  if (ahead) return claim(ahead[0].length, calendar.aheadMs(scan.today, n.value, ahead[1]!), n.start - 3);
  if (!Number.isInteger(n.value) || n.value < 1 || n.value > 31) return false;
  if ('$/.,:'.includes(scan.lower[n.start - 1] ?? ' ')) return false;
  const slash = n.value < 13 ? scan.at(SLASH, n.end) : null;
  if (slash)
    return claim(slash[0].length, calendar.nextMonthDay(scan.today, n.value, Number(slash[1]), slash[2]));
  const month = scan.has(HINT.month) ? scan.at(THEN_MONTH, n.end) : null;
  if (month)
    return claim(month[0].length, calendar.nextMonthDay(scan.today, monthOf(month[1]!), n.value, month[2]));
  const ordinal =
    n.before === 'the' || n.before === 'el' || n.before === 'by' ? scan.at(ORDINAL, n.end) : null;
  return ordinal !== null && claim(ordinal[0].length, calendar.nextDayOfMonth(scan.today, n.value));
}

/** Each pattern runs only where a token said that it may match. */
export function findDates(scan: Scan): void {
  const { lower, today } = scan;
  findPeriods(scan);
  const all = (pattern: RegExp, day: (m: RegExpExecArray) => number | undefined) => {
    for (const m of allMatches(pattern, lower)) {
      const ms = day(m);
      if (ms !== undefined) scan.claim('date', m.index, m.index + m[0].length, calendar.isoDay(ms));
    }
  };
  if (scan.has(HINT.month)) {
    all(MONTH_DAY, (m) => calendar.nextMonthDay(today, monthOf(m[1]!), Number(m[2]), m[3]));
  }
  for (const n of scan.numbers) dateAt(scan, n);
  if (scan.has(HINT.nearDay)) all(NEAR, (m) => nearDay(scan, m[0]));
  if (scan.has(HINT.weekday)) all(WEEKDAY, (m) => calendar.weekdayMs(today, m[1], weekdayOf(m[2]!)));
  if (scan.has(HINT.span)) {
    all(IN_ONE, (m) => calendar.aheadMs(today, 1, m[1]!));
    all(SPAN, (m) => {
      if (m[3] !== undefined) return calendar.endOfMs(today, m[3]);
      if (m[4] !== undefined) return calendar.spanMs(today, true, m[4].endsWith('mes') ? 'month' : 'week');
      return calendar.spanMs(today, m[1] === 'next', m[2]!);
    });
  }
  if (scan.has(HINT.month)) all(MONTH_ALONE, (m) => monthAlone(scan, monthOf(m[1]!), m[2]));
}

function nearDay(scan: Scan, word: string): number {
  const today = calendar.dayMs(scan.today);
  if (word === 'day after tomorrow' || word.startsWith('pasado')) return today + 2 * calendar.DAY_MS;
  if (/^(?:tom|tm|mañ)/.test(word)) return today + calendar.DAY_MS;
  return word === 'yesterday' || word === 'ayer' ? today - calendar.DAY_MS : today;
}

/** "in October" is its first day, this month's included. */
function monthAlone(scan: Scan, month: number, year: string | undefined): number | undefined {
  const current = month === scan.today.month && year === undefined;
  return current
    ? Date.UTC(scan.today.year, month - 1, 1)
    : calendar.nextMonthDay(scan.today, month, 1, year);
}
