/** Checks one inbound event; the gateway and the shard's log give the same answers, because both ask here. */

import { zoneOffset } from '../models/features/zone-offset.ts';
import {
  LEAD_EVENT_CHECKERS,
  type LeadEvent,
  type LeadEventType,
  MAX_TEXT_BYTES,
} from '../schemas/lead-event.ts';
import { eventTime } from './event-time.ts';
import { brokenField, DEFAULT_TENANT, isRecord, type Receipt, type Received, refuse } from './receipt.ts';

export type ReceivedLeadEvent = Received<LeadEvent>;

const TYPES = Object.keys(LEAD_EVENT_CHECKERS);
const isLeadEventType = (type: unknown): type is LeadEventType =>
  typeof type === 'string' && TYPES.includes(type);

/**
 * @param value parsed JSON
 * @param now epoch ms of receipt; `at` is believed from 5 years before to 24 hours after it
 */
export function receiveLeadEvent(value: unknown, now: number): Receipt<ReceivedLeadEvent> {
  if (!isRecord(value)) return refuse('(root)', 'is not an object', 'Send one JSON object per event');
  if (!isLeadEventType(value.type)) {
    return refuse('type', 'is not a known event type', `Use one of: ${TYPES.join(', ')}`);
  }
  if (tooLong(value.text)) {
    return refuse('text', `is longer than ${MAX_TEXT_BYTES} bytes`, 'Shorten it, or send it in parts');
  }
  const problem = LEAD_EVENT_CHECKERS[value.type].check(value);
  if (problem) return { ok: false, problem };
  const broken = brokenField(value);
  if (broken) return refuse(broken, 'holds half of a surrogate pair', 'Send well-formed Unicode');
  return accept(value as unknown as LeadEvent, now);
}

function accept(event: LeadEvent, now: number): Receipt<ReceivedLeadEvent> {
  const at = eventTime(event.at, now);
  if (typeof at !== 'number') return { ok: false, problem: at };
  if (
    event.type === 'profile' &&
    event.timezone !== undefined &&
    zoneOffset(event.timezone, at) === undefined
  ) {
    return refuse('timezone', 'is not an IANA time zone', 'Use a name such as America/New_York');
  }
  return { ok: true, event: { ...event, at, tenant: event.tenant ?? DEFAULT_TENANT } };
}

function tooLong(text: unknown): boolean {
  if (typeof text !== 'string' || text.length * 3 <= MAX_TEXT_BYTES) return false;
  return text.length > MAX_TEXT_BYTES || new TextEncoder().encode(text).length > MAX_TEXT_BYTES;
}
