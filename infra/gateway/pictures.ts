/**
 * What leads have in common, kept beside the tail: a picture for each tenant, from the states of its leads and from
 * what passes. Not in the chain, since a replay of one lead must not depend on others. A projection with bounded
 * memory: after a start, or when the history broke, it is gathered again from the states.
 */
import type { Patterns } from '../../schemas/similar.ts';
import { pause } from '../run.ts';
import { type GatewayStore, StoreAway, type TailEntry, type TailListener } from './store.ts';

export interface Alike {
  lead: string;
  similarity: number;
  why: string[];
}

/** One tenant's leads together; made of packed states. */
export interface Picture {
  readonly size: number;
  /** Whether it has room for further leads. */
  readonly full: boolean;
  /** A lead as it is now; null or an erased lead's state takes it out. */
  put(lead: string, state: Uint8Array | null): void;
  /** One insight passed. */
  hear(entry: TailEntry): void;
  /** Most alike first; null of a lead that is unknown or erased. */
  similarTo(lead: string, state: Uint8Array | null, count: number): Alike[] | null;
  patterns(complete: boolean): Patterns;
}

interface Kept {
  picture: Picture;
  /** Leads whose states are to be read, oldest request first. */
  dirty: Set<string>;
  gathered: boolean;
}

export interface Pictures extends TailListener {
  /** The tenant's picture so far, and whether all its leads are in it. */
  of(tenant: string): { picture: Picture; complete: boolean };
  /** Reads the states of leads that moved, until aborted. */
  run(signal: AbortSignal): Promise<void>;
}

/** States read at a time; taking them in is some 2 ms, in which sockets wait. */
const BATCH = 16;
/** A pause after each batch leaves sockets their turn. */
const REST_MS = 10;
/** Leads that move often are read once in this time. */
const IDLE_MS = 200;
const MOST_TENANTS = 200;

export function createPictures(
  store: Pick<GatewayStore, 'states' | 'roster'>,
  options: { create(): Picture; mostLeads: number; onError(error: unknown): void },
): Pictures {
  const kept = new Map<string, Kept>();

  const of = (tenant: string): Kept => {
    const known = kept.get(tenant);
    if (known) return known;
    const made = { picture: options.create(), dirty: new Set<string>(), gathered: false };
    kept.set(tenant, made);
    // The first tenant heard of makes room; it is gathered again when it is asked for.
    if (kept.size > MOST_TENANTS) kept.delete(kept.keys().next().value!);
    return made;
  };

  /** Reads one batch of a tenant; true when there was something to do. */
  const refresh = async (tenant: string, mine: Kept): Promise<boolean> => {
    if (!mine.gathered) {
      const leads = await store.roster(tenant, undefined, options.mostLeads);
      for (const { lead } of leads) mine.dirty.add(lead);
      mine.gathered = true;
    }
    const leads = firstOf(mine.dirty, BATCH);
    if (!leads.length) return false;
    for (const lead of leads) mine.dirty.delete(lead);
    try {
      const states = await store.states(tenant, leads);
      leads.forEach((lead, i) => {
        mine.picture.put(lead, states[i]!);
      });
    } catch (error) {
      for (const lead of leads) mine.dirty.add(lead);
      throw error;
    }
    return true;
  };

  /** An outage ends by itself; what was to be read still is. */
  const refreshed = async (tenant: string, mine: Kept): Promise<boolean> => {
    try {
      return await refresh(tenant, mine);
    } catch (error) {
      if (!(error instanceof StoreAway)) options.onError(error);
      return false;
    }
  };

  return {
    of(tenant) {
      const { picture, dirty, gathered } = of(tenant);
      return { picture, complete: gathered && !picture.full && dirty.size < BATCH };
    },
    reset() {
      kept.clear();
    },
    entries(entries) {
      for (const entry of entries) {
        if (!entry.insight.length) continue;
        const mine = of(entry.tenant);
        mine.picture.hear(entry);
        mine.dirty.add(entry.lead);
      }
    },
    async run(signal) {
      while (!signal.aborted) {
        let busy = false;
        for (const [tenant, mine] of [...kept]) {
          if (signal.aborted) return;
          if (await refreshed(tenant, mine)) busy = true;
        }
        await pause(busy ? REST_MS : IDLE_MS, signal);
      }
    },
  };
}

function firstOf<T>(items: Iterable<T>, count: number): T[] {
  const first: T[] = [];
  for (const item of items) {
    if (first.length === count) break;
    first.push(item);
  }
  return first;
}
