/** Open-loop pacing: event n is due at start + n / rate, whatever became of those before it. */
import { setImmediate as afterIo } from 'node:timers/promises';
import { pause } from '../../infra/run.ts';
import { nowMicros } from './clock.ts';

/** Timers of Node are 1 ms coarse and late; sleeping this long at a time keeps sends within a fraction of that. */
const NAP_MS = 0.25;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * @param rate events a second
 * @param send called for each event, with its scheduled instant in {@link nowMicros}
 */
export async function pace(
  rate: number,
  total: number,
  send: (n: number, due: number) => void,
): Promise<void> {
  const start = nowMicros() + 1000;
  const due = (n: number) => start + (n * 1e6) / rate;
  for (let n = 0; n < total; ) {
    for (const now = nowMicros(); n < total && due(n) <= now; n++) send(n, due(n));
    const leftMs = (due(n) - nowMicros()) / 1000;
    if (leftMs > 3) await pause(1);
    else await afterIo(); // what was sent leaves now, replies come in
    if (leftMs > 0) Atomics.wait(sleeper, 0, 0, Math.min(NAP_MS, leftMs));
  }
}
