/** What is kept of the messages sent: as many as the caps count, in bounded room. */
import { type NurtureState, SENDS, type Send } from './nurture-state.ts';

const DAY = 86_400_000;
/** The longest windows of the caps: of marketing, and of anything. */
const MARKETING_WINDOW = 30 * DAY;
const WINDOW = 7 * DAY;

/** Whether a message counts against the caps: one that surely never reached the lead does not. */
export const isCounted = ({ status }: Send): boolean => status !== 'failed' && status !== 'cancelled';

/**
 * Adds a message that was ordered. Where there is no room, what no cap counts any more goes first; if every one still
 * counts, the oldest goes, and that it counted is remembered, so that no cap is passed unseen.
 */
export function withSend(state: NurtureState, send: Send): NurtureState {
  const sends = [...state.sends, send];
  if (sends.length <= SENDS) return { ...state, sends };
  const spare = sends.findIndex((kept) => !countsAt(kept, send.at));
  const [dropped] = sends.splice(Math.max(0, spare), 1);
  return { ...state, sends, forgotten: spare < 0 ? remembered(state.forgotten, dropped!) : state.forgotten };
}

const countsAt = (send: Send, at: number): boolean =>
  isCounted(send) && send.at > at - (send.purpose === 'marketing' ? MARKETING_WINDOW : WINDOW);

const remembered = (known: NurtureState['forgotten'], { at, purpose }: Send): NurtureState['forgotten'] => ({
  any: Math.max(known.any, at),
  marketing: purpose === 'marketing' ? Math.max(known.marketing, at) : known.marketing,
});
