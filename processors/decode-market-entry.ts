/** An entry of a market shard's log to the event it holds. */
import { type Entry, type Outcome, pass, type Routed, reject } from '../schemas/flow.ts';
import { INTEREST_CHECKER, type InterestEvent } from '../schemas/market-event.ts';
import { agentKey, areaKey, listingKey, shardOf } from '../schemas/shards.ts';
import { decodeJson } from './decode-json.ts';
import { entryTime } from './decode-lead-entry.ts';
import { isRecord, sayProblem } from './receipt.ts';
import { marketShardKey, type ReceivedMarketEvent, receiveMarketEvent } from './receive-market-event.ts';

export type MarketShardEvent = ReceivedMarketEvent | InterestEvent;

const STEP = 'decode';

/** @param shards how many market shards there are */
export function createDecodeMarketEntry(shards: number) {
  return function decodeMarketEntry(entry: Entry): Outcome<Routed<MarketShardEvent>> {
    const json = decodeJson(entry.bytes, STEP);
    if (json.kind !== 'pass') return json;
    const read = readEvent(json.value, entryTime(entry.id));
    if (read.kind !== 'pass') return read;
    const event = read.value;
    const key = event.type === 'interest' ? interestKey(event) : marketShardKey(event);
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

function readEvent(value: unknown, receivedAt: number): Outcome<MarketShardEvent> {
  if (isRecord(value) && value.type === 'interest') {
    const problem = INTEREST_CHECKER.check(value) ?? aboutNothing(value);
    return problem ? reject(STEP, sayProblem(problem)) : pass(value as unknown as InterestEvent);
  }
  const receipt = receiveMarketEvent(value, receivedAt);
  return receipt.ok ? pass(receipt.event) : reject(STEP, sayProblem(receipt.problem));
}

const aboutNothing = (value: Record<string, unknown>) =>
  value.area === undefined && value.listing === undefined && value.agent === undefined
    ? { field: 'area', message: 'is missing', fix: 'Add "area", "listing" or "agent"' }
    : null;

function interestKey({ tenant, area, listing, agent }: InterestEvent): string {
  if (listing !== undefined) return listingKey(tenant, listing);
  return area !== undefined ? areaKey(tenant, area) : agentKey(tenant, agent!);
}

/** An interest's id is unique within its lead only. */
const identity = (event: MarketShardEvent): string =>
  event.type === 'interest' ? `\u0001interest/${event.lead}/${event.id}` : event.id;
