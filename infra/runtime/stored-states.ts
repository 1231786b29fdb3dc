/** The bytes of the states a micro-batch needs: from memory where they are at hand, the others from the store. */
import type { Flow } from '../../schemas/flow.ts';
import type { ShardLog } from '../ports.ts';
import type { Decoded } from './batch.ts';
import { bytesOf, type Kept, type OwnedShard } from './shard.ts';

export interface StatesDeps<S, E> {
  flow: Pick<Flow<S, E>, 'shardWideKey'>;
  log: Pick<ShardLog, 'load'>;
  shards: ReadonlyMap<number, OwnedShard>;
}

/** States by key, kept or as they were read; null for a key never seen. */
export type Found = Map<string, Kept | Uint8Array | null>;

/** Asks the store for what is not in memory. Rejects when the store is away. */
export async function findStates<S, E>(decoded: Decoded<S, E>, deps: StatesDeps<S, E>): Promise<Found> {
  const found: Found = new Map();
  const missing = new Map<string, { shard: number; key: string; era: number }>();
  for (const { shard, key } of placesOf(decoded, deps)) {
    const owned = deps.shards.get(shard);
    const known = owned?.known(key);
    if (known) found.set(key, known);
    else if (owned && !owned.absent.has(key)) missing.set(key, { shard, key, era: owned.era });
  }
  if (missing.size) await load([...missing.values()], found, deps);
  return found;
}

async function load<S, E>(
  missing: { shard: number; key: string; era: number }[],
  found: Found,
  { log, shards, flow: { shardWideKey } }: StatesDeps<S, E>,
): Promise<void> {
  const loaded = await log.load(missing);
  missing.forEach(({ shard, key, era }, i) => {
    const bytes = loaded[i] ?? null;
    found.set(key, bytes);
    // What was read meanwhile says nothing of a shard regained or read anew.
    const owned = shards.get(shard);
    if (!bytes && key === shardWideKey?.(shard) && owned?.era === era) owned.absent.add(key);
  });
}

/**
 * The bytes by key as they are now, of keys that have a state. What is in memory goes before what was found: batches
 * worked since then may have made it, and what they made stays in memory at least until their commit is over.
 */
export function statesNow<S, E>(
  decoded: Decoded<S, E>,
  found: Readonly<Found>,
  deps: StatesDeps<S, E>,
): Map<string, Uint8Array> {
  const states = new Map<string, Uint8Array>();
  for (const { shard, key } of placesOf(decoded, deps)) {
    const state = deps.shards.get(shard)?.known(key) ?? found.get(key);
    if (state) states.set(key, typeof state === 'string' ? bytesOf(state) : state);
  }
  return states;
}

/** The keys of the batch's events, and those of their shards' own. */
function* placesOf<S, E>({ routings, batches }: Decoded<S, E>, { flow: { shardWideKey } }: StatesDeps<S, E>) {
  for (const { entry, routed } of routings) yield { shard: entry.shard, key: routed.key };
  if (shardWideKey) for (const shard of batches.keys()) yield { shard, key: shardWideKey(shard) };
}
