/** What the owner of a shard does once in a while: mirror near timers, trim, tell its lag. */
import type { Lease } from '../ports.ts';
import { pause } from '../run.ts';
import type { RuntimeOptions } from './options.ts';

const EVERY_MS = 60_000;
/** Timers due within this time are handed to the timer port; later ones wait in the shard. */
export const TIMER_HORIZON_MS = 2 * EVERY_MS;

/** Everything that may have been missed while the shard had no owner, or another. */
export async function lookAfter<S, E>(
  { log, timers }: Pick<RuntimeOptions<S, E>, 'log' | 'timers'>,
  { shard }: Lease,
): Promise<void> {
  await timers.mirror(await log.timers(shard, Date.now() + TIMER_HORIZON_MS));
}

/** @param owned the shards held now */
export async function keepHouse<S, E>(
  options: RuntimeOptions<S, E> & { retainEntries: number },
  owned: () => Lease[],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await pause(EVERY_MS, signal);
    if (signal.aborted) return;
    for (const lease of owned()) {
      await lookAfter(options, lease)
        .then(() => options.log.trim(lease.shard, options.retainEntries))
        .catch((error: Error) =>
          options.logger.warn({ err: error, shard: lease.shard }, 'housekeeping failed'),
        );
    }
  }
}

const LAG_EVERY_MS = 2000;

/** Keeps the lag of the shards held now on the metrics. */
export async function tellLag<S, E>(
  { log, flow, metrics }: RuntimeOptions<S, E>,
  owned: () => Lease[],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    metrics.lag.reset(); // a shard that moved away is another member's to tell
    for (const { shard } of owned()) {
      const lag = await log.lag(flow.name, shard).catch(() => null); // unknown while the store is away
      if (lag !== null) metrics.lag.set({ flow: flow.name, shard: String(shard) }, lag);
    }
    await pause(LAG_EVERY_MS, signal);
  }
}
