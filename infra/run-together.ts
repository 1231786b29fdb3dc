/** Several long-lived things as one. */
import { setMaxListeners } from 'node:events';
import type { Run } from './run.ts';

/** Runs all until the signal aborts. When one throws the others are aborted too, and that error is thrown. */
export const runTogether =
  (...runs: Run[]): Run =>
  async (signal) => {
    const failed = new AbortController();
    const both = AbortSignal.any([signal, failed.signal]);
    setMaxListeners(0, both); // as many listen as there are parts: no leak
    const results = await Promise.allSettled(
      runs.map((run) =>
        run(both).catch((error) => {
          failed.abort();
          throw error;
        }),
      ),
    );
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  };
