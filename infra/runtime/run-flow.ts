/**
 * Runs a flow over its space of shards until the signal aborts: membership decides which shards are ours, the
 * worker works them, the relay empties their outboxes, housekeeping mirrors timers and trims.
 */
import { keepHouse, lookAfter, tellLag } from './housekeeping.ts';
import { Membership, type Roll } from './membership.ts';
import type { RuntimeOptions } from './options.ts';
import type { Place } from './plan.ts';
import { Relay } from './relay.ts';
import type { WarmUp } from './warm-state.ts';
import { Worker } from './worker.ts';

export interface RunFlowOptions<S, E> extends RuntimeOptions<S, E> {
  /** Unique name of this member, e.g. host, process id and a random part. */
  member: string;
  /** Where it runs, for the others and for clients. */
  place: Place;
  roll: Roll;
  /** Hears who opens leads until the signal aborts. */
  hearOpenings(warm: WarmUp, signal: AbortSignal): Promise<void>;
  leaseMs: number;
  retainEntries: number;
}

/** Resolves when all shards are handed over and nothing is under way. */
export async function runFlow<S extends object, E>(
  options: RunFlowOptions<S, E>,
  signal: AbortSignal,
): Promise<void> {
  const { flow, log, targets, logger, metrics, member, place, roll, leaseMs } = options;
  const relay = new Relay(log, [log, ...targets], logger);
  const worker = new Worker(options, {
    outbox: (lease) => relay.look(lease),
    gained: (lease) => {
      relay.look(lease);
      lookAfter(options, lease).catch((error: Error) => logger.warn({ err: error }, 'timers not mirrored'));
    },
  });
  const membership = new Membership({
    group: flow.name,
    member,
    place,
    log,
    roll,
    worker,
    leaseMs,
    metrics,
    logger,
  });
  // The worker outlives the membership: it finishes what is under way while shards are handed over.
  const working = new AbortController();
  const running = Promise.all([worker.run(working.signal), relay.run(working.signal)]);
  try {
    const owned = () => worker.owned();
    await Promise.all([
      membership.run(signal),
      options.hearOpenings((shard, key) => worker.warm(shard, key), signal),
      keepHouse(options, owned, signal),
      tellLag(options, owned, signal),
    ]);
  } finally {
    working.abort();
    await running;
  }
}
