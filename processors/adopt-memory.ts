/**
 * Takes over what a challenger would remember of a lead, had it been there from the first event: replayed from retained
 * events by the learning role, and told by an event of the lead's own log, so that a replay of the log knows it too.
 * Only where the state stands exactly at the event it was replayed to; else the role tries again later. It says nothing
 * to anyone: no insight, no number.
 */
import type { ForecastJudge, ForecastMemory } from '../models/judges.ts';
import { drop, type Outcome, pass, reject, type Worked } from '../schemas/flow.ts';
import type { WarmEvent } from '../schemas/system-event.ts';
import type { LeadState } from './lead-state.ts';
import { packFloats, unpackFloats } from './sparse-floats.ts';

export function createAdoptMemory(challenger: ForecastJudge | undefined) {
  return function adoptMemory(state: LeadState | undefined, event: WarmEvent): Outcome<Worked<LeadState>> {
    if (event.version !== challenger?.version) return drop('memory of a version that is not loaded');
    if (!state || !lacksMemory(state, event.version)) return drop('no lead that lacks a memory');
    if (state.seq !== event.covers) return drop('the lead moved on');
    const memory = readMemory(event.memory);
    if (memory?.length !== challenger.initial().length)
      return reject('adopt', `memory: is not what ${event.version} remembers. Let the learning role make it`);
    const shadow = { version: event.version, whole: true, memory };
    return pass({ state: { ...state, shadow }, outputs: [] });
  };
}

/** Whether that challenger could learn of the lead's past, and forecasts of it are still to come. */
export const lacksMemory = ({ erased, status, shadow }: LeadState, version: string): boolean =>
  !erased && status !== 'converted' && status !== 'lost' && !(shadow?.version === version && shadow.whole);

/** As the event carries it. */
export const writeMemory = (memory: ForecastMemory): string =>
  Buffer.from(packFloats(memory)).toString('base64');

function readMemory(text: string): ForecastMemory | undefined {
  try {
    return unpackFloats(Buffer.from(text, 'base64'));
  } catch {
    return undefined;
  }
}
