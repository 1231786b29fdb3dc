/**
 * Carries parcels from a shard's outbox to their target shards' logs. Drops them only when they are there, so a
 * crash carries some twice; their events have deterministic ids and receivers dedupe.
 */

import { shardOf } from '../../schemas/shards.ts';
import type { Log } from '../log.ts';
import type { Lease, ShardLog } from '../ports.ts';
import { backoff, pause } from '../run.ts';
import { Signal } from './signal.ts';

const PARCELS = 500;

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
    for (let failures = 0; !signal.aborted; ) {
      if (!this.#waiting.size) await this.#arrival.next();
      const [lease] = this.#waiting.values();
      if (!lease || signal.aborted) continue;
      this.#waiting.delete(lease.shard);
      try {
        await this.#empty(lease);
        failures = 0;
      } catch (error) {
        this.#logger.warn({ err: error, shard: lease.shard }, 'relay failed; will try again');
        this.#waiting.set(lease.shard, lease);
        await pause(backoff(++failures), signal);
      }
    }
  }

  async #empty(lease: Lease): Promise<void> {
    for (;;) {
      const parcels = await this.#log.parcels(lease.shard, PARCELS);
      if (!parcels.length) return;
      await Promise.all(
        parcels.map(({ space, key, event }) => {
          const target = this.#targets.get(space);
          if (!target) throw new Error(`no way from ${this.#log.space} to space ${space}`);
          return target.append(shardOf(key, target.shards), [event]);
        }),
      );
      if (!(await this.#log.relayed(lease, parcels.at(-1)!.id))) return;
    }
  }
}
