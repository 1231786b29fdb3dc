/**
 * Commits of the shards this member holds. They are pipelined — a shard's next batch is computed while its last
 * commit is under way — which is safe because every commit names the cursor it starts from: when one fails, all
 * after it fail too, and the shard is read again from where it really is.
 */
import type { CommitResult, Lease } from '../ports.ts';
import { backoff } from '../run.ts';
import { type ShardBatch, timersOf } from './batch.ts';
import type { RuntimeOptions } from './options.ts';
import type { OwnedShard } from './shard.ts';

export interface CommitterEvents<S extends object> {
  /** Every answer; more of the shard can be read now. */
  settled(shard: OwnedShard<S>): void;
  committed(shard: OwnedShard<S>, batch: ShardBatch<S>): void;
  /** The shard has a new owner. */
  fenced(shard: OwnedShard<S>): void;
}

export class Committer<S extends object, E> {
  readonly #o: RuntimeOptions<S, E>;
  readonly #events: CommitterEvents<S>;

  constructor(options: RuntimeOptions<S, E>, events: CommitterEvents<S>) {
    this.#o = options;
    this.#events = events;
  }

  /** Starts the commit of a batch that begins where the shard stands; never throws. */
  submit(shard: OwnedShard<S>, batch: ShardBatch<S>): void {
    const { era, lease } = shard;
    const commit = { ...batch, lease, from: shard.after };
    shard.after = batch.to;
    for (const [key, state] of batch.changed) shard.states.set(key, state);
    shard.inFlight++;
    const end = this.#o.metrics.stageMs.startTimer({ flow: this.#o.flow.name, stage: 'commit' });
    void this.#o.log
      .commit(commit)
      .then((result) => this.#answered(shard, batch, result, era))
      .catch((error: Error) => this.#failed(shard, error, era))
      .finally(() => {
        end();
        shard.inFlight--;
        this.#events.settled(shard);
      });
  }

  async #answered(
    shard: OwnedShard<S>,
    batch: ShardBatch<S>,
    result: CommitResult,
    era: number,
  ): Promise<void> {
    const { flow, log, metrics, logger } = this.#o;
    metrics.commits.inc({ flow: flow.name, result: result.kind });
    if (result.kind === 'ok') return this.#committed(shard, batch);
    if (result.kind === 'already' || era !== shard.era) return;
    if (result.kind === 'fenced') {
      logger.warn({ flow: flow.name, shard: batch.shard }, 'commit refused: the shard has a new owner');
      return this.#events.fenced(shard);
    }
    if (result.kind === 'duplicate') for (const id of result.entryIds) shard.skip.add(id);
    shard.reset(result.kind === 'moved' ? result.cursor : await log.cursor(flow.name, batch.shard));
  }

  #committed(shard: OwnedShard<S>, batch: ShardBatch<S>): void {
    const { metrics, flow } = this.#o;
    const buried = batch.appends.filter((append) => append.stream === 'dead');
    for (const { fields } of buried) metrics.deadLetters.inc({ flow: flow.name, step: String(fields.step) });
    metrics.events.inc({ flow: flow.name, outcome: 'dropped' }, batch.dropped);
    metrics.events.inc({ flow: flow.name, outcome: 'worked' }, batch.entries - batch.dropped - buried.length);
    const now = Date.now();
    for (const { entryId } of batch.marks) {
      metrics.eventMs.observe({ flow: flow.name }, Math.max(0, now - Number.parseInt(entryId, 10)));
    }
    shard.skip.clear();
    this.#mirror(shard.lease, batch);
    this.#events.committed(shard, batch);
  }

  #mirror(lease: Lease, batch: ShardBatch<S>): void {
    if (!batch.timers.length) return;
    // A timer that is not mirrored now is found at the owner's next look at the shard.
    this.#o.timers
      .mirror(timersOf(lease, batch))
      .catch((error: Error) => this.#o.logger.warn({ err: error }, 'timers not mirrored'));
  }

  async #failed(shard: OwnedShard<S>, error: Error, era: number): Promise<void> {
    if (era !== shard.era) return;
    const { log, flow, logger } = this.#o;
    logger.warn({ err: error, flow: flow.name, shard: shard.lease.shard }, 'commit failed; reading again');
    shard.notBefore = Date.now() + backoff(3);
    shard.reset(await log.cursor(flow.name, shard.lease.shard).catch(() => shard.lease.cursor));
  }
}
