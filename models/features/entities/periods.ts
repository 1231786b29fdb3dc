/**
 * Dates said by parts of periods ("end of March", "mid June", "by end of summer", "early fall"), by holidays
 * ("before Thanksgiving"), and by distance ("two weeks from Friday", "in a couple of weeks", "30 days from now").
 * A part gives one day: the last of an end, the 15th of a middle, else the first.
 */
import { HINT } from '../lexicon.ts';
import { aheadMs, DAY_MS, dayMs, isoDay, nextMonthDay, weekdayMs } from './calendar.ts';
import { allMatches, type LocalDay, type Scan } from './scan.ts';

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const MESES =
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' ');
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?' +
  '|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)';
/** Meteorological seasons, first month each. */
const SEASON_MONTH: Record<string, number> = {
  spring: 3,
  summer: 6,
  fall: 9,
  autumn: 9,
  winter: 12,
  primavera: 3,
  verano: 6,
  otoño: 9,
  invierno: 12,
};
const SEASON = `(?:${Object.keys(SEASON_MONTH).join('|')})`;

const PART =
  '(?:the )?(end|last week|latter part|close|beginning|start|first week|first part|middle|fin(?:ales)?|principios?|mediados)(?: of| de)?(?: the| el| la)? ?|(mid|late|early)[ -]';
const PART_OF_MONTH = new RegExp(
  `\\b(?:${PART})(?:(next) month\\b|(fin de mes|mes)\\b|(${MONTH})\\b(?: (20\\d\\d))?(?! \\d))`,
  'g',
);
const PART_OF_SEASON = new RegExp(`\\b(?:${PART})(?:this |next )?(${SEASON})\\b`, 'g');
const FIN_DE_MES = /\bfin de mes\b/g;
const BY_SEASON = new RegExp(
  `\\b(?:by|before|until|till|til|this|in|come|hasta|para|after|for)(?: the| next| la| el| early)? (${SEASON})\\b`,
  'g',
);
const THE_FIRST = new RegExp(
  `\\b(?:by |before |on |until |till |til |after )?the (first|fifteenth|last)(?: day)? of (${MONTH}|the month|next month)\\b|\\b(?:by|before|on|until|til) the (first|fifteenth)(?= |[.,!?;]|$)(?! (?:of|floor|one|house|place|time|week))`,
  'g',
);

/** N-th weekday of a month, or a fixed day, as [month, day] or [month, weekday, which]; which −1 is the last. */
const HOLIDAYS: Record<string, readonly [number, number] | readonly [number, number, number]> = {
  thanksgiving: [11, 4, 4],
  christmas: [12, 25],
  xmas: [12, 25],
  'the holidays': [12, 25],
  navidad: [12, 25],
  "new year's": [1, 1],
  'new years': [1, 1],
  'new year': [1, 1],
  "valentine's day": [2, 14],
  'memorial day': [5, 1, -1],
  'labor day': [9, 1, 1],
  'fourth of july': [7, 4],
  '4th of july': [7, 4],
  'july 4th': [7, 4],
  halloween: [10, 31],
  'tax day': [4, 15],
};
const HOLIDAY = new RegExp(`\\b(?:${Object.keys(HOLIDAYS).join('|')})\\b`, 'g');

const DISTANCE_UNIT = '(days?|d[ií]as?|weeks?|wks?|semanas?|months?|mes(?:es)?|years?|yrs?|años?)';
const FROM = new RegExp(
  `[ -]${DISTANCE_UNIT} (?:from (now|today|(?:sun|mon|tues|wednes|thurs|fri|satur)day|tomorrow)|out|left|away)\\b(?! of)`,
  'y',
);
const AHEAD = new RegExp(`[ -](?:more )?${DISTANCE_UNIT}\\b`, 'y');
const ONE_FROM = /\ban? (week|month|year) (?:from (?:now|today)|out)\b/g;
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');

function monthNumber(name: string): number {
  const of = (names: string[]) => names.findIndex((month) => month.startsWith(name.slice(0, 3)));
  return (of(MONTHS) >= 0 ? of(MONTHS) : of(MESES)) + 1;
}

const first = (today: LocalDay, month: number, year?: string): number =>
  month === today.month && year === undefined
    ? Date.UTC(today.year, month - 1, 1)
    : nextMonthDay(today, month, 1, year)!;

/** The day a part of the months from `begin` on stands for. */
function dayOfPart(part: string, begin: number, months: number): number {
  const date = new Date(begin);
  const month = (plus: number, day: number) =>
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + plus, day);
  if (/^(?:end|last|latter|close|fin)/.test(part)) return month(months, 0);
  if (/^(?:mid|mediados)/.test(part)) return months === 1 ? month(0, 15) : month(1, 15);
  if (part === 'late') return months === 1 ? month(0, 21) : month(months - 1, 15);
  return begin;
}

