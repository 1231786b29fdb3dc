/** Which of a lead's two timers fired: the competitive check, or that of nurturing. */
import type { LeadsEvent } from '../decode-lead-entry.ts';

export const isCheck = (event: LeadsEvent): boolean =>
  event.type === 'timer' && event.timer.endsWith('/check');
