/** What to keep ready for the lead: by what its next deed probably calls for, or to bring it back after long silence. */
import type { PrebakeJudge } from '../../models/judges.ts';
import { isApart, isGoingOn } from '../../models/prebake/asking.ts';
import { RE_ENGAGEMENT } from '../../models/prebake/menu.ts';
import { wantsOf } from '../../models/prebake/wants.ts';
import { isFresh } from '../nurture/is-fresh.ts';
import type { NextTurn } from '../turn.ts';
import type { PrebakeState } from './prebake-state.ts';

/** A lead silent for so long is brought back rather than waited for. */
const SILENT_MS = 7 * 24 * 3_600_000;

export const withPrebake = <T extends NextTurn>(turn: T, change: Partial<PrebakeState>): T => ({
  ...turn,
  state: { ...turn.state, prebake: { ...turn.state.prebake, ...change } },
});

/** With what is wanted after the event, and the language the lead wrote in. */
export function foreseeWants(turn: NextTurn, judge: PrebakeJudge): NextTurn {
  const { wants: known, language: before } = turn.state.prebake;
  const { reading } = turn;
  const language = reading ? (reading.language === 'es' ? 'es' : 'en') : before;
  const wants = wanted(turn, judge, known);
  return wants === known && language === before ? turn : withPrebake(turn, { wants, language });
}

function wanted(turn: NextTurn, judge: PrebakeJudge, known: string[]): string[] {
  const { vector: features, intents, event } = turn;
  if (event.type === 'tick' && isSilent(turn))
    return known[0] === RE_ENGAGEMENT.id ? known : [RE_ENGAGEMENT.id];
  if (!features) return known;
  const last = event.type === 'message' ? event.from : event.type === 'activity' ? event.activity : '';
  return wantsOf(judge.predict({ features, intents, last }), pDeedOf(turn), known);
}

/** That the lead does anything within the hour, by what may come next. */
const pDeedOf = ({ nextEvents = [] }: NextTurn): number =>
  1 - (nextEvents.find(({ kind }) => kind === 'silence')?.p ?? 0);

const isSilent = ({ state, receivedAt }: NextTurn): boolean =>
  state.lastLeadAt > 0 && receivedAt - state.lastLeadAt >= SILENT_MS;

/** Whether there is something to prepare for: a conversation goes on, or silence does, and the event is of now. */
export function isAsking(turn: NextTurn): boolean {
  const { state, event, receivedAt: now } = turn;
  const { wants, asked } = state.prebake;
  if (event.type === 'prebake') return true;
  if (wants.length === 0 || !isApart({ now, asked }) || event.type === 'erase') return false;
  if (!isFresh({ event, now })) return false;
  if (event.type === 'tick') return isSilent(turn);
  return isGoingOn({ now, isMessage: event.type === 'message', lastLeadAt: state.lastLeadAt });
}
