/**
 * How a subscription begins. The order is what makes it whole: first take part in the tail, then note where it
 * is, then read what was before.
 */

import type { Static } from 'typebox';
import type { Offset, Subscribe } from '../../schemas/frames.ts';
import { MAX_GAP } from '../../schemas/limits.ts';
import { shardName } from '../../schemas/shards.ts';
import { createDelivery } from './delivery.ts';
import type { GatewayStore, TailEntry } from './store.ts';
import { compareIds } from './stream-id.ts';
import type { Subscription } from './subscription.ts';
import { feedOf, keysOfEntry, offsetOf, topicKey } from './topics.ts';
import type { ReadSnapshot } from './views.ts';

export interface OpeningDeps {
  store: GatewayStore;
  snapshot: ReadSnapshot;
  /** Where the tail is when the subscription began to take part. */
  epoch: string;
  positions: string[];
  /** Resolves when the client keeps up, or is gone. */
  keepsUp(): Promise<void>;
}

export async function openSubscription(
  subscription: Subscription,
  recover: Static<typeof Subscribe>['recover'],
  deps: OpeningDeps,
): Promise<void> {
  const { epoch, positions } = deps;
  const gap = recover?.epoch === epoch ? await readGap(subscription, recover.offset, deps) : null;
  if (gap && recover) {
    await replayGap(subscription, gap, recover.offset, deps);
  } else {
    const snapshot = await deps.snapshot(subscription.tenant, subscription.topic);
    if (subscription.ended) return;
    subscription.snapshot(epoch, offsetOf(subscription.shards, positions), snapshot);
  }
  subscription.live();
}

/** What the client missed, in order; null when it cannot be told whole. */
async function readGap(
  { tenant, topic, shards }: Subscription,
  offset: Offset,
  { store, positions }: OpeningDeps,
): Promise<TailEntry[] | null> {
  const key = topicKey(tenant, topic);
  const feed = feedOf(topic);
  const gap: TailEntry[] = [];
  let budget = MAX_GAP; // a larger gap costs more than a snapshot
  for (const shard of shards) {
    const after = offset[shardName(shard)];
    if (after === undefined) return null;
    // A client that comes from a gateway further ahead has nothing to miss; its offset is checked all the same.
    const entries = await store.replay(feed, shard, { after, to: positions[shard]!, limit: budget });
    if (!entries) return null;
    budget -= entries.length;
    gap.push(...entries.filter((entry) => keysOfEntry(feed, entry).includes(key)));
  }
  return gap.sort((a, b) => compareIds(a.id, b.id));
}

/** Frame by frame at the client's pace; the offset said first is the client's own, the deltas move it. */
async function replayGap(
  subscription: Subscription,
  gap: TailEntry[],
  offset: Offset,
  { epoch, positions, keepsUp }: OpeningDeps,
): Promise<void> {
  if (subscription.ended) return;
  const own = Object.fromEntries(
    subscription.shards.map((shard) => [shardName(shard), offset[shardName(shard)]!]),
  );
  const ahead = subscription.shards
    .map((shard) => [shard, own[shardName(shard)]!] as const)
    .filter(([shard, id]) => compareIds(id, positions[shard]!) > 0);
  subscription.recovered(epoch, own, new Map(ahead));
  for (const entry of gap) {
    const delivery = createDelivery(feedOf(subscription.topic), entry);
    if (!delivery) continue;
    await keepsUp();
    subscription.replay(delivery);
  }
}
