/** Works the shards this member holds: read from where each stands, work the micro-batch, commit. */
import { setImmediate as afterIo } from 'node:timers/promises';
import type { Entry } from '../../schemas/flow.ts';
import type { Lease, Reader } from '../ports.ts';
import { backoff, pause } from '../run.ts';
import { bury, type Decoded, decodeEntries, emptyBatch, type ShardBatch, workEntries } from './batch.ts';
import { Committer } from './committer.ts';
import type { RuntimeOptions } from './options.ts';
import { portions } from './portions.ts';
import { OwnedShard } from './shard.ts';
import { Signal } from './signal.ts';
import { type Found, findStates, type StatesDeps, statesNow } from './stored-states.ts';
import { type Warmth, warmState } from './warm-state.ts';

/**
 * From one read that brought something to the next, at least. Events that come one by one would otherwise each pay
 * for a read, a commit and their system calls; gathered for a few milliseconds, they share them.
 */
const GATHER_MS = 4;
/** How long a read waits when nothing comes; also how soon a shard just gained is read. */
const IDLE_MS = 25;
/** The same while a shard is left out of the read because its commits are under way. */
const BUSY_MS = 2;

/** The shards read together: all, or in Redis Cluster one. */
type Lane = number | 'all';

/** A micro-batch whose states are on their way. */
interface Prepared<S, E> {
  entries: Entry[];
  decoded: Decoded<S, E>;
  /** Who held the shards then, and in which era. */
  owned: Map<number, { shard: OwnedShard; era: number }>;
  found: Promise<Found>;
}

export interface WorkerEvents {
  /** A commit left parcels in the shard's outbox. */
  outbox(lease: Lease): void;
  gained(lease: Lease): void;
}

export class Worker<S extends object = object, E = unknown> {
  readonly #o: RuntimeOptions<S, E>;
  readonly #events: WorkerEvents;
  readonly #shards = new Map<number, OwnedShard>();
  readonly #rates = new Map<number, number>();
  readonly #settled = new Signal();
  readonly #committer: Committer<S, E>;
  readonly #states: StatesDeps<S, E>;

