/** The exactly-once sink: from the streams of a space into ClickHouse, over the disk while that is away. */
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Lease } from '../ports.ts';
import { type Positions, positionKey, type SinkBatch, type SinkLog } from '../redis/sink-log.ts';
import { backoff, pause, type Run } from '../run.ts';
import { runTogether } from '../run-together.ts';
import type { Inserted } from './insert.ts';
import { MigrationError } from './migrate.ts';
import type { Spool } from './spool.ts';

export interface SinkOptions {
  log: SinkLog;
  /** Puts a batch into the store; see `insertBatch`. Rejects while the store is away. */
  insert(batch: SinkBatch, repeated: boolean): Promise<Inserted>;
  spool: Spool;
  /** Unsunk entries of a shard from which batches go to disk while the store is away. */
  spoolEntries: number;
  /** Who holds the lease; unique to this process. */
  member: string;
  leaseMs: number;
  metrics: Metrics;
  logger: Log;
  /** Entries a batch takes about; default 5,000. */
  batchEntries?: number;
  /** Time between batches that were not full; default 1,000. Few large inserts are what ClickHouse likes. */
  flushMs?: number;
}

/**
 * Sinks while this member holds the space, stands by otherwise; one that dies is replaced within its lease.
 * Throws only {@link MigrationError}; everything else is an outage, retried with back-off.
 */
export const runSink =
  (options: SinkOptions): Run =>
  (signal) =>
    runTogether(
      (until) => retried(options, () => drainSpool(options, until), until),
      (until) => retried(options, () => sinkInTurn(options, until), until),
    )(signal);

async function retried({ log, logger }: SinkOptions, work: () => Promise<void>, signal: AbortSignal) {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      await work();
    } catch (error) {
      if (error instanceof MigrationError) throw error;
      logger.error({ err: error, space: log.space }, 'the sink stumbled; will try again');
      await pause(backoff(attempt, 100, 5000), signal);
    }
  }
}

async function sinkInTurn(options: SinkOptions, signal: AbortSignal): Promise<void> {
  const { log, member, leaseMs, logger } = options;
  while (!signal.aborted) {
    const lease = await log.acquire(member, leaseMs);
    if (lease) {
      logger.info({ group: log.group, space: log.space, epoch: lease.epoch }, 'sinking into ClickHouse');
      await sinkUnder(options, lease, signal);
    } else await pause(leaseMs / 3, signal);
  }
}

async function sinkUnder(options: SinkOptions, lease: Lease, signal: AbortSignal): Promise<void> {
  const done = new AbortController();
  const until = AbortSignal.any([signal, done.signal]);
  try {
    await runTogether(
      (stop) => keepLease(options, lease, done, stop),
      (stop) => tellBacklog(options, stop),
      (stop) => sinkBatches(options, lease, stop).finally(() => done.abort()),
    )(until);
  } finally {
    // With Redis gone this would wait for its return; the lease then ends by itself.
    await Promise.race([options.log.release(lease, options.member), pause(1000)]);
  }
}

async function keepLease(options: SinkOptions, lease: Lease, lost: AbortController, signal: AbortSignal) {
  while (!signal.aborted) {
    await pause(options.leaseMs / 3, signal);
    if (signal.aborted || (await options.log.renew(lease, options.member, options.leaseMs))) continue;
    options.logger.warn({ space: lease.space }, 'another member sinks this space now');
    lost.abort();
  }
}

/** Ends when the signal aborts, or when the space turns out to have a new owner. */
async function sinkBatches(options: SinkOptions, lease: Lease, signal: AbortSignal): Promise<void> {
  const { log, batchEntries = 5000, flushMs = 1000 } = options;
  let positions = await log.open();
  let batch = await log.interrupted();
  for (let repeated = true; !signal.aborted; repeated = false) {
    if (batch) {
      if (!(await log.persist(lease, batch)) || !(await store(options, batch, repeated, signal))) return;
      const confirmed = await log.confirm(lease, batch);
      if (confirmed === 'fenced') return;
      positions = confirmed === 'ok' ? advanced(positions, batch) : await log.open();
    }
    if (!batch || batch.entries.length < batchEntries) await pause(flushMs, signal);
    batch = await log.read(positions, batchEntries);
  }
}

function advanced(positions: Positions, { ranges }: SinkBatch): Positions {
  for (const { shard, stream, to } of ranges) positions.set(positionKey(shard, stream), to);
  return positions;
}

/**
 * True once the batch is in ClickHouse or on disk; false when the signal aborted first. While files wait on disk the
 * store is known to be away, and what is on disk goes first.
 */
async function store(
  options: SinkOptions,
  batch: SinkBatch,
  repeated: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const { spool } = options;
  for (let attempt = 1; !signal.aborted; attempt++) {
    const waiting = await spool.list();
    if (!waiting.length && (await inserted(options, batch, repeated || attempt > 1, attempt))) return true;
    if (await overfull(options)) {
      await spool.put(batch);
      return true;
    }
    await pause(backoff(attempt, 100, 1000), signal);
  }
  return false;
}

/**
 * False while the store is away, which is logged at the first attempt and when it is over. A database this version
 * cannot work with is not an outage, and throws.
 */
async function inserted(
  { insert, metrics, logger }: SinkOptions,
  batch: SinkBatch,
  repeated: boolean,
  attempt: number,
): Promise<boolean> {
  const { space } = batch;
  try {
    const rows = await insert(batch, repeated);
    for (const [table, count] of Object.entries(rows)) metrics.sunkRows.inc({ table }, count);
    if (attempt > 1) logger.info({ space, attempt }, 'ClickHouse takes batches again');
    return true;
  } catch (error) {
    if (error instanceof MigrationError) throw error;
    const { code, type } = error as { code?: string; type?: string };
    // Not its message: ClickHouse quotes the rows in it, and with them what people wrote.
    if (attempt === 1) logger.warn({ space, code, type }, 'ClickHouse does not take a batch; will try again');
    return false;
  }
}

const overfull = async ({ log, spoolEntries }: SinkOptions): Promise<boolean> =>
  (await log.backlog()).some((entries) => entries > spoolEntries);

/** Brings what is on disk into the store, whoever holds the lease: the files are this machine's. */
async function drainSpool(options: SinkOptions, signal: AbortSignal): Promise<void> {
  const { spool, metrics, flushMs = 1000 } = options;
  for (let attempt = 1; !signal.aborted; ) {
    const files = await spool.list();
    metrics.spooled.set(files.reduce((sum, { entries }) => sum + entries, 0));
    const batch = files[0] && (await spool.read(files[0]));
    if (!batch) {
      await pause(flushMs, signal);
      continue;
    }
    // An earlier process may have been cut off between insert and drop.
    const stored = await inserted(options, batch, true, attempt);
    if (stored) await spool.drop(files[0]!);
    else await pause(backoff(attempt, 100, 5000), signal);
    attempt = stored ? 1 : attempt + 1;
  }
}

const TELL_EVERY_MS = 5000;

async function tellBacklog({ log, metrics }: SinkOptions, signal: AbortSignal): Promise<void> {
  const prefix = log.space === 'market' ? 'm' : '';
  while (!signal.aborted) {
    const backlog = await log.backlog();
    for (const [shard, entries] of backlog.entries())
      metrics.lag.set({ flow: log.group, shard: `${prefix}${shard}` }, entries);
    await pause(TELL_EVERY_MS, signal);
  }
}
