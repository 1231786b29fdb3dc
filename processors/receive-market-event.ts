/** Checks one market event; the gateway and the market shards' logs give the same answers. */
import { MARKET_EVENT_CHECKERS, type MarketEvent } from '../schemas/market-event.ts';
import { areaKey, listingKey } from '../schemas/shards.ts';
import { eventTime } from './event-time.ts';
import { brokenField, DEFAULT_TENANT, isRecord, type Receipt, type Received, refuse } from './receipt.ts';

export type ReceivedMarketEvent = Received<MarketEvent>;

const TYPES = Object.keys(MARKET_EVENT_CHECKERS);
const isMarketType = (type: unknown): type is keyof typeof MARKET_EVENT_CHECKERS =>
  typeof type === 'string' && TYPES.includes(type);

/**
 * @param value parsed JSON
 * @param now epoch ms of receipt; `at` is believed from 5 years before to 24 hours after it
 */
export function receiveMarketEvent(value: unknown, now: number): Receipt<ReceivedMarketEvent> {
  if (!isRecord(value)) return refuse('(root)', 'is not an object', 'Send one JSON object per event');
  if (!isMarketType(value.type)) {
    return refuse('type', 'is not a known market event type', `Use one of: ${TYPES.join(', ')}`);
  }
  const problem = MARKET_EVENT_CHECKERS[value.type].check(value);
  if (problem) return { ok: false, problem };
  const broken = brokenField(value);
  if (broken) return refuse(broken, 'holds half of a surrogate pair', 'Send well-formed Unicode');
  const event = value as unknown as MarketEvent;
  const at = eventTime(event.at, now);
  if (typeof at !== 'number') return { ok: false, problem: at };
  return { ok: true, event: { ...event, at, tenant: event.tenant ?? DEFAULT_TENANT } };
}

/** The state a market event changes: the listing it is about, else the area. */
export function marketShardKey(event: {
  tenant?: string;
  area: string;
  type: string;
  listing?: string;
}): string {
  const tenant = event.tenant ?? DEFAULT_TENANT;
  const listing = event.type === 'index' ? undefined : event.listing;
  return listing === undefined ? areaKey(tenant, event.area) : listingKey(tenant, listing);
}
