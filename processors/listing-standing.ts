/** Whether a listing can be had, by its status (RESO StandardStatus, and looser words). */

/** `gone`: under contract or sold; `expired`: off the market and not sold. */
export const STANDINGS = ['active', 'gone', 'expired'] as const;
export type Standing = (typeof STANDINGS)[number];

const OFF = /expired|withdrawn|cancel|hold|\boff\b/i;
const GONE = /pending|sold|contract|contingent|closed|escrow|accepted/i;

/** A status that is not known is one of a home that can be had. */
export function standingOf(status: string | undefined): Standing {
  if (status === undefined) return 'active';
  if (OFF.test(status)) return 'expired';
  return GONE.test(status) ? 'gone' : 'active';
}

/** The status after an event that names none: an expired listing is off, one listed anew is back. */
export function statusAfter(change: string, before: string | undefined): string | undefined {
  if (change === 'expired') return standingOf(before) === 'expired' ? before : 'expired';
  return change === 'new' && standingOf(before) !== 'active' ? 'active' : before;
}
