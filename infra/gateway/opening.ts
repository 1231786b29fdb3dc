/**
 * How a subscription begins. The order is what makes it whole: first take part in the tail, then note where it
 * is, then read what was before.
 */

import type { Static } from 'typebox';
import { type Offset, type StreamOptions, type Subscribe, streamOptions } from '../../schemas/frames.ts';
import { MAX_GAP } from '../../schemas/limits.ts';
import { shardName } from '../../schemas/shards.ts';
import { createDelivery } from './delivery.ts';
import { type LeadNodes, warmOf } from './lead-nodes.ts';
import type { GatewayStore, TailEntry } from './store.ts';
import { compareIds } from './stream-id.ts';
import type { Opened, Subscription } from './subscription.ts';
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
  /** Of a lead topic: what the node that owns it says. */
  opened: Promise<Opened>;
}

/** How long an opening waits for what the owner says of its warmth: an answer in time matters more than this. */
const WARM_WITHIN_MS = 4;

/** Tells the owner that a lead is opened, and resolves with what to tell the client of it. */
export async function openOnOwner(
  nodes: LeadNodes,
  { tenant, topic }: Pick<Subscription, 'tenant' | 'topic'>,
  options: StreamOptions | undefined,
): Promise<Opened> {
  if (topic.kind !== 'lead') return {};
  const { preemptiveAnalysis } = streamOptions(options);
  const { owner, warmth } = await nodes.open(tenant, topic.lead, preemptiveAnalysis ? WARM_WITHIN_MS : null);
  return { ...(owner && { owner }), ...(warmth && { warm: warmOf(warmth, Date.now()) }) };
}

export async function openSubscription(
  subscription: Subscription,
  recover: Static<typeof Subscribe>['recover'],
  deps: OpeningDeps,
): Promise<void> {
  const { epoch, positions, opened } = deps;
  opened.catch(() => {}); // awaited below, unless something else fails first
  const gap = recover?.epoch === epoch ? await readGap(subscription, recover.offset, deps) : null;
  if (gap && recover) {
    await replayGap(subscription, gap, recover.offset, deps);
  } else {
    const [snapshot, told] = await Promise.all([
      deps.snapshot(subscription.tenant, subscription.topic),
      opened,
    ]);
    if (subscription.ended) return;
    subscription.snapshot(epoch, offsetOf(subscription.shards, positions), snapshot, told);
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
  { epoch, positions, keepsUp, opened }: OpeningDeps,
): Promise<void> {
  const told = await opened;
  if (subscription.ended) return;
  const own = Object.fromEntries(
    subscription.shards.map((shard) => [shardName(shard), offset[shardName(shard)]!]),
  );
  const ahead = subscription.shards
    .map((shard) => [shard, own[shardName(shard)]!] as const)
    .filter(([shard, id]) => compareIds(id, positions[shard]!) > 0);
  subscription.recovered(epoch, own, new Map(ahead), told);
  for (const entry of gap) {
    const delivery = createDelivery(feedOf(subscription.topic), entry);
    if (!delivery) continue;
    await keepsUp();
    subscription.replay(delivery);
  }
}
