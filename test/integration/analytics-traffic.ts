/** Traffic of invented leads as the runtime would leave it on the streams: events, insights with deltas, and the rest. */
import type { RedisClient } from '../../infra/redis/connect.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { oneOfEachKind } from './made-up-competition-records.ts';
import { oneOfEach } from './made-up-nurture.ts';

export const SHARDS = { leads: 4, market: 2 };
export const TENANTS = ['main', 'north-star'] as const;

const INTENTS = ['showing_request', 'price_question', 'opt_out', 'financing'];
const SEGMENTS = ['first_time_buyer', 'investor', 'relocating_family'];
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Event `n` (from 1) of a lead: a profile, then messages to and fro, a showing, and an outcome for every third lead. */
function eventOf(lead: number, n: number, last: number, now: number) {
  const at = now - (last - n) * 7 * MINUTE - lead * MINUTE;
  const common = { id: `e${n}`, tenant: TENANTS[lead % 2], lead: `lead ${lead}`, at };
  if (n === 1) return { ...common, type: 'profile', source: ['zillow', 'referral'][lead % 2], agent: 'ann' };
  if (n === last && lead % 3 === 0)
    return { ...common, type: 'outcome', result: lead % 2 ? 'lost' : 'converted' };
  if (n === 4) return { ...common, type: 'activity', activity: 'showing_booked', ref: `listing-${lead}` };
  const from = n % 2 ? 'agent' : 'lead';
  return {
    ...common,
    type: 'message',
    from,
    channel: ['sms', 'email'][lead % 2],
    text: `message ${n}`,
    agent: 'ann',
  };
}

/** The first insight of a lead carries everything; later ones what changed: the forecast twice in three, the segment once in four. */
function insightOf(event: ReturnType<typeof eventOf>, lead: number, seq: number) {
  const forecast = {
    kind: 'date',
    pConvert: ((lead * 7 + seq * 3) % 100) / 100,
    expectedConversionDate: new Date(event.at + 30 * 1440 * MINUTE).toISOString(),
    medianDays: 30 + seq,
    quantileDays: { q05: 3, q10: 5, q25: 10, q75: 50, q90: 90, q95: 120 },
    confidenceInterval: [
      new Date(event.at).toISOString(),
      new Date(event.at + 60 * 1440 * MINUTE).toISOString(),
    ],
    intervalLevel: 0.9,
  };
  const profile = {
    primaryMicrosegment: SEGMENTS[(lead + Math.floor(seq / 4)) % SEGMENTS.length],
    confidenceScore: 0.6,
    secondarySegments: [{ id: SEGMENTS[(lead + 1) % SEGMENTS.length], p: 0.2 }],
  };
  const nurture = { stage: 'new', holdout: lead % 5 === 0 };
  return {
    ...{ v: 1, tenant: event.tenant, lead: event.lead, seq, event: event.id },
    cause: { kind: event.type, id: event.id },
    at: new Date(event.at).toISOString(),
    happening: { ...event, id: undefined, tenant: undefined },
    ...(event.type === 'message' && seq === 6 && { optOut: { scope: 'channel', channels: ['sms'], p: 0.9 } }),
    intents: event.type === 'message' ? [{ id: INTENTS[(lead + seq) % INTENTS.length], p: 0.8 }] : [],
    entities: [{ kind: 'money', text: '$500k', value: 500_000 }],
    insightDelta: {
      messages: seq,
      attention: (seq % 10) / 10,
      ...(seq === 1 ? { status: 'open', contact: { agent: 'ann' }, forecast, profile, nurture } : {}),
      ...(seq % 3 ? { forecast: seq === 1 ? forecast : { pConvert: forecast.pConvert } } : {}),
      ...(seq % 4 ? {} : { profile }),
    },
    processingTimeMs: 2 + (seq % 5),
    stages: { text: 0.5, score: 1.5 },
  };
}

/** Puts the events `first`…`last` of each lead, and what came of them, on the streams. */
export async function writeTraffic(
  client: RedisClient,
  { leads = 30, first = 1, last = 8 }: { leads?: number; first?: number; last?: number } = {},
): Promise<void> {
  const now = Date.now();
  const writes: Promise<unknown>[] = [];
  const add = (key: string, field: string, body: object) =>
    client.xadd(key, '*', field, JSON.stringify(body));
  for (let n = first; n <= last; n++) {
    for (let lead = 0; lead < leads; lead++) {
      const event = eventOf(lead, n, last, now);
      const keys = shardKeys('leads', shardOf(leadKey(event.tenant!, event.lead), SHARDS.leads));
      writes.push(add(keys.events, 'event', event), add(keys.insights, 'insight', insightOf(event, lead, n)));
      if (n !== 2) continue;
      const whose = { id: 'n2', tenant: event.tenant!, lead: event.lead, at: event.at };
      writes.push(...oneOfEach(whose).map((record) => add(keys.actions, 'body', record)));
      // Long enough ago that what was foretold can be judged.
      const long = { ...whose, at: event.at - 20 * DAY };
      writes.push(...oneOfEachKind(long).map((record) => add(keys.alerts, 'body', record)));
      if (lead % 5 === 0) writes.push(client.xadd(keys.dead, '*', ...deadLetter(event)));
    }
  }
  for (let lead = 0; lead < leads; lead++) {
    const key = shardKeys('market', lead % SHARDS.market).events;
    const index = { inventory: 100, medianPrice: 450_000, daysOnMarket: 20, mortgageRate: 6.5 };
    const common = { at: now, seq: lead, area: 'Austin' };
    const listing = { listing: `listing-${lead}`, change: 'new', price: 400_000 + lead };
    for (const [id, more] of Object.entries({
      m: { type: 'index', ...index },
      l: { type: 'listing', ...listing },
      c: { type: 'competitor', agent: 'Harbor Homes', change: 'open_house' },
    })) {
      writes.push(add(key, 'event', { id: `${id}${first}-${lead}`, ...common, ...more }));
    }
  }
  await Promise.all(writes);
}

const deadLetter = (event: object) => [
  ...['reason', 'text: is missing. Add "text"', 'step', 'decode'],
  ...['event', JSON.stringify(event), 'entry', '1-1'],
];
