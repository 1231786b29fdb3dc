/**
 * Keeps the daily tick of an open lead, so that silence is scored too. Each lead has its own minute of the day
 * (from its key), which spreads the ticks of many leads over the day without chance in it.
 */

import type { Static } from 'typebox';
import { crc32 } from '../schemas/crc32.ts';
import type { TickEvent } from '../schemas/system-event.ts';
import type { LeadState } from './lead-state.ts';
import { type Turn, withOutputs } from './turn.ts';

const DAY_MS = 86_400_000;

export function keepTick<T extends Turn>(turn: T): T {
  const { state, event } = turn;
  if (state.erased || state.status !== 'open') return state.tick.due === 0 ? turn : disarmed(turn);
  return state.tick.due === 0 || event.type === 'tick' ? armed(turn) : turn;
}

function armed<T extends Turn>(turn: T): T {
  const { state, key, receivedAt } = turn;
  const generation = state.tick.generation + 1;
  const due = nextTick(key, receivedAt);
  const timer = timerId(key);
  const event: Static<typeof TickEvent> = {
    ...{ id: `tick:${generation}`, tenant: state.tenant, lead: state.lead },
    ...{ at: due, type: 'tick', timer, generation },
  };
  return withOutputs(withTick(turn, { generation, due }), { to: 'timer', id: timer, due, generation, event });
}

/** A raised generation makes a tick that is already on its way stale. */
function disarmed<T extends Turn>(turn: T): T {
  const tick = { generation: turn.state.tick.generation + 1, due: 0 };
  return withOutputs(withTick(turn, tick), { to: 'cancel', id: timerId(turn.key) });
}

const withTick = <T extends Turn>(turn: T, tick: LeadState['tick']): T => ({
  ...turn,
  state: { ...turn.state, tick },
});

const timerId = (key: string): string => `${key}/tick`;

/** The lead's next moment of the day after `now` (epoch ms, wall clock: a tick is about the present). */
export function nextTick(key: string, now: number): number {
  const moment = crc32(key) % DAY_MS;
  const today = now - (now % DAY_MS) + moment;
  return today > now ? today : today + DAY_MS;
}
