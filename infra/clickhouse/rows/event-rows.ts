/** Rows of the logs: lead events, market events, dead letters. */

import type { Space } from '../../../schemas/shards.ts';
import type { SinkEntry } from '../../redis/sink-log.ts';
import { eventTime, integer, number, origin, parsed, type Row, rawText, tenantOf, text } from './values.ts';

/** `events`: any entry of a lead shard's log, readable or not. */
export function eventRow({ shard, id: entry, fields }: SinkEntry): Row {
  const raw = rawText(fields.event);
  const event = parsed(raw);
  const from = origin(shard, entry);
  return {
    tenant: tenantOf(event),
    lead: text(event?.lead),
    id: text(event?.id) || `${shard}/${entry}`,
    type: text(event?.type) || 'invalid',
    at: eventTime(event?.at, from.received),
    sender: text(event?.from),
    channel: text(event?.channel),
    activity: text(event?.activity),
    ref: text(event?.ref),
    agent: text(event?.agent),
    source: text(event?.source),
    area: text(event?.area),
    budget: number(event?.budget),
    result: text(event?.result),
    reason: text(event?.reason),
    characters: typeof event?.text === 'string' ? event.text.length : 0,
    raw,
    ...from,
  };
}

/** `market_events`: any entry of a market shard's log. */
export function marketEventRow({ shard, id: entry, fields }: SinkEntry): Row {
  const raw = rawText(fields.event);
  const event = parsed(raw);
  const from = origin(shard, entry);
  return {
    tenant: tenantOf(event),
    id: text(event?.id) || `${shard}/${entry}`,
    type: text(event?.type) || 'invalid',
    at: eventTime(event?.at, from.received),
    seq: integer(event?.seq),
    area: text(event?.area),
    listing: text(event?.listing),
    change: text(event?.change),
    status: text(event?.status),
    agent: text(event?.agent),
    lead: text(event?.lead),
    price: number(event?.price),
    inventory: number(event?.inventory),
    medianPrice: number(event?.medianPrice),
    daysOnMarket: number(event?.daysOnMarket),
    mortgageRate: number(event?.mortgageRate),
    raw,
    ...from,
  };
}

/** `dead_letters`: whose it was is read from the original, as far as it can be. */
export function deadLetterRow(space: Space, { shard, id: entry, fields }: SinkEntry): Row {
  const raw = rawText(fields.event);
  const event = parsed(raw);
  return {
    space,
    tenant: tenantOf(event),
    lead: text(event?.lead),
    step: text(rawText(fields.step)),
    reason: text(rawText(fields.reason)),
    source: text(rawText(fields.entry)),
    raw,
    ...origin(shard, entry),
  };
}
