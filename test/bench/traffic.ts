/** Realistic events without end: corpus conversations of many leads, interleaved, each in its own order. */
import { readConversations } from '../../models/corpus/read-corpus.ts';
import { corpusTraffic } from '../../pipelines/corpus-traffic.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { leadKey, shardOf } from '../../schemas/shards.ts';

export interface TrafficEvent {
  shard: number;
  event: LeadEvent;
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
