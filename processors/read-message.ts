/** Reads what the lead or its agent wrote, once, for every judge. */
import type { ReadText } from '../models/judges.ts';
import type { ReadTurn, Turn } from './turn.ts';

export function createReadMessage(readText: ReadText) {
  return function readMessage(turn: Turn): ReadTurn {
    const { event, asOf, state } = turn;
    if (event.type !== 'message' || event.from === 'system')
      return { ...turn, reading: undefined, heard: undefined };
    const read = readText(event.text, asOf, state.contact.timezone);
    return event.from === 'lead'
      ? { ...turn, reading: read, heard: undefined }
      : { ...turn, reading: undefined, heard: read };
  };
}
