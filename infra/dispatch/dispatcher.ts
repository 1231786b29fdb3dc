/** Reads orders, keeps hold of them while they are worked, and takes over what silent dispatchers left. */
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { SendEntry, SendLog, SendReader } from '../redis/send-log.ts';
import { backoff, pause, type Run } from '../run.ts';
import { runTogether } from '../run-together.ts';

export interface DispatcherOptions {
  log: SendLog;
  /**
   * Works one entry until it is done with; resolves false where it was left as it is, since the signal aborted. Rejects
   * where Redis fails before anything was sent, and is called again then.
   */
  work(entry: SendEntry, signal: AbortSignal): Promise<boolean>;
  metrics: Metrics;
  logger: Log;
  /** Silence from which another dispatcher's entries are taken over, ms; default 10,000. */
  takeOverMs?: number;
}

/** Orders in hand at most: those that wait for their sender's pace or a provider's return are among them. */
const HOLD_MOST = 2000;
/** Entries a read takes from a shard. */
const READ_COUNT = 32;
const BLOCK_MS = 1000;
const FORGET_CONSUMERS_MS = 3_600_000;

/** Runs until the signal aborts; then waits for the calls under way, and gives back what was not begun. */
export const runDispatcher =
  (options: DispatcherOptions): Run =>
  async (signal) => {
    const hold = createHold(options, signal);
    const { log } = options;
    await persistently(options, () => log.open(), signal);
    try {
      await runTogether(
        (until) => runReaders(options, hold, until),
        (until) => keepHold(options, hold, until),
        (until) => takeOver(options, hold, until),
      )(signal);
    } finally {
      await hold.settled();
      await log.handOver(hold.entries());
      await log.tidy(FORGET_CONSUMERS_MS, true);
    }
  };

interface Hold {
  /** Works the entry, unless it is in hand already. */
  take(entry: SendEntry): void;
  entries(): SendEntry[];
  hasRoom(): boolean;
  /** Resolves once nothing is being worked that was begun. */
  settled(): Promise<void>;
}

function createHold(options: DispatcherOptions, signal: AbortSignal): Hold {
  const held = new Map<string, SendEntry>();
  const working = new Set<Promise<void>>();
  const { metrics } = options;
  const work = async (key: string, entry: SendEntry) => {
    const done = await persistently(options, () => options.work(entry, signal), signal);
    if (done) held.delete(key);
    metrics.sendsHeld.set(held.size);
  };
  return {
    take(entry) {
      const key = `${entry.shard}/${entry.id}`;
      if (held.has(key)) return;
      held.set(key, entry);
      const worked = work(key, entry).finally(() => working.delete(worked));
      working.add(worked);
    },
    entries: () => [...held.values()],
    hasRoom: () => held.size < HOLD_MOST,
    async settled() {
      await Promise.allSettled(working);
    },
  };
}

async function runReaders(options: DispatcherOptions, hold: Hold, signal: AbortSignal): Promise<void> {
  const readers = options.log.readers();
  try {
    await runTogether(
      ...readers.map((reader) => (until: AbortSignal) => readOn(options, reader, hold, until)),
    )(signal);
  } finally {
    for (const reader of readers) reader.close();
  }
}

async function readOn(
  options: DispatcherOptions,
  reader: SendReader,
  hold: Hold,
  signal: AbortSignal,
): Promise<void> {
  // A read that is cut off may have its entries delivered to nobody: they are taken over like a dead one's.
  signal.addEventListener('abort', () => reader.close(), { once: true });
  while (!signal.aborted) {
    if (!hold.hasRoom()) await pause(50, signal);
    else for (const entry of await entriesOf(options, reader, signal)) hold.take(entry);
  }
}

async function entriesOf(
  options: DispatcherOptions,
  reader: SendReader,
  signal: AbortSignal,
): Promise<SendEntry[]> {
  try {
    return await reader.read(READ_COUNT, BLOCK_MS);
  } catch (error) {
    if (signal.aborted) return [];
    // Away, or it came back without the group: an emptied Redis, or one rolled back to before it.
    if ((error as Error).message.startsWith('NOGROUP')) await options.log.open();
    else await pause(backoff(1, 100), signal);
    return [];
  }
}

const takeOverMsOf = ({ takeOverMs = 10_000 }: DispatcherOptions): number => takeOverMs;

async function keepHold(options: DispatcherOptions, hold: Hold, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(takeOverMsOf(options) / 4, signal);
    await attempted(options, () => options.log.keep(hold.entries()));
  }
}

async function takeOver(options: DispatcherOptions, hold: Hold, signal: AbortSignal): Promise<void> {
  const { log, metrics, logger } = options;
  while (!signal.aborted) {
    await attempted(options, async () => {
      const taken = hold.hasRoom() ? await log.takeOver(takeOverMsOf(options)) : [];
      if (taken.length) {
        logger.warn({ entries: taken.length }, 'took over orders of a dispatcher that went silent');
        metrics.sendsTakenOver.inc(taken.length);
      }
      for (const entry of taken) hold.take(entry);
      await log.tidy(FORGET_CONSUMERS_MS);
    });
    await pause(takeOverMsOf(options) / 2, signal);
  }
}

/** What is done again soon anyway. */
async function attempted({ logger }: DispatcherOptions, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    logger.warn({ err: error }, 'looking after orders failed; will try again');
  }
}

/** Again and again until it works or the signal aborts; undefined in that case. */
async function persistently<T>(
  { logger }: DispatcherOptions,
  work: () => Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      logger.error({ err: error }, 'an order could not be worked; will try again');
      await pause(backoff(attempt, 100, 5000), signal);
      if (signal.aborted) return undefined;
    }
  }
}
