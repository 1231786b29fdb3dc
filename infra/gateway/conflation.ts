/**
 * What a slow client has missed: which leads, and between which entries of each shard. Its size is bounded by
 * leads, not by what happens to them.
 *
 * Offsets stay honest: until the last missed lead of a shard is told, frames carry an offset before the first
 * missed entry, so that a client lost in between recovers from there and misses nothing.
 */
import type { TailEntry } from './store.ts';
import { idBefore } from './stream-id.ts';

export const MAX_MISSED_LEADS = 1000;

/** Missed leads of one shard, and the first and last entry about them. */
export interface Missed {
  shard: number;
  first: string;
  last: string;
  leads: Set<string>;
}

export interface Conflation {
  /** False when more leads were missed than are kept. */
  miss(entry: TailEntry): boolean;
  /** Takes one shard's share; undefined when nothing is missed. */
  take(): Missed | undefined;
  /** Puts back what could not be told. */
  restore(missed: Missed): void;
}

export function createConflation(): Conflation {
  const byShard = new Map<number, Missed>();
  let size = 0;
  return {
    miss({ shard, id, lead }) {
      const missed = byShard.get(shard) ?? { shard, first: id, last: id, leads: new Set<string>() };
      byShard.set(shard, missed);
      missed.last = id;
      if (!missed.leads.has(lead)) {
        missed.leads.add(lead);
        size++;
      }
      return size <= MAX_MISSED_LEADS;
    },
    take() {
      const missed = byShard.values().next().value;
      if (!missed) return undefined;
      byShard.delete(missed.shard);
      size -= missed.leads.size;
      return missed;
    },
    restore(missed) {
      const newer = byShard.get(missed.shard);
      if (newer) size -= newer.leads.size;
      const leads = new Set([...missed.leads, ...(newer?.leads ?? [])]);
      byShard.set(missed.shard, { ...missed, last: newer?.last ?? missed.last, leads });
      size += leads.size;
    },
  };
}

/** The offset a state frame may carry: the last missed entry once all is told, else one before the first. */
export const toldUpTo = ({ first, last }: Missed, all: boolean): string => (all ? last : idBefore(first));
