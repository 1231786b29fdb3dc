/**
 * Timers on BullMQ. The shard keeps the truth; BullMQ only wakes us: a fired job puts the timer's event on the
 * shard's log and is gone. Fires at least once, up to about 50 ms late; the shard dedupes and ignores the stale.
 */
import { createHash } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import type { Log } from '../log.ts';
import type { ShardLog, Timer, TimerPort } from '../ports.ts';
import type { RedisConnection } from '../redis/connect.ts';
import { pause } from '../run.ts';

const NAME = 'timers';
const CLOSE_MS = 1000;
/** One hash tag for all of BullMQ's keys, as Redis Cluster needs. */
const PREFIX = '{ds:bull}';

export interface BullTimers extends TimerPort {
  /** Due timers beyond this many ms are left in the shard for now. */
  readonly horizonMs: number;
  close(): Promise<void>;
}

/** @param horizonMs how far ahead a timer is handed to BullMQ; the owner looks again before that has passed */
export function createBullTimers(redis: RedisConnection, horizonMs: number): BullTimers {
  const queue = new Queue<Timer>(NAME, { connection: redis.another(), prefix: PREFIX });
  queue.on('error', () => {}); // every call reports its own failure
  return {
    horizonMs,
    async mirror(timers) {
      const now = Date.now();
      const near = timers.filter((timer) => timer.due <= now + horizonMs);
      if (near.length) await queue.addBulk(near.map((timer) => jobOf(timer, now)));
    },
    close: () => queue.close(),
  };
}

const jobOf = (timer: Timer, now: number) => ({
  name: NAME,
  data: timer,
  opts: {
    jobId: jobId(timer),
    delay: Math.max(0, timer.due - now),
    attempts: 1000,
    backoff: { type: 'fixed', delay: 1000 },
    removeOnComplete: true,
  },
});

/** BullMQ allows no `:` in ids; one timer and generation is one job while it is there. */
const jobId = ({ space, shard, id, generation }: Timer) =>
  createHash('sha256').update([space, shard, id, generation].join('\0')).digest('hex').slice(0, 32);

/** Puts the events of due timers on their shards' logs until the signal aborts. */
export async function runBullTimers(
  redis: RedisConnection,
  logs: ShardLog[],
  logger: Log,
  signal: AbortSignal,
): Promise<void> {
  const bySpace = new Map(logs.map((log) => [log.space, log]));
  const worker = new Worker<Timer>(
    NAME,
    async ({ data }) => {
      await bySpace.get(data.space)!.append(data.shard, [data.event]);
    },
    { connection: redis.another(), prefix: PREFIX, concurrency: 50 },
  );
  worker.on('error', (error) => logger.warn({ err: error }, 'timers'));
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  // BullMQ #4656: close() never settles while Redis is away. What it would wait for is idempotent.
  await Promise.race([worker.close(), pause(CLOSE_MS)]);
}
