/** One shard while this member holds it: where it reads, the states it knows, and its commits under way. */
import { LRUCache } from 'lru-cache';
import { compareIds } from '../../schemas/shards.ts';
import type { Lease } from '../ports.ts';

/** States kept in memory per shard at least; others are read again when their lead speaks. */
const CACHED_STATES = 1000;
/** States read ahead for leads that somebody opened; apart, so that they push out none that a commit may hold. */
const WARM_STATES = 500;

/**
 * A state kept in memory: its bytes, a character each. Thousands of objects that live long cost the garbage collector
 * more, in pauses, than one to be unpacked. Buffers that live long cost it, too: for every 64 MB of them V8 marks its
 * whole heap anew, which took 40 ms of both cores, and at 500 events/s came round every 18 s.
 */
export type Kept = string;

export const keep = (bytes: Uint8Array): Kept =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

export const bytesOf = (kept: Kept): Uint8Array => Buffer.from(kept, 'latin1');

export class OwnedShard {
  readonly lease: Lease;
  readonly states: LRUCache<string, Kept>;
  readonly warm = new LRUCache<string, Kept>({ max: WARM_STATES });
  /** States being read ahead; a mark is gone once a batch has made a newer state. */
  readonly warming = new Map<string, symbol>();
  /** Last entry taken; ahead of the committed cursor while commits are under way. */
  after: string;
  inFlight = 0;
  /** The last commit, whose states the next builds on; null where there is none to build on. */
  lastCommit: string | null = null;
  #commits = 0;
  /** Raised by every reset: an answer to a commit from before it no longer matters. */
  era = 0;
  /** Entries the commit named as duplicates; skipped when read again. */
  readonly skip = new Set<string>();
  /** Keys of the shard's own that the store has no state of: not asked for again with every batch. */
  readonly absent = new Set<string>();
  /** Up to this entry something threw. */
  #carefulUntil = '0-0';
  /** Failed tries by entry id. */
  readonly tries = new Map<string, number>();
  /** Not before this time (ms) is the shard read again, after a failure. */
  notBefore = 0;

  /** @param underWay states that commits under way may hold: none of these may be read from the store meanwhile */
  constructor(lease: Lease, underWay: number) {
    this.lease = lease;
    this.states = new LRUCache({ max: Math.max(CACHED_STATES, underWay) });
    this.after = lease.cursor;
  }

  /** Whether the next entry is worked alone, because one of the coming ones threw. */
  get careful(): boolean {
    return compareIds(this.after, this.#carefulUntil) < 0;
  }

  beCareful(until: string): void {
    if (compareIds(until, this.#carefulUntil) > 0) this.#carefulUntil = until;
  }

  /** What is known of a key without asking the store. */
  known(key: string): Kept | undefined {
    return this.states.get(key) ?? this.warm.get(key);
  }

  /** Takes in what a batch made. */
  learn(key: string, bytes: Uint8Array): void {
    this.states.set(key, keep(bytes));
    this.warm.delete(key);
    this.warming.delete(key);
    this.absent.delete(key);
  }

  /** Forgets all that was not committed and reads again from `cursor`. */
  reset(cursor: string): void {
    this.era++;
    this.after = cursor;
    this.lastCommit = null;
    this.states.clear();
    this.warm.clear();
    this.warming.clear();
    this.absent.clear();
  }

  /** A name no other commit of this or any other owner has. */
  nextToken(): string {
    return `${this.lease.epoch}/${++this.#commits}`;
  }
}
