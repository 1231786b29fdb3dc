/** Reads what the lead wrote, once, for every judge. */
import type { ReadText } from '../models/judges.ts';
import type { ReadTurn, Turn } from './turn.ts';

export function createReadMessage(readText: ReadText) {
  return function readMessage(turn: Turn): ReadTurn {
    const { event, asOf, state } = turn;
    const said = event.type === 'message' && event.from === 'lead';
    return { ...turn, reading: said ? readText(event.text, asOf, state.contact.timezone) : undefined };
  };
}
