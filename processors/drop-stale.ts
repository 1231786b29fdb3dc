/** Ends the way of events whose moment is over: cancelled timers, and news about a lead that is not there. */
import { drop, type Outcome, pass } from '../schemas/flow.ts';
import { isSystemEvent } from './decode-lead-entry.ts';
import type { LeadWork } from './turn.ts';

export function dropStale(work: LeadWork): Outcome<LeadWork> {
  const { event, state } = work;
  if (!isSystemEvent(event)) return pass(work);
  if (!state || state.erased) return drop('no such lead');
  // A cancelled or re-armed timer has a newer generation in the state.
  if (event.type === 'timer' && isStale(state.nurture.timer, event)) return drop('stale timer');
  if (event.type === 'tick' && isStale(state.tick, event)) return drop('stale tick');
  return pass(work);
}

const isStale = (
  { generation, due }: { generation: number; due: number },
  event: { generation: number },
): boolean => due === 0 || event.generation !== generation;
