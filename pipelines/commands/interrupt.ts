/** Ctrl-C, SIGTERM, a closed terminal, or the death of the parent process, as an abort signal. */

/** Without a parent to do it, a process that does not end in time ends itself. */
const ORPHAN_GRACE_MS = 10_000;

/** Runs until the work is done or the process is told to end. A second Ctrl-C ends it at once. */
export async function untilInterrupted(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stopping = new AbortController();
  const interrupt = () => (stopping.signal.aborted ? process.exit(130) : stopping.abort());
  const terminate = () => stopping.abort();
  const orphaned = () => {
    stopping.abort();
    setTimeout(() => process.exit(1), ORPHAN_GRACE_MS).unref();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', terminate).on('SIGHUP', terminate);
  process.on('disconnect', orphaned);
  try {
    await work(stopping.signal);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', terminate).off('SIGHUP', terminate);
    process.off('disconnect', orphaned);
    if (process.connected) process.disconnect();
  }
}
