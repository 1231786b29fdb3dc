/** For how long an alert may be put aside. */

const HOUR_MS = 3_600_000;
/** When a day's work begins, by the browser's clock. */
const MORNING = 9;

export const inAnHour = (now: number): number => now + HOUR_MS;

/** Tomorrow at nine where the browser is: by the calendar, so that a day of 23 or 25 hours is one too. */
export function tomorrow(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, MORNING).getTime();
}
