/** What a runtime is built from. */
import type { Flow } from '../../schemas/flow.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { ShardLog, TimerPort } from '../ports.ts';

export interface RuntimeOptions<S, E> {
  flow: Flow<S, E>;
  log: ShardLog;
  /** Other spaces the outbox may send to, by name; the flow's own is always there. */
  targets: ShardLog[];
  timers: TimerPort;
  /** Entries taken from a shard at once. */
  readCount: number;
  /** Tries before an event whose step throws is dead-lettered. */
  attempts: number;
  /** Commits of one shard that may be under way at once. */
  pipelined: number;
  metrics: Metrics;
  logger: Log;
}
