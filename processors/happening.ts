/** What happened, for the eye. */
import type { Happening } from '../schemas/insight.ts';
import { isSystemEvent, type LeadsEvent } from './decode-lead-entry.ts';

const TEXT_CHARACTERS = 600;

export function happeningOf(event: LeadsEvent): Happening {
  if (isSystemEvent(event)) return { type: event.type };
  switch (event.type) {
    case 'message':
      return { type: event.type, from: event.from, channel: event.channel, text: cut(event.text) };
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

/** At most {@link TEXT_CHARACTERS} code units, never half a surrogate pair. */
function cut(text: string): string {
  if (text.length <= TEXT_CHARACTERS) return text;
  const last = text.charCodeAt(TEXT_CHARACTERS - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? TEXT_CHARACTERS - 1 : TEXT_CHARACTERS);
}
