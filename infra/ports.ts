/**
 * Ports of the edges: what pipelines and the gateway ask of a store, whichever it is.
 * `infra/redis` is the real one; `infra/memory` passes the same contract suite and runs `replay`.
 */
import type { Entry } from '../schemas/flow.ts';
import type { Space } from '../schemas/shards.ts';

/** A shard held by one member of a group, until another acquires it. `epoch` fences late commits. */
export interface Lease {
  space: Space;
  group: string;
  shard: number;
  epoch: string;
  /** The group's committed cursor when the lease was taken. */
  cursor: string;
}

/** One atomic step: states, marks, outputs and the cursor move together or not at all. */
export interface Commit {
  lease: Lease;
  from: string;
  to: string;
  /** Names this commit. */
  token: string;
  /**
   * The commit whose states this one was computed from, while that one may still be under way; null where states
   * were loaded at `from`. The cursor alone would not do: another commit may have taken it to the same place.
   */
  builtOn: string | null;
  /** Entries between `from` and `to`, for ENTRIESREAD. */
  entries: number;
  /** Identities that must be new; see {@link DuplicateError}. */
  marks: { key: string; id: string; entryId: string }[];
  states: { key: string; bytes: Uint8Array }[];
  appends: {
    stream: 'insights' | 'actions' | 'alerts' | 'dead' | 'outbox';
    fields: Record<string, string | Uint8Array>;
  }[];
  timers: { id: string; due: number; record: string }[];
  cancels: string[];
  talk: { key: string; body: string }[];
  roster: { list: string; member: string; score: number | null }[];
}

/**
 * `fenced`: the shard has a new owner; `moved`: the cursor is elsewhere (also after this very commit, resent), read
 * again from there; `duplicate`: these marks exist. Nothing was written but for `ok`.
 */
export type CommitResult =
  | { kind: 'ok' }
  | { kind: 'fenced' }
  | { kind: 'moved'; cursor: string }
  | { kind: 'duplicate'; entryIds: string[] };

/** Reads entries of many shards at once, waiting for the first. Has a connection of its own. */
export interface Reader {
  /** Entries after each position, at most `count` a shard; waits up to `blockMs`. Rejects when the store is away. */
  read(positions: { shard: number; after: string }[], count: number, blockMs: number): Promise<Entry[]>;
  close(): void;
}

/** What waits in a shard's outbox: an event for a key of a space. Several may be of one entry, and have its id. */
export interface Parcel {
  shard: number;
  id: string;
  space: Space;
  key: string;
  event: string;
}

/** A timer as the commit keeps it. `event` is what goes on the shard's log when it is due. */
export interface Timer {
  space: Space;
  shard: number;
  id: string;
  due: number;
  generation: number;
  event: string;
}

/** The log and state of a space of shards. */
export interface ShardLog {
  space: Space;
  shards: number;
  /** Whether one read may span shards; not in Redis Cluster, where each shard gets a reader of its own. */
  readsSpanShards: boolean;
  /** Puts events (JSON) on a shard's log; resolves with their entry ids when they are there. */
  append(shard: number, events: (string | Uint8Array)[]): Promise<string[]>;
  acquire(group: string, shard: number, owner: string, ttlMs: number): Promise<Lease | null>;
  /** Whether each is still mine. */
  renew(leases: Lease[], owner: string, ttlMs: number): Promise<boolean[]>;
  release(lease: Lease, owner: string): Promise<void>;
  /** Shards nobody holds. */
  free(group: string): Promise<number[]>;
  /** The group's committed cursor; 0-0 before the first commit. */
  cursor(group: string, shard: number): Promise<string>;
  /** Entries on a shard's log that the group has yet to commit; null where the store cannot tell. */
  lag(group: string, shard: number): Promise<number | null>;
  reader(): Reader;
  load(items: { shard: number; key: string }[]): Promise<(Uint8Array | null)[]>;
  commit(commit: Commit): Promise<CommitResult>;
  /** Parcels of the first `count` entries in a shard's outbox, oldest first. */
  parcels(shard: number, count: number): Promise<Parcel[]>;
  /** Drops parcels up to `id`, which are on their target's log; false when the lease is gone. */
  relayed(lease: Lease, id: string): Promise<boolean>;
  /** Timers due before `due`. */
  timers(shard: number, due: number): Promise<Timer[]>;
  /** Drops entries that every group has read beyond the newest `retain`; resolves with how many. */
  trim(shard: number, retain: number): Promise<number>;
}

/** Fires timers by appending their event to the shard's log; at least once, the receiver dedupes. */
export interface TimerPort {
  /** Makes sure each will fire at its due time. The same timer again does nothing. */
  mirror(timers: Timer[]): Promise<void>;
}
