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
const clockFormat = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const preciseFormat = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const longDayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

const UNAMBIGUOUS_MS = 300 * 86_400_000;

/** Never 0 % or 100 %: a model is never that sure. */
export function percent(p: number): string {
  if (p < 0.01) return `< ${percentFormat.format(0.01)}`;
  if (p > 0.99) return `> ${percentFormat.format(0.99)}`;
  return percentFormat.format(p);
}

export const money = (dollars: number): string => moneyFormat.format(dollars);
export const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** `12 Jan`; with the year where the day alone could be another year's. */
export function day(time: string | number, now = Date.now()): string {
  const date = new Date(time);
  const near = Math.abs(date.getTime() - now) < UNAMBIGUOUS_MS;
  // A day breaks over no line.
  return (near ? dayFormat : dayYearFormat).format(date).replaceAll(' ', '\u00a0');
}

export const shortDay = (time: number): string => dayFormat.format(time);
export const longDay = (time: string | number): string => longDayFormat.format(new Date(time));
export const clock = (time: string | number): string => clockFormat.format(new Date(time));
export const preciseClock = (time: string | number): string => preciseFormat.format(new Date(time));
export const dayRange = (from: string, to: string): string => `${day(from)}\u00a0– ${day(to)}`;

/** `12 Jan, 09:00 – 11:00`, or two days where it goes past midnight. */
export const timeRange = (from: string, to: string): string =>
  day(from) === day(to) ? `${day(from)}, ${clock(from)} – ${clock(to)}` : dayRange(from, to);

/** `1 lead`, `2 leads`. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** `now`, `12 s`, `5 min`, `3 h`, `2 d`, then a date. */
export function ago(time: string | number, now: number): string {
  const seconds = Math.max(0, (now - new Date(time).getTime()) / 1000);
  if (seconds < 2) return 'now';
  if (seconds < 60) return `${Math.floor(seconds)}\u00a0s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}\u00a0min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}\u00a0h`;
  if (seconds < 7 * 86_400) return `${Math.floor(seconds / 86_400)}\u00a0d`;
  return day(time, now);
}

/** A number of minutes as a person says it. */
export function within(minutes: number): string {
  if (minutes < 90) return `${Math.round(minutes)} min`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
  return `${Math.round(minutes / 1440)} days`;
}

const signedFormat = new Intl.NumberFormat(undefined, {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});
/** `+1.2%`, `−3.4%`: of a change, which may well be exact, with a true minus. */
export const signedPercent = (share: number): string => signedFormat.format(share).replace('-', '−');
