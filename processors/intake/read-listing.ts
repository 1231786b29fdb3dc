/** A RESO Property record as it stands now, against what was known of it, to the market events that say what changed. */
import type { CompetitorEvent, ListingEvent } from '../../schemas/market-event.ts';
import type { PropertyRecord } from '../../schemas/reso.ts';
import type { Received } from '../receipt.ts';
import type { RivalOf } from './rival-of.ts';

/** What was told of a listing last. */
export interface KnownListing {
  /** Sequence number it was told under. */
  seq: number;
  area: string;
  price: number;
  status: string;
  beds?: number;
  baths?: number;
  /** The competitor that lists it. */
  rival?: string;
}

/** StandardStatus values after which it is off the market unsold (Data Dictionary 2.0), in lower case. */
const OFF = new Set(['expired', 'canceled', 'withdrawn', 'delete']);
/** What a record that the feed shows no longer is taken for: RCP-27, "Consumer Visibility Workflow". */
const GONE = 'delete';

export type ListingChange = ListingEvent['change'];

/** What happened to a listing; undefined: nothing that a market event could tell. */
export function changeOf(
  known: Omit<KnownListing, 'seq'> | undefined,
  now: Omit<KnownListing, 'seq'>,
): ListingChange | undefined {
  if (!known) return 'new';
  if (known.status !== now.status) return OFF.has(now.status) ? 'expired' : 'status';
  if (known.price !== now.price) return 'price';
  const same = known.area === now.area && known.beds === now.beds && known.baths === now.baths;
  return same ? undefined : 'status';
}

export interface ListingSource {
  /** Part of every event's id: two feeds of a tenant count by themselves. */
  name: string;
  tenant: string;
  /** Postal code or city to the area as leads name it; the city itself where neither is in it. */
  areas: ReadonlyMap<string, string>;
  rivalOf: RivalOf;
}

/** The listing's news: number of the EntityEvent, when it was read (epoch ms), and the record; undefined: not shown. */
export interface ListingReading {
  listing: string;
  sequence: number;
  at: number;
  record: PropertyRecord | undefined;
}

export type MarketNews = Received<ListingEvent> | Received<CompetitorEvent>;

export type ListingOutcome =
  | { kind: 'told'; known: KnownListing; events: MarketNews[] }
  | { kind: 'nothing' }
  /** `field` cannot be used: nothing can be told. */
  | { kind: 'unusable'; field: string };

/**
 * A record is how things are now, not how they were at its event. So what is read for an older number that came late is
 * newer than what was told before: it is told under a number above that, or it would be dropped as old.
 */
export function readListing(
  source: ListingSource,
  reading: ListingReading,
  known: KnownListing | undefined,
): ListingOutcome {
  const { record } = reading;
  if (!record && (!known || known.status === GONE)) return { kind: 'nothing' };
  const now = record ? stateOf(source, record, known) : { ...known!, status: GONE };
  if ('field' in now) return { kind: 'unusable', field: now.field };
  const change = changeOf(known, now);
  if (!change && known?.rival === now.rival) return { kind: 'nothing' };
  const seq = Math.max(reading.sequence, (known?.seq ?? -1) + 1);
  const told = { ...now, seq };
  const at = timeOf(record, reading.at);
  const listing = change && [listingEvent(source, reading, told, change, at)];
  const rival = rivalMove(known, now);
  const competitor = rival && [competitorEvent(source, reading, told, rival, at)];
  return { kind: 'told', known: told, events: [...(listing || []), ...(competitor || [])] };
}

type Now = Omit<KnownListing, 'seq'>;

function stateOf(
  { areas, rivalOf }: ListingSource,
  record: PropertyRecord,
  known: KnownListing | undefined,
): Now | { field: string } {
  const [city, code] = [text(record.City), text(record.PostalCode)];
  const area = areas.get(code ?? '') ?? areas.get(city ?? '') ?? city ?? code;
  if (area === undefined) return { field: 'City' };
  const price = amount(record.ListPrice) ?? known?.price;
  if (price === undefined) return { field: 'ListPrice' };
  const status = text(record.StandardStatus)?.toLowerCase().slice(0, 60) ?? known?.status;
  if (status === undefined) return { field: 'StandardStatus' };
  const [beds, baths] = [amount(record.BedroomsTotal), amount(record.BathroomsTotalInteger)];
  const rival = rivalOf(record);
  return {
    ...{ area: area.slice(0, 200), price, status },
    ...(beds !== undefined && { beds }),
    ...(baths !== undefined && { baths }),
    ...(rival !== undefined && { rival }),
  };
}

/** One a reading: of several moves at once the one that matters most. */
function rivalMove(known: KnownListing | undefined, now: Now): CompetitorEvent['change'] | undefined {
  if (now.rival === undefined) return undefined;
  const sold = (status: string | undefined) => status === 'closed';
  if (known && sold(now.status) && !sold(known.status)) return 'sold';
  if (OFF.has(now.status) || sold(now.status)) return undefined;
  if (known?.rival !== now.rival) return 'listing_taken';
  return now.price < known.price ? 'price_cut' : undefined;
}

const idOf = ({ name }: ListingSource, { sequence }: ListingReading, of: string): string =>
  `${name}:${sequence}:${of}`;

function listingEvent(
  source: ListingSource,
  reading: ListingReading,
  { seq, rival: _, ...now }: KnownListing,
  change: ListingChange,
  at: number,
): Received<ListingEvent> {
  const days = amount(reading.record?.DaysOnMarket);
  return {
    ...{ id: idOf(source, reading, 'listing'), tenant: source.tenant, at, seq, type: 'listing', change },
    source: source.name,
    ...{ listing: reading.listing, ...now },
    ...(days !== undefined && { daysOnMarket: days }),
  };
}

function competitorEvent(
  source: ListingSource,
  reading: ListingReading,
  { seq, area, rival }: KnownListing,
  change: CompetitorEvent['change'],
  at: number,
): Received<CompetitorEvent> {
  return {
    ...{ id: idOf(source, reading, 'competitor'), tenant: source.tenant, at, seq, type: 'competitor' },
    source: source.name,
    ...{ area, agent: rival!, change, listing: reading.listing },
  };
}

const YEARS_5_MS = 5 * 365 * 86_400_000;

/** When the record says it changed; when it was read, where that is missing, ahead, or too old to be believed. */
function timeOf(record: PropertyRecord | undefined, readAt: number): number {
  const at = Date.parse(text(record?.ModificationTimestamp) ?? '');
  return at <= readAt && at > readAt - YEARS_5_MS ? at : readAt;
}

const text = (value: unknown): string | undefined => {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed || undefined;
};

/** Decimals may come as text (IEEE754Compatible). */
function amount(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() ? Number(value) : value;
  // Not -0, which bytes do not keep.
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? Math.abs(number) : undefined;
}
