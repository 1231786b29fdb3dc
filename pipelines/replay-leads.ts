/** Leads through a chain from their first event on, side by side, with no log and no outputs. */
import { setImmediate } from 'node:timers/promises';
import type { Chain } from '../processors/chain.ts';
import type { LeadState } from '../processors/lead-state.ts';
import type { LeadWork, Turn } from '../processors/turn.ts';

/** An event of a lead; its state is what the one before left. */
export type Replayed = Omit<LeadWork, 'state'>;

/** @returns the states that their events lead to; undefined of a lead without any */
export async function replayLeads(
  steps: Chain<LeadWork, Turn>,
  leads: readonly (readonly Replayed[])[],
): Promise<(LeadState | undefined)[]> {
  const states: (LeadState | undefined)[] = leads.map(() => undefined);
  const longest = leads.reduce((most, events) => Math.max(most, events.length), 0);
  for (let n = 0; n < longest; n++) {
    await setImmediate(); // others of this process get their turn between
    const places = [...leads.keys()].filter((i) => leads[i]![n]);
    const wave = places.map((i): LeadWork => ({ ...leads[i]![n]!, state: states[i] }));
    const outcomes = steps.run(wave, (_stage, _size, work) => work());
    outcomes.forEach((outcome, k) => {
      if (outcome.kind === 'pass') states[places[k]!] = outcome.value.state;
    });
  }
  return states;
}
