/** The hub of a feed: who hears what. Fed by the tail, it hands each entry to the subscriptions of its topics. */
import type { Metrics } from '../metrics.ts';
import { createDelivery } from './delivery.ts';
import type { Feed, TailEntry, TailListener } from './store.ts';
import type { Subscription } from './subscription.ts';
import { keysOfEntry, offsetOf, topicKey } from './topics.ts';

/** How often quiet subscriptions learn where the streams are. */
export const POSITION_MS = 15_000;

export interface Hub extends TailListener {
  /** Null until the tail has begun. */
  epoch(): string | null;
  /** Where the tail is now, by shard. */
  positions(): string[];
  add(subscription: Subscription): void;
  remove(subscription: Subscription): void;
  /** Sends position frames; call every {@link POSITION_MS}. */
  tellPositions(): void;
}

export function createHub(feed: Feed, metrics: Pick<Metrics, 'socketMs'>): Hub {
  const byTopic = new Map<string, Set<Subscription>>();
  let epoch: string | null = null;
  let positions: string[] = [];
  let told = new WeakSet<Subscription>();

  const remove = (subscription: Subscription) => {
    const key = topicKey(subscription.tenant, subscription.topic);
    const peers = byTopic.get(key);
    if (peers?.delete(subscription) && !peers.size) byTopic.delete(key);
  };
  const all = () => [...byTopic.values()].flatMap((peers) => [...peers]);
  const dispatch = (entry: TailEntry) => {
    positions[entry.shard] = entry.id;
    const peers = keysOfEntry(feed, entry).flatMap((key) => byTopic.get(key) ?? []);
    const delivery = peers.length ? createDelivery(feed, entry) : null;
    if (!delivery) return;
    for (const subscriptions of peers) for (const subscription of subscriptions) subscription.offer(delivery);
    metrics.socketMs.observe(Math.max(0, Date.now() - Number.parseInt(entry.id, 10)));
  };

  return {
    epoch: () => epoch,
    positions: () => [...positions],
    add(subscription) {
      const key = topicKey(subscription.tenant, subscription.topic);
      const peers = byTopic.get(key);
      if (peers) peers.add(subscription);
      else byTopic.set(key, new Set([subscription]));
    },
    remove,
    entries(entries) {
      for (const entry of entries) dispatch(entry);
    },
    reset(newEpoch, newPositions) {
      epoch = newEpoch;
      positions = newPositions;
      for (const subscription of all()) subscription.resync('the history of the store changed');
      byTopic.clear();
    },
    tellPositions() {
      for (const subscription of all()) {
        subscription.position(offsetOf(subscription.shards, positions));
        if (told.has(subscription)) subscription.forget();
      }
      told = new WeakSet(all());
    },
  };
}
