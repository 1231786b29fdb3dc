/** Ends the way of events whose moment is over: cancelled timers, news about a lead that is not there, news heard before. */
import { drop, type Outcome, pass } from '../schemas/flow.ts';
import { isCheck } from './compete/is-check.ts';
import { isSystemEvent } from './decode-lead-entry.ts';
import { hasHeard } from './remember-market.ts';
import type { LeadWork } from './turn.ts';

export function dropStale(work: LeadWork): Outcome<LeadWork> {
  const { event, state } = work;
  if (!isSystemEvent(event)) return pass(work);
  if (!state || state.erased) return drop('no such lead');
  // A cancelled or re-armed timer has a newer generation in the state.
  if (event.type === 'timer') {
    const armed = isCheck(event) ? state.competition.check : state.nurture.timer;
    return isStale(armed, event) ? drop('stale timer') : pass(work);
  }
  if (event.type === 'tick' && isStale(state.tick, event)) return drop('stale tick');
  // A listing tells those who looked at it, its area those it may suit: who is both hears of it twice.
  if (event.type === 'market' && hasHeard(state.market, event.facts)) return drop('heard before');
  return pass(work);
}

const isStale = (
  { generation, due }: { generation: number; due: number },
  event: { generation: number },
): boolean => due === 0 || event.generation !== generation;
