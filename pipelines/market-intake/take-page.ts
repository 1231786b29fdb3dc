/**
 * A page of a feed's log into the market's streams. What is to be told is written down first, then told, then the
 * place moves: whoever goes on after a crash tells the same again, word for word, and receivers know it by its id.
 */
import type { GatewayStore } from '../../infra/gateway/store.ts';
import type { Log } from '../../infra/log.ts';
import type { Metrics } from '../../infra/metrics.ts';
import type { IntakeStore } from '../../infra/redis/intake-store.ts';
import type { ResoClient } from '../../infra/reso/client.ts';
import { packKnown, unpackKnown } from '../../processors/intake/known-listing.ts';
import { type ListingSource, type MarketNews, readListing } from '../../processors/intake/read-listing.ts';
import {
  type GapRules,
  isMissing,
  type Place,
  startPlace,
  takeNumbers,
} from '../../processors/intake/sequence-gaps.ts';
import { marketShardKey, receiveMarketEvent } from '../../processors/receive-market-event.ts';
import { type EntityEvent, sequenceOf } from '../../schemas/reso.ts';
import { shardOf } from '../../schemas/shards.ts';

export interface PageDeps {
  source: ListingSource;
  client: Pick<ResoClient, 'properties'>;
  store: IntakeStore;
  streams: Pick<GatewayStore, 'append' | 'shards'>;
  /** Resolves when the streams may take more. */
  room(signal: AbortSignal): Promise<void>;
  gapRules: GapRules;
  metrics: Metrics;
  logger: Log;
}

/** What a page comes to. */
interface Batch {
  events: MarketNews[];
  place: Place;
  known: [listing: string, packed: string][];
}

/** Where the source stands, once what a stopped member left half told is told. */
export async function resume(deps: PageDeps, signal: AbortSignal): Promise<Place> {
  const { place, pending } = await deps.store.read();
  if (!pending) return place ? (JSON.parse(place) as Place) : startPlace();
  return tell(deps, JSON.parse(pending) as Batch, signal);
}

/** @returns the place after the page; the same one where it held nothing new */
export async function takePage(
  deps: PageDeps,
  place: Place,
  page: readonly EntityEvent[],
  signal: AbortSignal,
): Promise<Place> {
  const fresh = page.filter((event) => isMissing(place, sequenceOf(event)));
  if (!fresh.length) return place;
  const { events, known } = await readNews(deps, fresh, signal);
  const numbers = fresh.map(sequenceOf);
  const next = takeNumbers(place, numbers, Date.now(), deps.gapRules);
  const batch = { events, known, place: next };
  if (events.length) {
    await deps.room(signal);
    await deps.store.prepare(JSON.stringify(batch));
  }
  const late = new Set(numbers.filter((number) => number <= place.sequence));
  deps.metrics.intakeGapNumbers.inc({ outcome: 'filled' }, late.size);
  return tell(deps, batch, signal);
}

/** On the streams first, then settled. */
async function tell(
  { streams, store, metrics }: PageDeps,
  { events, place, known }: Batch,
  signal: AbortSignal,
): Promise<Place> {
  const placed = events.map((event) => ({
    shard: shardOf(marketShardKey(event), streams.shards.market),
    event: JSON.stringify(event),
  }));
  if (placed.length) await streams.append('market', placed);
  signal.throwIfAborted();
  await store.settle(JSON.stringify(place), known);
  for (const { type, change } of events) metrics.intakeEvents.inc({ type, change });
  return place;
}

/** Of several events of one listing only the last is read: a record is how things are now. */
async function readNews(deps: PageDeps, fresh: readonly EntityEvent[], signal: AbortSignal) {
  const latest = new Map<string, number>();
  for (const event of fresh) {
    const { ResourceName, ResourceRecordKey: key } = event;
    if (ResourceName === 'Property') latest.set(key, Math.max(latest.get(key) ?? 0, sequenceOf(event)));
  }
  const listings = [...latest.keys()].sort((a, b) => latest.get(a)! - latest.get(b)!);
  const packed = await deps.store.known(listings);
  const records = listings.length ? await deps.client.properties(listings, signal) : new Map();
  const news: Omit<Batch, 'place'> = { events: [], known: [] };
  for (const [i, listing] of listings.entries()) {
    const reading = { listing, sequence: latest.get(listing)!, at: Date.now(), record: records.get(listing) };
    const before = packed[i] ? unpackKnown(packed[i]) : undefined;
    const outcome = readListing(deps.source, reading, before);
    if (outcome.kind === 'nothing') continue;
    const field = outcome.kind === 'unusable' ? outcome.field : brokenField(outcome.events, reading.at);
    if (field !== undefined) leaveOut(deps, listing, field);
    else if (outcome.kind === 'told') {
      news.events.push(...outcome.events);
      news.known.push([listing, packKnown(outcome.known)]);
    }
  }
  return news;
}

/** What market shards would not take is not sent to them. */
function brokenField(events: MarketNews[], now: number): string | undefined {
  for (const event of events) {
    const receipt = receiveMarketEvent(event, now);
    if (!receipt.ok) return receipt.problem.field;
  }
  return undefined;
}

function leaveOut({ metrics, logger }: PageDeps, listing: string, field: string): void {
  metrics.intakeUnusable.inc({ field });
  logger.warn(
    { listing, field },
    'a listing cannot be told of: this member of its record is missing or wrong',
  );
}
