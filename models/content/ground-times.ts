/** Days and hours in a text, held against those that are known. */
import type { Known } from './known.ts';
import type { ContentRequest } from './request.ts';
import { type Clock, factClock, MONTHS, WEEKDAYS } from './say.ts';

const DAY = 86_400_000;

const lower = (words: string[]): string[] => words.map((word) => word.toLowerCase());
const any = (words: string[]): string => words.join('|');
const MONTH = any([...MONTHS.en, ...MONTHS.es]);
const SHORT_MONTH = any(MONTHS.en.map((month) => `${month.slice(0, 3)}t?\\.?`));
const WEEKDAY_WORD = `${any([...WEEKDAYS.en, ...lower(WEEKDAYS.en), ...WEEKDAYS.es])}|miercoles|sabado`;
const ORDINAL = '(?:st|nd|rd|th)?';
const YEAR = '(?:,? (?:del? )?(?<year>20\\d\\d))?';

/** A day by its number, with or without its weekday. */
export const DATE = new RegExp(
  `(?:\\b(?<weekday>${WEEKDAY_WORD}),? (?:the |el )?)?` +
    `(?:\\b(?<monthFirst>${MONTH}|${SHORT_MONTH}) (?:the )?(?<dayAfter>\\d{1,2})${ORDINAL}` +
    `|\\b(?<dayFirst>\\d{1,2})${ORDINAL} (?:of |de )?(?<monthAfter>${MONTH}|${SHORT_MONTH})` +
    '|\\b(?<isoYear>20\\d\\d)-(?<isoMonth>\\d\\d)-(?<isoDay>\\d\\d)' +
    `|\\b(?<slashMonth>\\d{1,2})/(?<slashDay>\\d{1,2})(?:/(?:20)?(?<slashYear>\\d\\d))?)(?![\\d\\p{L}])${YEAR}`,
  'giu',
);
/** A weekday, or a month after a word that makes it one. */
export const WEEKDAY = new RegExp(
  `(?<![\\p{L}])(?:${WEEKDAY_WORD})s?(?!\\p{L})|\\b(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\\b(?=[ ,.]?)` +
    `|(?<=\\b(?:in|by|of|until|since|en|de|para|hasta|desde) )(?:${any(MONTHS.en)}|${any(MONTHS.es)})(?!\\p{L})`,
  'gu',
);
export const NEAR = /\b(?:tomorrow|tonight)\b|(?<!\bla )(?<!\p{L})mañana(?!\p{L})/giu;
export const TIME =
  /\b(?<hour>\d{1,2})(?::(?<minute>\d\d))? ?(?<half>[ap]\.? ?m\b\.?)|\b(?<hour24>\d{1,2}):(?<minute24>\d\d)\b|(?<=\b(?:a las|a la|at) )(?<bare>\d{1,2})\b(?![\d:,.]?\d)/giu;

function monthOf(name: string): number {
  const word = name.toLowerCase().replace('.', '');
  const es = lower(MONTHS.es).indexOf(word);
  return es >= 0 ? es : lower(MONTHS.en).findIndex((month) => month.startsWith(word.slice(0, 3)));
}

function weekdayOf(name: string): number {
  const word = name
    .toLowerCase()
    .replace('miercoles', 'miércoles')
    .replace('sabado', 'sábado')
    .replace(/(?<=o)s$/, '');
  const es = WEEKDAYS.es.indexOf(word);
  return es >= 0 ? es : lower(WEEKDAYS.en).findIndex((day) => day.startsWith(word.slice(0, 3)));
}

type Day = Partial<Pick<Clock, 'year' | 'month' | 'day' | 'weekday'>>;

/** The day that a match of {@link DATE} names. */
function dayOf(groups: Record<string, string | undefined>): Day {
  const { weekday, monthFirst, monthAfter, dayAfter, dayFirst, year, isoYear, slashYear } = groups;
  const named = monthFirst ?? monthAfter;
  const number = groups.isoMonth ?? groups.slashMonth;
  const told = year ?? isoYear ?? (slashYear && `20${slashYear}`);
  return {
    month: named ? monthOf(named) : Number(number) - 1,
    day: Number(dayAfter ?? dayFirst ?? groups.isoDay ?? groups.slashDay),
    ...(weekday && { weekday: weekdayOf(weekday) }),
    ...(told && { year: Number(told) }),
  };
}

const matches = (clock: Clock, day: Day): boolean =>
  (Object.keys(day) as (keyof Day)[]).every((part) => clock[part] === day[part]);

const clocks = ({ days, visits }: Known): Clock[] => [...days, ...visits.map(({ clock }) => clock)];

export const dayTold = (match: RegExpMatchArray, known: Known): boolean =>
  clocks(known).some((clock) => matches(clock, dayOf(match.groups!)));

export function weekdayTold([word]: RegExpMatchArray, known: Known): boolean {
  const isMonth = [...MONTHS.en, ...MONTHS.es].includes(word!);
  const day: Day = isMonth ? { month: monthOf(word!) } : { weekday: weekdayOf(word!) };
  return clocks(known).some((clock) => matches(clock, day));
}

/** "Tomorrow" is known where a visit is on that day. */
export function nearTold([word]: RegExpMatchArray, { visits }: Known, request: ContentRequest): boolean {
  const ahead = /tonight/i.test(word!) ? 0 : DAY;
  const { month, day } = factClock(request.at + ahead, request.timezone);
  return visits.some(({ clock }) => matches(clock, { month, day }));
}

/** How far before an hour its day may stand: "Thursday, May 7 at 3 PM". */
const NEXT_TO = 14;

/** An hour of a visit; where a day stands next to it, of a visit on that day. */
export function timeTold(match: RegExpMatchArray, before: string, { visits }: Known): boolean {
  const { hour, minute, half, hour24, minute24, bare } = match.groups!;
  const told = Number(hour ?? hour24 ?? bare);
  const minutes = Number(minute ?? minute24 ?? 0);
  const sure = half ? [(told % 12) + (/^p/i.test(half) ? 12 : 0)] : [told, told + 12];
  const dates = [...before.matchAll(DATE)].concat([...before.matchAll(WEEKDAY)]);
  const next = dates.find((date) => date.index + date[0].length >= before.length - NEXT_TO);
  const day: Day = !next ? {} : next.groups ? dayOf(next.groups) : { weekday: weekdayOf(next[0]) };
  return visits.some(
    ({ clock, hour: isHour }) =>
      isHour && sure.includes(clock.hour) && clock.minute === minutes && matches(clock, day),
  );
}
