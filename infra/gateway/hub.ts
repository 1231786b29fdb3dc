/** The hub of a feed: who hears what. Fed by the tail, it hands each entry to the subscriptions of its topics. */
import type { Metrics } from '../metrics.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import type { Feed, TailEntry, TailListener } from './store.ts';
import type { Outlet, Subscription } from './subscription.ts';
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
  /** Calls back with each subscription that hears of an entry; whether there is any. */
  const route = (entry: TailEntry, offer: (subscription: Subscription, delivery: Delivery) => void) => {
    positions[entry.shard] = entry.id;
    const peers = keysOfEntry(feed, entry).flatMap((key) => byTopic.get(key) ?? []);
    const delivery = peers.length ? createDelivery(feed, entry) : null;
    if (!delivery) return false;
    for (const subscriptions of peers)
      for (const subscription of subscriptions) offer(subscription, delivery);
    return true;
  };
  const observe = ({ id }: TailEntry) =>
    metrics.socketMs.observe(Math.max(0, Date.now() - Number.parseInt(id, 10)));

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
      const batch = entries.length > 1 ? createBatch() : AT_ONCE;
      const heard = entries.filter((entry) => route(entry, batch.add));
      batch.send();
      for (const entry of heard) observe(entry);
    },
    reset(newEpoch, newPositions) {
      epoch = newEpoch;
      positions = newPositions;
      for (const subscription of all()) subscription.resync('the history of the store changed');
      byTopic.clear();
    },
    tellPositions() {
      const texts = new Map<string, string>();
      for (const subscription of all()) {
        const { shards } = subscription;
        const key = shards.join();
        const text = texts.get(key) ?? JSON.stringify(offsetOf(shards, positions));
        texts.set(key, text);
        subscription.position(positions, text);
        if (told.has(subscription)) subscription.forget();
      }
      told = new WeakSet(all());
    },
  };
}

interface Batch {
  add(subscription: Subscription, delivery: Delivery): void;
  send(): void;
}

/** An entry that came alone has nothing to wait for. */
const AT_ONCE: Batch = { add: (subscription, delivery) => subscription.offer(delivery), send: () => {} };

/** What each socket is to hear of entries that came together: a write to a socket costs more than all else here. */
function createBatch(): Batch {
  const byOutlet = new Map<Outlet, [Subscription, Delivery][]>();
  return {
    add(subscription, delivery) {
      const offers = byOutlet.get(subscription.outlet);
      if (offers) offers.push([subscription, delivery]);
      else byOutlet.set(subscription.outlet, [[subscription, delivery]]);
    },
    send() {
      for (const [outlet, offers] of byOutlet) {
        const offerAll = () => {
          for (const [subscription, delivery] of offers) subscription.offer(delivery);
        };
        if (offers.length === 1) offerAll();
        else outlet.together(offerAll);
      }
    },
  };
}
