/** Several long-lived things as one. */
import type { Run } from './run.ts';

/** Runs all until the signal aborts. When one throws the others are aborted too, and that error is thrown. */
export const runTogether =
  (...runs: Run[]): Run =>
  async (signal) => {
    const failed = new AbortController();
    const both = AbortSignal.any([signal, failed.signal]);
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