function holidayMs(today: LocalDay, name: string): number {
  const [month, day, which] = HOLIDAYS[name]!;
  const of = (year: number): number => {
    if (which === undefined) return Date.UTC(year, month - 1, day);
    const edge = new Date(Date.UTC(year, which > 0 ? month - 1 : month, which > 0 ? 1 : 0));
    const off = which > 0 ? (day - edge.getUTCDay() + 7) % 7 : -((edge.getUTCDay() - day + 7) % 7);
    return edge.getTime() + (off + (which > 0 ? (which - 1) * 7 : 0)) * DAY_MS;
  };
  return of(today.year) >= dayMs(today) ? of(today.year) : of(today.year + 1);
}

/** Spanish and English units as calendar.ts knows them. */
const unitOf = (unit: string): string =>
  unit.startsWith('s') ? 'weeks' : unit.startsWith('a') ? 'years' : unit.startsWith('me') ? 'months' : unit;

function distances(scan: Scan): void {
  for (const n of scan.numbers) {
    if (!Number.isInteger(n.value) || n.value > 200) continue;
    const from = scan.at(FROM, n.end);
    if (from) {
      const anchor = from[2]?.slice(0, 3);
      const weekday = anchor === undefined ? -1 : DAYS.indexOf(anchor);
      const ms = aheadMs(scan.today, n.value, unitOf(from[1]!)) - dayMs(scan.today);
      const start = weekday >= 0 ? weekdayMs(scan.today, undefined, weekday) : dayMs(scan.today);
      scan.claim(
        'date',
        n.start,
        n.end + from[0].length,
        isoDay(start + ms + (anchor === 'tom' ? DAY_MS : 0)),
      );
      continue;
    }
    const head = /(?:\b(in|within|en)(?: the next| about| a| like| maybe)? )$/.exec(
      scan.lower.slice(Math.max(0, n.start - 20), n.start),
    );
    const ahead = head ? scan.at(AHEAD, n.end) : null;
    if (head && ahead) {
      const ms = aheadMs(scan.today, n.value, unitOf(ahead[1]!));
      scan.claim('date', n.start - head[0].length, n.end + ahead[0].length, isoDay(ms));
    }
  }
}

/** Runs before other dates, which would read "March" of "end of March". */
export function findPeriods(scan: Scan): void {
  const { lower, today } = scan;
  const all = (pattern: RegExp, day: (m: RegExpExecArray) => number) => {
    for (const m of allMatches(pattern, lower))
      scan.claim('date', m.index, m.index + m[0].length, isoDay(day(m)));
  };
  if (scan.has(HINT.month) || scan.has(HINT.span)) {
    all(THE_FIRST, (m) => theFirst(today, (m[1] ?? m[3])!, m[2]));
    all(PART_OF_MONTH, (m) => {
      const nextMonth = Date.UTC(today.year, today.month, 1);
      const begin = m[3]
        ? nextMonth
        : m[4]
          ? Date.UTC(today.year, today.month - 1, 1)
          : first(today, monthNumber(m[5]!), m[6]);
      return dayOfPart((m[1] ?? m[2])!, begin, 1);
    });
  }
  if (!scan.has(HINT.span)) return;
  all(FIN_DE_MES, () => Date.UTC(today.year, today.month, 0));
  all(PART_OF_SEASON, (m) => dayOfPart((m[1] ?? m[2])!, seasonBegin(today, m[3]!, (m[1] ?? m[2])!), 3));
  all(HOLIDAY, (m) => holidayMs(today, m[0]));
  distances(scan);
  all(ONE_FROM, (m) => aheadMs(today, 1, m[1]!));
  all(BY_SEASON, (m) => seasonBegin(today, m[1]!, 'start'));
}

/** First day of the season: the coming one, or the one that is on where its end is meant. */
function seasonBegin(today: LocalDay, season: string, part: string): number {
  const month = SEASON_MONTH[season]!;
  const year = month === 12 && today.month < 3 ? today.year - 1 : today.year;
  const begin = Date.UTC(year, month - 1, 1);
  const over = Date.UTC(year, month + 2, 0) < dayMs(today);
  const isOn = begin <= dayMs(today) && !over;
  if (over || (isOn && /^(?:start|beginning|first|early)/.test(part)))
    return Date.UTC(year + 1, month - 1, 1);
  return begin;
}

function theFirst(today: LocalDay, which: string, month: string | undefined): number {
  const day = which === 'fifteenth' ? 15 : 1;
  if (month === undefined) {
    const thisMonth = Date.UTC(today.year, today.month - 1, day);
    return thisMonth >= dayMs(today) ? thisMonth : Date.UTC(today.year, today.month, day);
  }
  const begin =
    month === 'the month' || month === 'next month'
      ? Date.UTC(today.year, today.month - (month === 'next month' ? 0 : 1), 1)
      : first(today, monthNumber(month), undefined);
  return dayOfPart(which === 'last' ? 'end' : '', begin, 1) + (which === 'last' ? 0 : (day - 1) * DAY_MS);
}
