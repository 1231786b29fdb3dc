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
  /** Leads that moved and are to be read, oldest first. */
  dirty: Set<string>;
  /** Leads still to be gathered; null before their roster is read. */
  toGather: string[] | null;
}

export interface Pictures extends TailListener {
  /** The tenant's picture so far, and whether all its leads are in it. */
  of(tenant: string): { picture: Picture; complete: boolean };
  /** Reads the states of leads that moved, until aborted. */
  run(signal: AbortSignal): Promise<void>;
}

/** States read at a time; taking them in is some 2 ms, in which sockets wait. */
const BATCH = 16;
/** A pause after each batch leaves sockets their turn: some 600 leads a second, 100,000 in three minutes. */
const REST_MS = 25;
/** Leads that move often are read once in this time; what they do next and which listings draw count at once. */
const IDLE_MS = 1000;
/** Errors are told no more often. */
const TELL_MS = 10_000;
const MOST_TENANTS = 200;

export function createPictures(
  store: Pick<GatewayStore, 'states' | 'roster'>,
  options: { create(): Picture; mostLeads: number; onError(error: unknown): void },
): Pictures {
  const kept = new Map<string, Kept>();

  const of = (tenant: string): Kept => {
    const known = kept.get(tenant);
    if (known) return known;
    const made: Kept = { picture: options.create(), dirty: new Set<string>(), toGather: null };
    kept.set(tenant, made);
    // The first tenant heard of makes room; it is gathered again when it is asked for.
    if (kept.size > MOST_TENANTS) kept.delete(kept.keys().next().value!);
    return made;
  };

  let toldAt = 0;
  /** Where one lead cannot be read others mostly can't either: one in a while is told. */
  const tell = (error: unknown): void => {
    if (Date.now() - toldAt < TELL_MS) return;
    toldAt = Date.now();
    options.onError(error);
  };
  /** One lead that cannot be read must not keep the others from it. */
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      tell(error);
    }
  };

  /** Reads one batch of a tenant; true when there is more. */
  const refresh = async (tenant: string, mine: Kept): Promise<boolean> => {
    mine.toGather ??= await gatherable(tenant);
    const moved = firstOf(mine.dirty, BATCH);
    for (const lead of moved) mine.dirty.delete(lead);
    // However much moves, gathering goes on.
    const gathered = mine.toGather.slice(-BATCH);
    const leads = [...moved, ...gathered];
    if (!leads.length) return false;
    try {
      const states = await store.states(tenant, leads);
      leads.forEach((lead, i) => {
        guarded(() => mine.picture.put(lead, states[i]!));
      });
      mine.toGather.length -= gathered.length;
    } catch (error) {
      for (const lead of moved) mine.dirty.add(lead);
      throw error;
    }
    return mine.dirty.size > 0 || mine.toGather.length > 0;
  };

  /** Those that deserve attention last, so that they are taken first. */
  const gatherable = async (tenant: string): Promise<string[]> => {
    const leads = await store.roster(tenant, undefined, options.mostLeads);
    return leads.map(({ lead }) => lead).reverse();
  };

  /** An outage ends by itself; what was to be read still is. */
  const refreshed = async (tenant: string, mine: Kept): Promise<boolean> => {
    try {
      return await refresh(tenant, mine);
    } catch (error) {
      if (!(error instanceof StoreAway)) tell(error);
      return false;
    }
  };

  return {
    of(tenant) {
      const { picture, toGather } = of(tenant);
      return { picture, complete: toGather?.length === 0 && !picture.full };
    },
    reset() {
      kept.clear();
    },
    entries(entries) {
      for (const entry of entries) {
        if (!entry.body.length) continue;
        const mine = of(entry.tenant);
        guarded(() => mine.picture.hear(entry));
        mine.dirty.add(entry.lead);
      }
    },
    async run(signal) {
      while (!signal.aborted) {
        let more = false;
        for (const [tenant, mine] of [...kept]) {
          if (signal.aborted) return;
          if (await refreshed(tenant, mine)) more = true;
        }
        await pause(more ? REST_MS : IDLE_MS, signal);
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
