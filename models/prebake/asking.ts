/** When to prepare for a lead's next deed: one rule for serving and for measuring what serving is worth. */

const HOUR_MS = 3_600_000;
/** Between two askings: what a lead says in one breath is prepared for once. */
const APART_MS = 30_000;

export interface Asking {
  /** Of the event, epoch ms. */
  now: number;
  isMessage: boolean;
  /** When it was asked for last, and when the lead did anything last; epoch ms, 0: never. */
  asked: number;
  lastLeadAt: number;
}

/** Not twice in one breath. */
export const isApart = ({ now, asked }: Pick<Asking, 'now' | 'asked'>): boolean => now - asked >= APART_MS;

/** While a conversation goes on: somebody writes, or the lead was there within the hour. */
export const isGoingOn = ({ now, isMessage, lastLeadAt }: Omit<Asking, 'asked'>): boolean =>
  isMessage || now - lastLeadAt < HOUR_MS;
