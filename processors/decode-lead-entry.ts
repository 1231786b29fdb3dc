/** An entry of a lead shard's log to the event it holds. */
import { type Entry, type Outcome, pass, type Routed, reject } from '../schemas/flow.ts';
import { addressKey, leadKey, shardOf, shardWideKey } from '../schemas/shards.ts';
import { SYSTEM_EVENT_CHECKERS, type SystemEvent, type SystemEventType } from '../schemas/system-event.ts';
import { decodeJson } from './decode-json.ts';
import { isRecord, sayProblem } from './receipt.ts';
import { type ReceivedLeadEvent, receiveLeadEvent } from './receive-lead-event.ts';

/** Whatever can change a lead. */
export type LeadsEvent = ReceivedLeadEvent | SystemEvent;

const STEP = 'decode';

/** Milliseconds of a stream id `ms-n`: when the entry reached the log. */
export const entryTime = (entryId: string): number => Number.parseInt(entryId, 10);

/** @param shards how many lead shards there are: an entry on another's shard would break the order of its lead */
export function createDecodeLeadEntry(shards: number) {
  return function decodeLeadEntry(entry: Entry): Outcome<Routed<LeadsEvent>> {
    const json = decodeJson(entry.bytes, STEP);
    if (json.kind !== 'pass') return json;
    const read = readEvent(json.value, entryTime(entry.id));
    if (read.kind !== 'pass') return read;
    const event = read.value;
    if (isOfShard(event)) return pass({ key: shardWideKey(entry.shard), id: identity(event), event });
    const { tenant, lead } = event;
    const key = event.type === 'address' ? addressKey(tenant, event.hash) : leadKey(tenant, lead);
    const home = shardOf(key, shards);
    if (home !== entry.shard) {
      return reject(
        STEP,
        `lead: belongs on shard ${home}, not ${entry.shard}. XADD to crc32(tenant/lead) % ${shards}`,
      );
    }
    return pass({ key, id: identity(event), event });
  };
}

function readEvent(value: unknown, receivedAt: number): Outcome<LeadsEvent> {
  if (isRecord(value) && isSystemType(value.type)) {
    const problem = SYSTEM_EVENT_CHECKERS[value.type].check(value);
    return problem ? reject(STEP, sayProblem(problem)) : pass(value as unknown as SystemEvent);
  }
  const receipt = receiveLeadEvent(value, receivedAt);
  return receipt.ok ? pass(receipt.event) : reject(STEP, sayProblem(receipt.problem));
}

const isSystemType = (type: unknown): type is SystemEventType =>
  typeof type === 'string' && Object.hasOwn(SYSTEM_EVENT_CHECKERS, type);

/** What all leads of a shard are worked with. */
export type ShardWideEvent = Extract<
  SystemEvent,
  { type: 'model' | 'policy' | 'competitors' | 'agent_status' }
>;

export const isOfShard = (event: LeadsEvent): event is ShardWideEvent =>
  event.type === 'model' ||
  event.type === 'policy' ||
  event.type === 'competitors' ||
  event.type === 'agent_status';

const PREBAKE = Buffer.from('"type":"prebake"');

/** Whether an entry asks for actions to be prepared, by its bytes: as Doorstep writes it, which is all that matters. */
export function isPrebakeEntry(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(PREBAKE);
}

export const isSystemEvent = (event: LeadsEvent): event is SystemEvent => isSystemType(event.type);

/**
 * Identity within the lead. Doorstep's own ids live behind a control character, which no inbound id may hold: a
 * provider that happens to number its messages `tick:1` must not silence a tick. Two markets may both be at
 * version 7, so a touch is also named by whose version it is.
 */
function identity(event: LeadsEvent): string {
  if (!isSystemEvent(event)) return event.id;
  const source = event.type === 'market' ? event.facts.source : '';
  return `\u0001${event.type}/${source}/${event.id}`;
}
