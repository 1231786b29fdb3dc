/** Ctrl-C, SIGTERM, or the death of the parent process, as an abort signal. */

/** Runs until the work is done or the process is told to end. A second Ctrl-C ends it at once. */
export async function untilInterrupted(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stopping = new AbortController();
  const stop = () => {
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
  };
  const orphaned = () => stopping.abort();
  process.on('SIGINT', stop).on('SIGTERM', orphaned).on('disconnect', orphaned);
  try {
    await work(stopping.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', orphaned).off('disconnect', orphaned);
    if (process.connected) process.disconnect();
  }
}
