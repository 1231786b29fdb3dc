/** Realistic events without end: corpus conversations of many leads, interleaved, each in its own order. */
import { readConversations } from '../../models/corpus/read-corpus.ts';
import { corpusTraffic } from '../../pipelines/corpus-traffic.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { leadKey, shardOf } from '../../schemas/shards.ts';

export interface TrafficEvent {
  shard: number;
  event: LeadEvent;
  /** Of a pool: sockets are open on its lead. */
  isWatched?: boolean;
}

export interface TrafficOptions {
  /** Conversations going on at once. */
  leads: number;
  shards: number;
  /** Another run has other leads. */
  run?: string;
}

export const TENANT = 'main';

/** A conversation that ends is followed by another of a new lead. */
export function createTraffic({ leads, shards, run = 'bench' }: TrafficOptions): () => TrafficEvent {
  const transcripts = readConversations();
  const now = Date.now();
  const events = corpusTraffic({ transcripts, seed: 1, run, concurrent: leads, now: () => now });
  return () => {
    const event = events.next().value;
    return { shard: shardOf(leadKey(TENANT, event.lead), shards), event };
  };
}

/** Each event a new lead's only message, which says that it goes to another: a critical alert each. The lead is named by the event's id. */
export function createAlertTraffic(shards: number): (id: string) => TrafficEvent {
  return (id) => ({
    shard: shardOf(leadKey(TENANT, id), shards),
    event: {
      ...{ id, tenant: TENANT, lead: id, at: Date.now(), type: 'message', from: 'lead', channel: 'sms' },
      text: 'We have decided to list with Keller Williams instead and signed with them yesterday.',
    },
  });
}

/** Leads that stay the same, so that sockets can be open on some of them: the first `watched`. */
export interface Pool {
  size: number;
  watched: number;
}

export const poolLead = (n: number): string => `pool-${n}`;

/** The corpus' conversations, each with the next lead of the pool in turn. */
export function createPoolTraffic({ size, watched }: Pool, shards: number): () => TrafficEvent {
  const next = createTraffic({ leads: size, shards });
  const places = new Map<string, number>();
  return () => {
    const { event } = next();
    const place = places.get(event.lead) ?? places.size % size;
    places.set(event.lead, place);
    const lead = poolLead(place);
    return {
      shard: shardOf(leadKey(TENANT, lead), shards),
      event: { ...event, lead },
      isWatched: place < watched,
    };
  };
}
