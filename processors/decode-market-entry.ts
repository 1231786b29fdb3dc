/** An entry of a market shard's log to the event it holds. */
import { type Entry, type Outcome, pass, type Routed, reject } from '../schemas/flow.ts';
import {
  HOME_CHECKER,
  type HomeEvent,
  INTEREST_CHECKER,
  type InterestEvent,
  RETELL_CHECKER,
  type RetellEvent,
  VALUED_CHECKER,
  type ValuedEvent,
} from '../schemas/market-event.ts';
import { agentKey, areaKey, listingKey, shardOf } from '../schemas/shards.ts';
import { decodeJson } from './decode-json.ts';
import { entryTime } from './decode-lead-entry.ts';
import { isRecord, sayProblem } from './receipt.ts';
import { marketShardKey, type ReceivedMarketEvent, receiveMarketEvent } from './receive-market-event.ts';

/** What Doorstep itself puts on a market shard's log. */
type InternalEvent = InterestEvent | HomeEvent | ValuedEvent | RetellEvent;
export type MarketShardEvent = ReceivedMarketEvent | InternalEvent;

const STEP = 'decode';

/** @param shards how many market shards there are */
export function createDecodeMarketEntry(shards: number) {
  return function decodeMarketEntry(entry: Entry): Outcome<Routed<MarketShardEvent>> {
    const json = decodeJson(entry.bytes, STEP);
    if (json.kind !== 'pass') return json;
    const read = readEvent(json.value, entryTime(entry.id));
    if (read.kind !== 'pass') return read;
    const event = read.value;
    const key = keyOf(event);
    const home = shardOf(key, shards);
    if (home !== entry.shard) {
      return reject(
        STEP,
        `area: ${key} belongs on market shard ${home}, not ${entry.shard}. XADD to crc32(key) % ${shards}`,
      );
    }
    return pass({ key, id: identity(event), event });
  };
}

const INTERNAL = {
  ...{ interest: INTEREST_CHECKER, home: HOME_CHECKER, valued: VALUED_CHECKER },
  retell: RETELL_CHECKER,
};
const isInternal = (type: unknown): type is InternalEvent['type'] =>
  typeof type === 'string' && Object.hasOwn(INTERNAL, type);

function readEvent(value: unknown, receivedAt: number): Outcome<MarketShardEvent> {
  if (isRecord(value) && isInternal(value.type)) {
    const problem = INTERNAL[value.type].check(value) ?? aboutNothing(value);
    return problem ? reject(STEP, sayProblem(problem)) : pass(value as unknown as InternalEvent);
  }
  const receipt = receiveMarketEvent(value, receivedAt);
  return receipt.ok ? pass(receipt.event) : reject(STEP, sayProblem(receipt.problem));
}

const aboutNothing = (value: Record<string, unknown>) =>
  value.area === undefined && value.listing === undefined && value.agent === undefined
    ? { field: 'area', message: 'is missing', fix: 'Add "area", "listing" or "agent"' }
    : null;

function keyOf(event: MarketShardEvent): string {
  switch (event.type) {
    case 'interest':
      return interestKey(event);
    case 'home':
    case 'retell':
      return areaKey(event.tenant, event.area);
    case 'valued':
      return listingKey(event.tenant, event.listing);
    default:
      return marketShardKey(event);
  }
}

function interestKey({ tenant, area, listing, agent }: InterestEvent): string {
  if (listing !== undefined) return listingKey(tenant, listing);
  return area !== undefined ? areaKey(tenant, area) : agentKey(tenant, agent!);
}

/** Doorstep's own live behind a control character, which no inbound id may hold; each is unique within its source only. */
function identity(event: MarketShardEvent): string {
  if (event.type === 'interest') return `\u0001interest/${event.lead}/${event.id}`;
  if (event.type === 'home' || event.type === 'valued')
    return `\u0001${event.type}/${event.listing}/${event.id}`;
  if (event.type === 'retell') return `\u0001retell/${event.id}`;
  return event.id;
}
