/** Reads a lead's state ahead of its next event, because somebody opened the lead. */
import type { Ages } from '../../schemas/flow.ts';
import type { RuntimeOptions } from './options.ts';
import { bytesOf, keep, type OwnedShard } from './shard.ts';

export interface Warmth {
  /** As of when the state's parts are; empty where there is no state. */
  ages: Ages;
  /** Whether it was in memory before it was asked for. */
  wasHeld: boolean;
}

/** How somebody who opens a lead has its owner warm it: shard, key. */
export type WarmUp = (shard: number, key: string) => Promise<Warmth | null>;

/** Rejects when the store is away. What a batch makes of the key meanwhile stays: the read may be older than it. */
export async function warmState<S, E>(
  shard: OwnedShard,
  key: string,
  { flow, log }: Pick<RuntimeOptions<S, E>, 'flow' | 'log'>,
): Promise<Warmth> {
  const agesOf = (bytes: Uint8Array | null | undefined): Ages =>
    (bytes && flow.agesOf?.(flow.unpack(bytes))) || {};
  const known = shard.known(key);
  if (known) return { ages: agesOf(bytesOf(known)), wasHeld: true };
  const mark = Symbol(key);
  shard.warming.set(key, mark);
  try {
    const [bytes] = await log.load([{ shard: shard.lease.shard, key }]);
    if (bytes && shard.warming.get(key) === mark) shard.warm.set(key, keep(bytes));
    return { ages: agesOf(bytes), wasHeld: false };
  } finally {
    if (shard.warming.get(key) === mark) shard.warming.delete(key);
  }
}
