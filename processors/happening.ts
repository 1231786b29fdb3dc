/** What happened, for the eye. */
import type { Happening } from '../schemas/insight.ts';
import { isSystemEvent, type LeadsEvent } from './decode-lead-entry.ts';
import { cut } from './keep-consent.ts';

const TEXT_CHARACTERS = 600;

export function happeningOf(event: LeadsEvent): Happening {
  if (isSystemEvent(event)) return { type: event.type };
  switch (event.type) {
    case 'message':
      return {
        type: event.type,
        from: event.from,
        channel: event.channel,
        text: cut(event.text, TEXT_CHARACTERS),
      };
    case 'activity':
      return {
        type: event.type,
        activity: event.activity,
        ...(event.ref !== undefined && { ref: event.ref }),
      };
    case 'profile':
      return { type: event.type };
    case 'outcome':
      return { type: event.type, result: event.result };
  }
}
