/**
 * Which shards this member holds: says it is alive, keeps its leases, takes what is free, hands over what others
 * should have. A dead member's shards are free once its leases run out; a leaving one's at once.
 */
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { ShardLog } from '../ports.ts';
import { pause } from '../run.ts';
import { type Place, planShards, type Report, shardWeight } from './plan.ts';
import type { Worker } from './worker.ts';

/** How members of a group hear of each other. */
export interface Roll {
  /** Says that `member` is alive; resolves with everybody who is. */
  heartbeat(member: string, report: Report, goneAfterMs: number): Promise<Map<string, Report>>;
  /** Tells the others that these shards are free now; `to` names who should take them, if anyone in particular. */
  handOver(shards: number[], to: string | null): Promise<void>;
  onHandOver(listener: (shards: number[], to: string | null) => void): void;
  leave(member: string): Promise<void>;
}

export interface MembershipOptions {
  group: string;
  member: string;
  place: Place;
  log: ShardLog;
  roll: Roll;
  worker: Pick<Worker, 'add' | 'remove' | 'owned' | 'takeRates'>;
  leaseMs: number;
  metrics: Metrics;
  logger: Log;
}

export class Membership {
  readonly #o: MembershipOptions;
  readonly #rates = new Map<number, number>();
  #lastLook = performance.now();
  #leaving = false;

  constructor(options: MembershipOptions) {
    this.#o = options;
    options.roll.onHandOver((shards, to) => {
      if (!this.#leaving && (to === null || to === options.member)) void this.#take(shards);
    });
  }

  /** Looks after the leases until the signal aborts, then hands all shards over. */
  async run(signal: AbortSignal): Promise<void> {
    const every = this.#o.leaseMs / 5;
    while (!signal.aborted) {
      await this.#look().catch((error: Error) =>
        this.#o.logger.warn({ err: error }, 'leases not looked after'),
      );
      await pause(every, signal);
    }
    await this.#leave();
  }

  async #look(): Promise<void> {
    const { roll, member, log, group, leaseMs, worker } = this.#o;
    await this.#renew();
    // Gone with its leases: were a dead member counted longer, its share of the free shards would be kept for it.
    const members = await roll.heartbeat(member, this.#report(), leaseMs);
    // A lease of ours that ran out while we were busy is ours to renew: to take it again would fence our own commits.
    const mine = new Set(worker.owned().map((lease) => lease.shard));
    const free = (await log.free(group)).filter((shard) => !mine.has(shard));
    const { take, give } = planShards(members, member, free);
    await this.#take(take);
    for (const { shard, to } of give) await this.#release([shard], to);
  }

  async #renew(): Promise<void> {
    const { log, worker, member, leaseMs } = this.#o;
    const leases = worker.owned();
    const kept = await log.renew(leases, member, leaseMs);
    for (const [i, lease] of leases.entries()) {
      if (kept[i]) continue;
      this.#changed('lost', [lease.shard]);
      void worker.remove(lease.shard);
    }
  }

  #report(): Report {
    const { worker, place } = this.#o;
    const seconds = Math.max(0.05, (performance.now() - this.#lastLook) / 1000);
    this.#lastLook = performance.now();
    const counted = worker.takeRates();
    const owned = worker.owned().map(({ shard }) => {
      const rate = (this.#rates.get(shard) ?? 0) * 0.9 + ((counted.get(shard) ?? 0) / seconds) * 0.1;
      this.#rates.set(shard, rate);
      return [shard, shardWeight(rate)] as const;
    });
    return { owned: Object.fromEntries(owned), leaving: this.#leaving, place };
  }

  async #take(shards: number[]): Promise<void> {
    const { log, group, member, leaseMs, worker } = this.#o;
    const leases = await Promise.all(shards.map((shard) => log.acquire(group, shard, member, leaseMs)));
    const taken = leases.filter((lease) => lease !== null);
    for (const lease of taken) worker.add(lease);
    if (taken.length)
      this.#changed(
        'gained',
        taken.map((lease) => lease.shard),
      );
  }

  /** Finishes what is under way on these shards, then frees them. */
  async #release(shards: number[], to: string | null): Promise<void> {
    const { log, worker, member, roll } = this.#o;
    const leases = worker.owned().filter((lease) => shards.includes(lease.shard));
    await Promise.all(
      leases.map((lease) => worker.remove(lease.shard).then(() => log.release(lease, member))),
    );
    if (!leases.length) return;
    await roll.handOver(
      leases.map((lease) => lease.shard),
      to,
    );
    this.#changed(
      'handed over',
      leases.map((lease) => lease.shard),
    );
  }

  async #leave(): Promise<void> {
    this.#leaving = true;
    const { roll, member, worker, logger } = this.#o;
    const shards = worker.owned().map((lease) => lease.shard);
    await this.#release(shards, null)
      .then(() => roll.leave(member))
      .catch((error: Error) => logger.warn({ err: error }, 'could not hand over; leases will run out'));
  }

  #changed(change: 'gained' | 'lost' | 'handed over', shards: number[]): void {
    this.#o.metrics.leases.inc({ flow: this.#o.group, change }, shards.length);
    this.#o.logger.info({ flow: this.#o.group, shards }, `shards ${change}`);
  }
}
