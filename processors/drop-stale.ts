/** Ends the way of events whose moment is over: cancelled timers, and news about a lead that is not there. */
import { drop, type Outcome, pass } from '../schemas/flow.ts';
import { isSystemEvent } from './decode-lead-entry.ts';
import type { LeadWork } from './turn.ts';

export function dropStale(work: LeadWork): Outcome<LeadWork> {
  const { event, state } = work;
  if (!isSystemEvent(event)) return pass(work);
  if (!state || state.erased) return drop('no such lead');
  // A cancelled or re-armed timer has a newer generation in the state; no other timers exist yet.
  if (event.type === 'timer') return drop('stale timer');
  const { generation, due } = state.tick;
  if (event.type === 'tick' && (due === 0 || event.generation !== generation)) return drop('stale tick');
  return pass(work);
}
