/**
 * What the runtime and a flow know of each other. A flow is pure: time comes in as `receivedAt`, nothing is read,
 * nothing is awaited but a scoring backend. The runtime owns reading, order, dedupe, retries and the commit.
 */
import type { Space } from './shards.ts';

/** Bad data is a value. `drop` is silent (a duplicate), `reject` goes to the dead letters with reason and step. */
export type Outcome<T> =
  | { kind: 'pass'; value: T }
  | { kind: 'drop'; reason: string }
  | { kind: 'reject'; reason: string; step: string };

export const pass = <T>(value: T): Outcome<T> => ({ kind: 'pass', value });
export const reject = (step: string, reason: string): Outcome<never> => ({ kind: 'reject', step, reason });
export const drop = (reason: string): Outcome<never> => ({ kind: 'drop', reason });

/** One entry of a shard's log. */
export interface Entry {
  shard: number;
  /** Redis stream id, `ms-n`. */
  id: string;
  /** The field `event`: JSON bytes as they came. */
  bytes: Uint8Array;
}

/** An entry decoded: whose it is, and the id that makes a repeat harmless. */
export interface Routed<E> {
  /** State key, `tenant/lead`. */
  key: string;
  /** Identity within the key. */
  id: string;
  event: E;
}

/** One event with the state it meets. In one batch every key occurs once. */
export interface Work<S, E> {
  shard: number;
  entryId: string;
  /** Milliseconds of the entry id: the flow's only clock. */
  receivedAt: number;
  key: string;
  event: E;
  /** Undefined for a key never seen. */
  state: S | undefined;
  /** State of the shard itself, where the flow keeps one. */
  shardWide?: S | undefined;
}

/** What a step may ask for besides the new state. All of it happens in the one commit. */
export type Output =
  /** `route` becomes stream fields beside the body, so that readers route without parsing it. */
  | { to: 'actions' | 'alerts'; body: object; route: Route }
  /** `facts` go into a field of their own, for readers inside Doorstep. */
  | { to: 'insights'; body: object; route: Route; facts?: object }
  | { to: 'timer'; id: string; due: number; generation: number; event: object }
  | { to: 'cancel'; id: string }
  | { to: 'outbox'; space: Space; key: string; event: object }
  /** The same event for each of these leads: its `lead` is put in on the way. */
  | { to: 'leads'; tenant: string; leads: readonly string[]; event: object }
  | { to: 'talk'; body: object }
  | { to: 'roster'; list: string; member: string; score: number | null };

/** Whom an output is about. `agent` is empty where the lead has none. */
export interface Route {
  tenant: string;
  lead: string;
  agent: string;
}

/** As of when the parts of a state are, event times in epoch ms; what it has nothing of is left out. */
export interface Ages {
  state?: number;
  /** What reaches the key from others: how many they are, and when one was heard last. */
  neighbours?: { count: number; at?: number };
  modelInputs?: number;
}

export type Worked<S> = { state: S; outputs: Output[] };

/** A consumer group's work over one space of shards. */
export interface Flow<S, E> {
  /** The consumer group, and the name in logs and metrics. */
  name: string;
  space: Space;
  /** Bytes to event, or the reason it is bad (also: on another's shard). Must not throw on any input. */
  decode(entry: Entry): Outcome<Routed<E>>;
  /**
   * Whether nobody waits for what an entry brings: then its shard is worked after others that were read with it, if it
   * has nothing else. It may err, for no result depends on it, and must not throw.
   */
  canWait?(bytes: Uint8Array): boolean;
  /** One wave: at most one event a key, many keys, of any shards. Results are in the order of `work`. */
  run(work: Work<S, E>[]): Promise<Outcome<Worked<S>>[]> | Outcome<Worked<S>>[];
  /**
   * Key of the state that is a shard's own: every event of the shard is worked with it, and an event of that key
   * is worked alone, after all before it and before all after it.
   */
  shardWideKey?(shard: number): string;
  /** What somebody who opens a key is told of its state; a flow nobody opens has none. */
  agesOf?(state: S): Ages;
  pack(state: S): Uint8Array;
  unpack(bytes: Uint8Array): S;
}
