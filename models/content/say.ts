/** Sums, counts, days and hours in the words of a language. No Intl: its words change with its version. */
import { zoneOffset } from '../features/zone-offset.ts';
import type { BankLanguage } from './request.ts';

export const WEEKDAYS = {
  en: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
  es: 'domingo lunes martes miércoles jueves viernes sábado'.split(' '),
};
export const MONTHS = {
  en: 'January February March April May June July August September October November December'.split(' '),
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' '),
};

/** Minutes from UTC of the eastmost and westmost clocks of the fifty states, daylight saving and not. */
const EASTMOST = -4 * 60;
const WESTMOST = -10 * 60;

export const count = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');
/** US dollars, whole: both languages write them alike in the US. */
export const money = (dollars: number): string => `$${count(dollars)}`;
/** @param digits after the point, at most */
export const percent = (n: number, digits: number): string => `${rounded(n, digits)}%`;
export const rounded = (n: number, digits: number): number => Math.round(n * 10 ** digits) / 10 ** digits;

/** A clock's reading; `month` from 0, `weekday` from Sunday. */
export interface Clock {
  year: number;
  month: number;
  day: number;
  weekday: number;
  hour: number;
  minute: number;
}

/** What a clock shows at `at` (epoch ms), `offset` minutes from UTC. */
function clockAt(at: number, offset: number): Clock {
  const local = new Date(at + offset * 60_000);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth(),
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
  };
}

const offsetAt = (at: number, zone: string | undefined): number | undefined =>
  zone === undefined ? undefined : zoneOffset(zone, at);

/** The clock of when something was so: by UTC where the zone is not known. */
export const factClock = (at: number, zone: string | undefined): Clock =>
  clockAt(at, offsetAt(at, zone) ?? 0);

/** "May 7", "7 de mayo": the day that something was so. */
export function dateOf(at: number, zone: string | undefined, language: BankLanguage): string {
  const { month, day } = factClock(at, zone);
  return language === 'en' ? `${MONTHS.en[month]} ${day}` : `${day} de ${MONTHS.es[month]}`;
}

/** A visit's clock, and whether its hour may be named; undefined where even the day is not sure. */
export function visitClock(
  at: number,
  zone: string | undefined,
): { clock: Clock; hour: boolean } | undefined {
  const offset = offsetAt(at, zone);
  if (offset !== undefined) return { clock: clockAt(at, offset), hour: true };
  const [east, west] = [clockAt(at, EASTMOST), clockAt(at, WESTMOST)];
  return east.day === west.day ? { clock: east, hour: false } : undefined;
}

/** "Thursday, May 7 at 3:00 PM", "el jueves 7 de mayo a las 3:00 pm". */
export function visitTime(at: number, zone: string | undefined, language: BankLanguage): string | undefined {
  const seen = visitClock(at, zone);
  if (!seen) return undefined;
  const { month, day, weekday, hour, minute } = seen.clock;
  const twelve = `${hour % 12 || 12}:${String(minute).padStart(2, '0')}`;
  const half = hour < 12 ? 'am' : 'pm';
  if (language === 'en') {
    const date = `${WEEKDAYS.en[weekday]}, ${MONTHS.en[month]} ${day}`;
    return seen.hour ? `${date} at ${twelve} ${half.toUpperCase()}` : date;
  }
  const date = `el ${WEEKDAYS.es[weekday]} ${day} de ${MONTHS.es[month]}`;
  const article = hour % 12 === 1 ? 'la' : 'las';
  return seen.hour ? `${date} a ${article} ${twelve} ${half}` : date;
}
