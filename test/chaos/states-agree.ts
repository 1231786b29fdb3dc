/** Whether what clients were told adds up to what is stored: the deltas of each lead, folded, against its state. */
import { isDeepStrictEqual } from 'node:util';
import type { RedisClient } from '../../infra/redis/connect.ts';
import { readInsight } from '../../processors/read-insight.ts';
import { foldInsight, fullInsight, type PackedView } from '../../schemas/apply-delta.ts';
import type { WireInsight } from '../../schemas/insight-wire.ts';
import { leadKey, shardKeys } from '../../schemas/shards.ts';
import { TENANT } from '../bench/traffic.ts';
import type { Departure } from './streams.ts';

/** Leads whose folded deltas differ from their state. */
export async function statesThatDiffer(client: RedisClient, departures: Departure[]): Promise<string[]> {
  const folded = new Map<string, { shard: number; view: PackedView | undefined; wire: WireInsight }>();
  for (const { shard, lead, wire } of departures) {
    folded.set(lead, { shard, view: foldInsight(folded.get(lead)?.view, wire), wire });
  }
  const differ: string[] = [];
  for (const [lead, { shard, view, wire }] of folded) {
    const state = await client.getBuffer(shardKeys('leads', shard).state + leadKey(TENANT, lead));
    const stored = state && readInsight(state);
    // Measured times travel with the insight and are no part of the state.
    const told = view && plain(fullInsight(view, { ...wire, processingTimeMs: 0, stages: {} }));
    if (!stored || !told || !isDeepStrictEqual(plain(stored), told)) differ.push(lead);
  }
  return differ;
}

const plain = (value: object): unknown => JSON.parse(JSON.stringify(value));
