/** Examples of the documents; a test checks each against its schema. */
import type { ClientFrame } from '../frames.ts';
import type { LeadEvent } from '../lead-event.ts';
import type { MarketEvent } from '../market-event.ts';

const lead = 'lead 17:a';
const at = '2026-11-25T18:04:05Z';

export const LEAD_EVENT_EXAMPLES = {
  message: {
    ...{ id: 'sms-90211', lead, at, type: 'message', from: 'lead', channel: 'sms' },
    text: 'Could we see the two-bedroom on Elm Street on Saturday?',
  },
  activity: { id: 'view-552', lead, at, type: 'activity', activity: 'listing_view', ref: 'mls-4471' },
  profile: {
    ...{ id: 'crm-17-3', lead, at, type: 'profile', name: 'Ann Lee', agent: 'agent-4' },
    ...{ timezone: 'America/Denver', area: 'Elm Park', budget: 450_000 },
  },
  outcome: { id: 'crm-17-9', lead, at, type: 'outcome', result: 'converted' },
} satisfies Record<string, LeadEvent>;

export const MARKET_EVENT_EXAMPLES = {
  listing: {
    ...{ id: 'mls-4471-6', at, seq: 6, area: 'Elm Park', type: 'listing' },
    ...{ change: 'price', listing: 'mls-4471', price: 429_000, beds: 2, baths: 1 },
  },
  competitor: {
    ...{ id: 'oh-91', at, seq: 91, area: 'Elm Park', type: 'competitor' },
    ...{ agent: 'Harbor Homes', change: 'open_house' },
  },
  index: {
    ...{ id: 'elm-park-2026-48', at, seq: 48, area: 'Elm Park', type: 'index' },
    ...{ inventory: 61, medianPrice: 447_000, daysOnMarket: 23, mortgageRate: 6.4 },
  },
} satisfies Record<string, MarketEvent>;

export const CLIENT_FRAME_EXAMPLES = {
  lead: { type: 'subscribe', id: 'one', topic: { kind: 'lead', lead } },
  options: {
    ...{ type: 'subscribe', id: 'two', topic: { kind: 'lead', lead } },
    options: { updateFrequencyMs: 250, predictionHorizonSeconds: 3600, preemptiveAnalysis: true },
  },
  agent: { type: 'subscribe', id: 'mine', topic: { kind: 'agent', agent: 'agent-4' } },
  alerts: { type: 'subscribe', id: 'my-alerts', topic: { kind: 'alerts', agent: 'agent-4' } },
  recover: {
    ...{ type: 'subscribe', id: 'all', topic: { kind: 'tenant' } },
    recover: { epoch: 'pQ2fWm0kq3Zs8b1A', offset: { '00': '1764093845123-0', '01': '1764093844998-2' } },
  },
  unsubscribe: { type: 'unsubscribe', id: 'one' },
  ping: { type: 'ping' },
} satisfies Record<string, ClientFrame>;

export const ERROR_EXAMPLE = {
  error: {
    code: 'invalid',
    field: 'at',
    message: 'at is more than 24 hours ahead',
    fix: 'Send when it happened, as RFC 3339 or epoch milliseconds (not seconds)',
  },
};
