/** An erasure leaves a tombstone: only the numbers that must never repeat, so that late duplicates are harmless. */
import type { Judges } from '../models/judges.ts';
import { initialState } from './lead-state.ts';
import type { InsightTurn } from './turn.ts';

export function createForgetErased(judges: Judges) {
  return function forgetErased<T extends InsightTurn>(turn: T): T {
    if (turn.event.type !== 'erase') return turn;
    const { tenant, lead, seq, tick } = turn.state;
    return { ...turn, state: { ...initialState(judges, tenant, lead, 0), seq, tick, erased: true } };
  };
}
