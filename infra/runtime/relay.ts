/**
 * Carries parcels from a shard's outbox to their target shards' logs. Drops them only when they are there, so a
 * crash carries some twice; their events have deterministic ids and receivers dedupe.
 */

import { shardOf } from '../../schemas/shards.ts';
import type { Log } from '../log.ts';
import type { Lease, Parcel, ShardLog } from '../ports.ts';
import { backoff, pause } from '../run.ts';
import { Signal } from './signal.ts';

/** Entries carried at once; one may hold an event for a thousand leads. */
const ENTRIES = 100;
/**
 * From one round to the next: parcels gathered so long share their system calls, and receivers work them side by side.
 * What comes after a pause goes at once: news of a home takes three hops to a lead.
 */
const GATHER_MS = 10;

export class Relay {
  readonly #log: ShardLog;
  readonly #targets: Map<string, ShardLog>;
  readonly #logger: Log;
  readonly #waiting = new Map<number, Lease>();
  readonly #arrival = new Signal();

  /** @param targets logs of the spaces parcels may go to */
  constructor(log: ShardLog, targets: ShardLog[], logger: Log) {
    this.#log = log;
    this.#targets = new Map(targets.map((target) => [target.space, target]));
    this.#logger = logger;
  }

  /** Has the outbox of this shard emptied soon: after a commit that filled it, and when the shard was taken. */
  look(lease: Lease): void {
    this.#waiting.set(lease.shard, lease);
    this.#arrival.raise();
  }

  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#arrival.raise(), { once: true });
    let gathered = 0;
    for (let failures = 0; !signal.aborted; ) {
      if (!this.#waiting.size) await this.#arrival.next();
      const left = gathered - performance.now();
      if (left > 0) await pause(left, signal);
      if (signal.aborted) return;
      const leases = [...this.#waiting.values()];
      this.#waiting.clear();
      const carried = await Promise.all(leases.map((lease) => this.#carry(lease)));
      gathered = performance.now() + GATHER_MS;
      if (carried.every(Boolean)) failures = 0;
      else await pause(backoff(++failures), signal);
    }
  }

  /** Whether the outbox is empty; if the store would not have it, it is waiting again. */
  async #carry(lease: Lease): Promise<boolean> {
    try {
      await this.#empty(lease);
      return true;
    } catch (error) {
      this.#logger.warn({ err: error, shard: lease.shard }, 'relay failed; will try again');
      this.#waiting.set(lease.shard, lease);
      return false;
    }
  }

  #deliver({ space, key, event }: Parcel): Promise<unknown> {
    const target = this.#targets.get(space);
    if (!target) throw new Error(`no way from ${this.#log.space} to space ${space}`);
    return target.append(shardOf(key, target.shards), [event]);
  }

  async #empty(lease: Lease): Promise<void> {
    for (;;) {
      const parcels = await this.#log.parcels(lease.shard, ENTRIES);
      if (!parcels.length) return;
      await Promise.all(parcels.map((parcel) => this.#deliver(parcel)));
      if (!(await this.#log.relayed(lease, parcels.at(-1)!.id))) return;
    }
  }
}