  constructor(options: RuntimeOptions<S, E>, events: WorkerEvents) {
    this.#o = options;
    this.#events = events;
    this.#states = { flow: options.flow, log: options.log, shards: this.#shards };
    this.#committer = new Committer(options, {
      settled: () => this.#settled.raise(),
      fenced: (shard) => this.#drop(shard),
      outbox: events.outbox,
      committed: ({ lease: { shard } }, entries) =>
        this.#rates.set(shard, (this.#rates.get(shard) ?? 0) + entries),
    });
  }

  add(lease: Lease): void {
    this.#shards.set(lease.shard, new OwnedShard(lease, 2 * this.#o.pipelined * this.#o.readCount));
    this.#events.gained(lease);
  }

  /** Stops working a shard; resolves when none of its commits is under way, so its lease can be given back. */
  async remove(number: number): Promise<void> {
    const shard = this.#shards.get(number);
    this.#shards.delete(number);
    while (shard?.inFlight) await this.#settled.next();
  }

  owned(): Lease[] {
    return [...this.#shards.values()].map((shard) => shard.lease);
  }

  /** Entries committed since the last call, by shard. */
  takeRates(): Map<number, number> {
    const taken = new Map(this.#rates);
    this.#rates.clear();
    return taken;
  }

  /** Has a key's state at hand before its next event; null where its shard is not held. It changes no result. */
  async warm(number: number, key: string): Promise<Warmth | null> {
    const shard = this.#shards.get(number);
    return shard ? warmState(shard, key, this.#o) : null;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { readsSpanShards, shards } = this.#o.log;
    const lanes: Lane[] = readsSpanShards ? ['all'] : Array.from({ length: shards }, (_, shard) => shard);
    await Promise.all(lanes.map((lane) => this.#runLane(lane, signal)));
  }

  async #runLane(lane: Lane, signal: AbortSignal): Promise<void> {
    const reader = this.#o.log.reader();
    for (let failures = 0; !signal.aborted; ) {
      try {
        if (failures) await this.#rewind(lane);
        const until = performance.now() + GATHER_MS;
        const entries = await this.#readAndWork(reader, lane, until);
        const left = until - performance.now();
        if (entries && left > 0) await pause(left, signal);
        failures = 0;
      } catch (error) {
        if (failures++ === 0) this.#o.logger.warn({ err: error }, 'reading failed; will try again');
        await pause(backoff(failures, 20, 500), signal);
      }
    }
    reader.close();
  }

  #shardsOf(lane: Lane): OwnedShard[] {
    return [...this.#shards.values()].filter((shard) => lane === 'all' || lane === shard.lease.shard);
  }

  /**
   * A store that was away may have lost its last second: commits are gone, and the events they answered, or the
   * parcels they had sent, are not. Nothing new need arrive for these to be worked again.
   */
  async #rewind(lane: Lane): Promise<void> {
    const { log, flow } = this.#o;
    await Promise.all(
      this.#shardsOf(lane).map(async (shard) => {
        shard.reset(await log.cursor(flow.name, shard.lease.shard));
        this.#events.outbox(shard.lease);
      }),
    );
  }

  /**
   * Reads once from the shards that can take more, and works what came; resolves with how many entries.
   *
   * @param until when the next read may be (of `performance.now()`)
   */
  async #readAndWork(reader: Reader, lane: Lane, until: number): Promise<number> {
    const mine = this.#shardsOf(lane);
    const open = mine.filter((shard) => shard.inFlight < this.#o.pipelined && shard.notBefore <= Date.now());
    if (!open.length) {
      await this.#settled.next(mine.length ? BUSY_MS : IDLE_MS);
      return 0;
    }
    const eras = new Map(open.map((shard) => [shard, shard.era]));
    const positions = open.map((shard) => ({ shard: shard.lease.shard, after: shard.after }));
    const patience = open.length < mine.length ? BUSY_MS : IDLE_MS;
    const read = await reader.read(positions, this.#o.readCount, patience);
    // Asked of each portion anew: while one is worked, a shard may be lost, or read again from where it was.
    const current = (entry: Entry) => {
      const shard = this.#shards.get(entry.shard);
      return shard !== undefined && eras.get(shard) === shard.era;
    };
    const careful = new Set(open.filter((shard) => shard.careful).map((shard) => shard.lease.shard));
    const { soon, later } = portions(read, careful, this.#o.flow.canWait);
    let next: Prepared<S, E> | undefined;
    for (const [i, portion] of [...soon, ...later].entries()) {
      // What can wait fills the time to the next read, and is read again; a little of it is worked always.
      if (i > soon.length && performance.now() > until) break;
      if (i > 0) await afterIo(); // commits go out, answers come in, leases are renewed
      const ready = next?.entries.every(current) ? next : this.#prepare(portion.filter(current));
      const ahead = soon[i + 1];
      next = ahead && this.#prepare(ahead.filter(current)); // its states come while this one is worked
      await this.#workBatch(ready);
    }
    return read.length;
  }

  #prepare(entries: Entry[]): Prepared<S, E> {
    const known = (entry: Entry) => this.#shards.get(entry.shard)?.skip.has(entry.id) ?? false;
    const decoded = decodeEntries(this.#o.flow, entries, known);
    const owned = new Map([...this.#shards].map(([number, shard]) => [number, { shard, era: shard.era }]));
    const found = findStates(decoded, this.#states);
    found.catch(() => {}); // awaited when its turn comes
    return { entries, decoded, owned, found };
  }

  async #workBatch({ entries, decoded, owned, found }: Prepared<S, E>): Promise<void> {
    if (!entries.length) return;
    const { flow, metrics } = this.#o;
    const stored = await found; // rejects when the store is away: an outage, nobody's fault
    const end = metrics.stageMs.startTimer({ flow: flow.name, stage: 'work' });
    try {
      await workEntries(flow, decoded, this.#unpack(statesNow(decoded, stored, this.#states)));
    } catch (error) {
      for (const batch of decoded.batches.values()) this.#threw(batch, entries, error as Error);
      return;
    } finally {
      end();
    }
    for (const batch of decoded.batches.values()) {
      const { shard, era } = owned.get(batch.shard)!;
      // Not if it was lost, perhaps regained, or read anew while we worked.
      if (this.#shards.get(batch.shard) === shard && shard.era === era) this.#committer.submit(shard, batch);
    }
  }

  /** Throws where bytes are no state: laid to the entry that met them, so that other leads are unharmed. */
  #unpack(packed: Map<string, Uint8Array>): Map<string, S> {
    const states = new Map<string, S>();
    for (const [key, bytes] of packed) states.set(key, this.#o.flow.unpack(bytes));
    return states;
  }

  /** A step threw: take the entries again one by one, and in the end bury the one that keeps throwing. */
  #threw(batch: ShardBatch<S>, entries: Entry[], error: Error): void {
    const { flow, attempts, logger } = this.#o;
    const shard = this.#shards.get(batch.shard);
    if (!shard) return;
    const mine = entries.filter((entry) => entry.shard === batch.shard);
    shard.beCareful(mine.at(-1)!.id);
    if (entries.length > 1) return; // nothing was submitted: `after` still stands before them
    const [entry] = mine as [Entry];
    const tries = (shard.tries.get(entry.id) ?? 0) + 1;
    logger.error({ err: error, flow: flow.name, shard: batch.shard, entry: entry.id, tries }, 'a step threw');
    if (tries < attempts) {
      shard.tries.set(entry.id, tries);
      shard.notBefore = Date.now() + backoff(tries);
      return;
    }
    shard.tries.delete(entry.id);
    const grave = emptyBatch<S>(batch.shard, entry.id, 1);
    bury(grave, entry, { step: flow.name, reason: `threw ${attempts} times: ${error.message}` });
    this.#committer.submit(shard, grave);
  }

  #drop(shard: OwnedShard): void {
    if (this.#shards.get(shard.lease.shard) === shard) this.#shards.delete(shard.lease.shard);
  }
}
