/** What the gateway asks of the store. `infra/redis/gateway-store.ts` is the real one. */
import type { Space } from '../../schemas/shards.ts';

/** What a gateway follows: a stream of each on every lead shard. */
export const FEEDS = ['insights', 'alerts'] as const;
export type Feed = (typeof FEEDS)[number];

/** One entry of a feed's stream; routed by its fields. */
export interface TailEntry {
  shard: number;
  id: string;
  tenant: string;
  lead: string;
  /** Empty when the lead has none. */
  agent: string;
  /** JSON of a WireInsight, or of a record of competition; empty where a producer forgot it. */
  body: Uint8Array;
}

/** Hears a feed's streams of all shards. */
export interface TailListener {
  /** The history begins, or broke: what comes now follows `positions` (by shard) and nothing before it. */
  reset(epoch: string, positions: string[]): void;
  /** In stream order within a shard. */
  entries(entries: TailEntry[]): void;
}

/** Signs that intake should slow down. */
export interface Pressure {
  /** Unread events by shard. */
  lag: Record<Space, number[]>;
  /** Used memory in percent of the limit; 0 without a limit. The fullest node counts. */
  memoryPercent: number;
}

/** Entries in (after, to], but no more than `limit`. */
export interface ReplayRange {
  after: string;
  to: string;
  limit: number;
}

/** All calls reject with {@link StoreAway} when the store does not answer in time. */
export interface GatewayStore {
  shards: Record<Space, number>;
  /** Whether it can be asked at all now. */
  reachable(): boolean;
  /** Resolves when every event is on its shard's log. */
  append(space: Space, events: { shard: number; event: string }[]): Promise<void>;
  /** Packed states, in order; null for a lead never seen. */
  states(tenant: string, leads: string[]): Promise<(Uint8Array | null)[]>;
  /** Leads of a tenant or an agent that deserve attention first. */
  roster(
    tenant: string,
    agent: string | undefined,
    limit: number,
  ): Promise<{ lead: string; attention: number }[]>;
  /** JSON of a lead's latest happenings, oldest first. */
  talk(tenant: string, lead: string): Promise<string[]>;
  pressure(): Promise<Pressure>;
  /** Runs until aborted, whatever happens to the store meanwhile. */
  tail(feed: Feed, listener: TailListener, signal: AbortSignal): Promise<void>;
  /** Null when some of them are gone or there are more than the limit. */
  replay(feed: Feed, shard: number, range: ReplayRange): Promise<TailEntry[] | null>;
}

/** The store did not answer in time. Nothing is known about what was asked; asking again is harmless. */
export class StoreAway extends Error {}

/** The store has no memory left for a write. */
export class StoreFull extends Error {}
