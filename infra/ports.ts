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
 * `ok`; `already`: this very commit was applied before (a resend); `fenced`: the shard has a new owner;
 * `moved`: the cursor is elsewhere, read again; `duplicate`: these marks exist, nothing was written.
 */
export type CommitResult =
  | { kind: 'ok' }
  | { kind: 'already' }
  | { kind: 'fenced' }
  | { kind: 'moved'; cursor: string }
  | { kind: 'duplicate'; entryIds: string[] };

/** The log and state of a space of shards. */
export interface ShardLog {
  space: Space;
  shards: number;
  /** Puts an event on its shard's log; resolves when it is there. */
  append(shard: number, events: (string | Uint8Array)[]): Promise<string[]>;
  acquire(group: string, shard: number, owner: string, ttlMs: number): Promise<Lease | null>;
  /** Whether each is still mine. */
  renew(leases: Lease[], ttlMs: number): Promise<boolean[]>;
  release(lease: Lease): Promise<void>;
  cursor(group: string, shard: number): Promise<string>;
  /** Entries after each position, waiting up to `blockMs` for the first. */
  read(positions: { shard: number; after: string }[], count: number, blockMs: number): Promise<Entry[]>;
  load(items: { shard: number; key: string }[]): Promise<(Uint8Array | null)[]>;
  commit(commit: Commit): Promise<CommitResult>;
}
