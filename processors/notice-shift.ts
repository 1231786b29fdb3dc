/** Takes an index into the weeks of its area, and notices where they have shifted beyond their noise. */
import { emptyArea, observeArea } from '../models/history/market-board.ts';
import { detectShift, NEVER_RANG, type Shift, weekLater } from '../models/market-shift/detect-shift.ts';
import type { MarketState } from './market-state.ts';
import type { EventOf } from './market-turn.ts';

export function notice(
  state: MarketState,
  event: EventOf<'index'>,
): { state: MarketState; shift: Shift | undefined } {
  const before = state.board ?? emptyArea();
  const board = observeArea(before, event, event.at);
  // Several reports within a week are one; the first of a week makes what was told a week older.
  const another = board.reportedAt !== before.reportedAt;
  const quiet = another && state.quiet ? weekLater(state.quiet) : state.quiet;
  const found = detectShift(board, quiet ?? NEVER_RANG);
  const told = found?.quiet ?? quiet;
  return { state: { ...state, board, ...(told && { quiet: told }) }, shift: found?.shift };
}
