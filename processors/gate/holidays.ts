/** Days on which some states allow no calls. */
import table from './quiet-hours.json' with { type: 'json' };

const DAY = 86_400_000;
/** Years kept; hostile times cannot grow it. */
const MOST_YEARS = 64;

interface Holiday {
  name: string;
  month?: number;
  day?: number;
  /** 0: Sunday. */
  weekday?: number;
  /** Which of the month's; −1: the last. */
  nth?: number;
  /** Days after that. */
  after?: number;
  /** Days after Easter Sunday. */
  easter?: number;
}

const holidays: Holiday[] = table.holidays;
const years = new Map<number, ReadonlySet<number>>();

/** @param date epoch days of a local calendar date */
export function isHoliday(date: number): boolean {
  const year = new Date(date * DAY).getUTCFullYear();
  const known = years.get(year);
  if (known) return known.has(date);
  if (years.size >= MOST_YEARS) years.clear();
  // Next year's too: when January 1st is a Saturday, December 31st is kept.
  const dates = new Set(
    [year, year + 1].flatMap((of) => holidays.flatMap((holiday) => datesOf(holiday, of))),
  );
  years.set(year, dates);
  return dates.has(date);
}

const epochDay = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY;

function datesOf(
  { month = 1, day, weekday = 0, nth = 1, after = 0, easter }: Holiday,
  year: number,
): number[] {
  if (easter !== undefined) return [easterSunday(year) + easter];
  if (day !== undefined) return observed(epochDay(year, month, day));
  if (nth < 0) {
    const last = epochDay(year, month + 1, 1) - 1;
    return [last - ((weekdayOf(last) - weekday + 7) % 7) + after];
  }
  const first = epochDay(year, month, 1);
  return [first + ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7 + after];
}

/** On a weekend, the nearest working day as well: 5 U.S.C. § 6103(b), and most states'. */
function observed(date: number): number[] {
  const weekday = weekdayOf(date);
  if (weekday === 6) return [date, date - 1];
  return weekday === 0 ? [date, date + 1] : [date];
}

/** 0: Sunday. January 1st 1970 was a Thursday. */
export const weekdayOf = (date: number): number => (((date + 4) % 7) + 7) % 7;

/** Gregorian computus: Meeus, Astronomical Algorithms, ch. 8. */
function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const lunar =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30;
  const days = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - lunar - (rest % 4)) % 7;
  const shift = Math.floor((golden + 11 * lunar + 22 * days) / 451);
  const sum = lunar + days - 7 * shift + 114;
  return epochDay(year, Math.floor(sum / 31), (sum % 31) + 1);
}
