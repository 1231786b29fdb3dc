/** Numbers and times as people read them, in the browser's own locale and time zone. */

const percentFormat = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const moneyFormat = new Intl.NumberFormat(undefined, {
  style: 'currency',
  currency: 'USD',
  notation: 'compact',
  maximumFractionDigits: 1,
});
const dayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayYearFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const clockFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const preciseFormat = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const longDayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

/** Never 0 % or 100 %: a model is never that sure. */
export function percent(p: number): string {
  if (p < 0.01) return `< ${percentFormat.format(0.01)}`;
  if (p > 0.99) return `> ${percentFormat.format(0.99)}`;
  return percentFormat.format(p);
}

export const money = (dollars: number): string => moneyFormat.format(dollars);
export const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** `12 Jan`; with the year where it is not the year of `now`. */
export function day(time: string | number, now = Date.now()): string {
  const date = new Date(time);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayFormat : dayYearFormat).format(date);
}

export const shortDay = (time: number): string => dayFormat.format(time);
export const longDay = (time: string | number): string => longDayFormat.format(new Date(time));
export const clock = (time: string | number): string => clockFormat.format(new Date(time));
export const preciseClock = (time: string | number): string => preciseFormat.format(new Date(time));
export const dayRange = (from: string, to: string): string => `${day(from)} – ${day(to)}`;

/** `now`, `12 s`, `5 min`, `3 h`, `2 d`, then a date. */
export function ago(time: string | number, now: number): string {
  const seconds = Math.max(0, (now - new Date(time).getTime()) / 1000);
  if (seconds < 2) return 'now';
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  if (seconds < 7 * 86_400) return `${Math.floor(seconds / 86_400)} d`;
  return day(time, now);
}

/** A number of minutes as a person says it. */
export function within(minutes: number): string {
  if (minutes < 90) return `${Math.round(minutes)} min`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
  return `${Math.round(minutes / 1440)} days`;
}
