/** One member at a time reads a source; the others stand by. */
import type { IntakeStore } from '../../infra/redis/intake-store.ts';
import { pause, type Run } from '../../infra/run.ts';

/** Works while the source is held, and waits for it while it is not; gives it back in the end. */
export const holdSource =
  (store: Pick<IntakeStore, 'hold' | 'release'>, leaseMs: number, work: Run): Run =>
  async (signal) => {
    while (!signal.aborted) {
      // A Redis that takes no writes now may take them soon.
      if (await store.hold(leaseMs).catch(() => false)) await workHeld(store, leaseMs, work, signal);
      else await pause(leaseMs / 3, signal);
    }
  };

async function workHeld(
  store: Pick<IntakeStore, 'hold' | 'release'>,
  leaseMs: number,
  work: Run,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const keep = async () => {
    while (!until.aborted) {
      await pause(leaseMs / 3, until);
      // Where that cannot be told, the next write will: it is refused to who does not hold the source.
      if (!until.aborted && !(await store.hold(leaseMs).catch(() => true))) over.abort();
    }
  };
  const kept = keep();
  try {
    await work(until);
  } finally {
    over.abort();
    await kept;
    await store.release().catch(() => {}); // it ends by itself
  }
}
