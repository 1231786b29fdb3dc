/**
 * Commits of the shards this member holds. They are pipelined — a shard's next batch is computed while its last
 * commit is under way — which is safe because every commit names the one it builds on: when one fails, all
 * after it fail too, and the shard is read again from where it really is.
 */
import type { CommitResult, Lease } from '../ports.ts';
import { backoff } from '../run.ts';
import { type ShardBatch, timersOf } from './batch.ts';
import type { RuntimeOptions } from './options.ts';
import type { OwnedShard } from './shard.ts';

export interface CommitterEvents {
  /** Every answer; more of the shard can be read now. */
  settled(shard: OwnedShard): void;
  committed(shard: OwnedShard, entries: number): void;
  /** There may be parcels in the shard's outbox. */
  outbox(lease: Lease): void;
  /** The shard has a new owner. */
  fenced(shard: OwnedShard): void;
}

export class Committer<S extends object, E> {
  readonly #o: RuntimeOptions<S, E>;
  readonly #events: CommitterEvents;

  constructor(options: RuntimeOptions<S, E>, events: CommitterEvents) {
    this.#o = options;
    this.#events = events;
  }

  /** Starts the commit of a batch that begins where the shard stands; never throws. */
  submit(shard: OwnedShard, batch: ShardBatch<S>): void {
    const { era, lease } = shard;
    const commit = {
      ...batch,
      lease,
      from: shard.after,
      token: shard.nextToken(),
      builtOn: shard.lastCommit,
    };
    shard.after = batch.to;
    shard.lastCommit = commit.token;
    for (const { key, bytes } of batch.states) shard.learn(key, bytes);
    shard.inFlight++;
    const end = this.#o.metrics.stageMs.startTimer({ flow: this.#o.flow.name, stage: 'commit' });
    void this.#o.log
      .commit(commit)
      .then((result) => this.#answered(shard, batch, commit.from, result, era))
      .catch((error: Error) => this.#failed(shard, error, era))
      .finally(() => {
        end();
        shard.inFlight--;
        this.#events.settled(shard);
      });
  }

  #answered(shard: OwnedShard, batch: ShardBatch<S>, from: string, result: CommitResult, era: number): void {
    const { flow, metrics } = this.#o;
    metrics.commits.inc({ flow: flow.name, result: result.kind });
    if (result.kind === 'ok') this.#committed(shard, batch);
    else if (era === shard.era) this.#refused(shard, batch, from, result);
  }

  #refused(
    shard: OwnedShard,
    batch: ShardBatch<S>,
    from: string,
    result: Exclude<CommitResult, { kind: 'ok' }>,
  ): void {
    const { flow, logger } = this.#o;
    if (result.kind === 'fenced') {
      logger.warn({ flow: flow.name, shard: batch.shard }, 'commit refused: the shard has a new owner');
      this.#events.fenced(shard);
      return;
    }
    if (result.kind === 'duplicate') for (const id of result.entryIds) shard.skip.add(id);
    else this.#events.outbox(shard.lease); // it may have been applied, and its answer lost with the connection
    // A duplicate's commit wrote nothing, so the cursor is where it started from.
    shard.reset(result.kind === 'moved' ? result.cursor : from);
  }

  #committed(shard: OwnedShard, batch: ShardBatch<S>): void {
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
    this.#events.committed(shard, batch.entries);
    if (batch.appends.some((append) => append.stream === 'outbox')) this.#events.outbox(shard.lease);
  }

  #mirror(lease: Lease, batch: ShardBatch<S>): void {
    if (!batch.timers.length) return;
    // A timer that is not mirrored now is found at the owner's next look at the shard.
    this.#o.timers
      .mirror(timersOf(lease, batch))
      .catch((error: Error) => this.#o.logger.warn({ err: error }, 'timers not mirrored'));
  }

  async #failed(shard: OwnedShard, error: Error, era: number): Promise<void> {
    if (era !== shard.era) return;
    const { log, flow, logger } = this.#o;
    logger.warn({ err: error, flow: flow.name, shard: shard.lease.shard }, 'commit failed; reading again');
    shard.notBefore = Date.now() + backoff(3);
    // Whether it was applied is not known; from the lease's cursor the next commit is told where the shard is.
    const cursor = await log.cursor(flow.name, shard.lease.shard).catch(() => shard.lease.cursor);
    if (era === shard.era) shard.reset(cursor);
  }
}
