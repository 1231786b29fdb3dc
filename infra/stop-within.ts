/** A bound on how long stopping takes. */
import { pause, type Run } from './run.ts';

/**
 * Settles at most `ms` after the signal aborted: a command to a store that is away would wait for its return, and
 * what is left undone then is as after a crash, which every part recovers from.
 */
export const stopWithin =
  (ms: number, run: Run): Run =>
  async (signal) => {
    const done = new AbortController();
    const late = new Promise<void>((resolve) => {
      const wait = () => void pause(ms, done.signal).then(resolve);
      if (signal.aborted) wait();
      else signal.addEventListener('abort', wait, { once: true });
    });
    try {
      await Promise.race([run(signal), late]);
    } finally {
      done.abort();
    }
  };
