/** Two brokerages' nurturing, small enough to count by hand; and a way to put it into ClickHouse. */
import type { Clickhouse } from '../../infra/clickhouse/connect.ts';
import { insertBatch } from '../../infra/clickhouse/insert.ts';
import type { SinkBatch, SinkEntry, SinkStream } from '../../infra/redis/sink-log.ts';
import {
  approvalRequest,
  change,
  decision,
  escalation,
  firstInsight,
  order,
  outcome,
  receipt,
  type Whose,
} from './made-up-nurture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** 1970-01-05 was a Monday. */
const MONDAY = 4 * DAY;
/** Noon of a Monday, twenty weeks ago or so: what is counted over 90 days is over. */
export const NOON = Math.floor((Date.now() - 20 * WEEK - MONDAY) / WEEK) * WEEK + MONDAY + 12 * HOUR;

let entries = 0;

/** As the sink would read them from shard 0, now. */
export function batchOf(stream: SinkStream, field: string, bodies: readonly object[]): SinkBatch {
  const now = Date.now();
  const ids = bodies.map(() => `${now}-${++entries}`);
  const some = bodies.map(
    (body, i): SinkEntry => ({
      ...{ shard: 0, stream, id: ids[i]! },
      fields: { [field]: Buffer.from(JSON.stringify(body)) },
    }),
  );
  const range = { shard: 0, stream, from: '0-0', to: `${now + 1}-0`, entries: bodies.length };
  return { space: 'leads', id: `${now}/${entries}`, ranges: [range], entries: some };
}

export const putActions = (clickhouse: Clickhouse, records: readonly object[]) =>
  insertBatch(clickhouse, batchOf('actions', 'body', records), false);
export const putInsights = (clickhouse: Clickhouse, insights: readonly object[]) =>
  insertBatch(clickhouse, batchOf('insights', 'insight', insights), false);
export const putEvents = (clickhouse: Clickhouse, events: readonly object[]) =>
  insertBatch(clickhouse, batchOf('events', 'event', events), false);

const whose = (tenant: string, lead: string, id = 'n1', at = NOON): Whose => ({ tenant, lead, id, at });

/** Leads t1…t5 are treated, t6 since lately, h1 and h2 held out; h2 no longer once the share had shrunk. */
export function mainInsights(now: number): object[] {
  const first = (lead: string, holdout: boolean, at = NOON) =>
    firstInsight({ tenant: 'main', lead, id: '', at }, holdout);
  return [
    ...['t1', 't2', 't3', 't4', 't5'].map((lead) => first(lead, false)),
    ...['h1', 'h2'].map((lead) => first(lead, true)),
    { ...first('h2', false, NOON + 3 * DAY), seq: 2 },
    first('t6', false, now - 80 * DAY),
    // There before nurturing was: what it is now says nothing of how it came to be so.
    { ...first('old', true), seq: 40 },
  ];
}

/** What was decided and done about them. */
export function mainRecords(now: number): object[] {
  const of = (lead: string, id?: string, at?: number) => whose('main', lead, id, at);
  return [
    ...['t1', 't2', 't3', 't4'].map((lead) => decision(of(lead), STRATEGY[lead])),
    decision(of('t5'), { ...NOTHING, refused: [{ rule: 'frequency-cap', why: '2 of 2 this week' }] }),
    decision(of('h1'), { ...NOTHING, holdout: true, refused: [{ rule: 'holdout', why: 'Held out' }] }),

    ...['t1', 't2', 't4'].map((lead) => order(of(lead))),
    order(of('t4', 'n2'), { decision: 'n2' }),
    order(of('t3'), { channel: 'email', type: 'check_in', campaign: undefined }),
    receipt(of('t1')),
    receipt(of('t2'), { approver: 'ann' }),
    receipt(of('t4')),
    outcome(of('t1', 'o1', NOON + DAY), { decision: 'n1' }),
    outcome(of('t2'), { result: 'silent', reward: -0.02 }),
    outcome(of('t3'), { result: 'opted_out', reward: -1 }),
    outcome(of('t4'), { result: 'not_sent', reward: 0 }),

    change(of('t1', 'd1', NOON + MINUTE), { to: 'sent', action: 'n1', why: '' }),
    change(of('t1', 'd2', NOON + 2 * MINUTE), { to: 'delivered', action: 'n1', why: '' }),
    change(of('t2', 'd1', NOON + MINUTE), { action: 'n1' }),
    change(of('t4', 'd1', NOON + MINUTE), { to: 'failed', action: 'n1' }),
    change(of('t3', 'd1', NOON + MINUTE), { change: 'order_called_back', to: undefined, action: 'n1' }),

    approvalRequest(of('t2')),
    change(of('t2', 'a1', NOON + 30 * MINUTE), answered('approved')),
    approvalRequest(of('t5')),
    change(of('t5', 'a1', NOON + 10 * MINUTE), answered('declined')),
    approvalRequest(of('t4')),
    change(of('t4', 'a1', NOON + MINUTE), answered('plan_cancelled')),
    approvalRequest(of('t6')), // nobody answered within its day
    approvalRequest(of('t3', 'n3', now - 15 * MINUTE)),

    escalation(of('t1', 'e1:1', NOON + HOUR)),
    escalation(of('t1', 'e1:2', NOON + 2 * HOUR), { level: 2 }),
    met('t1', 2.5 * HOUR, 'escalation_met_late'),
    escalation(of('t2', 'e1:1', NOON + HOUR)),
    met('t2', HOUR + 10 * MINUTE, 'escalation_met'),
    escalation(of('t3', 'e1:1', now - 10 * MINUTE), { reason: 'offer' }),
  ];
}

const answered = (word: string) => ({ change: word, to: undefined, by: 'ann', why: '', action: 'n1' });
const met = (lead: string, after: number, word: string) =>
  change(whose('main', lead, 'x1', NOON + after), { change: word, to: undefined, by: 'ann', action: 'e1' });
const NOTHING = { action: 'none', channel: undefined, strategy: 'none', delay: 'now' } as const;
const STRATEGY: Record<string, object> = { t3: { channel: 'email', strategy: 'check_in' } };

/** t1 and h1 convert, t2 had converted before; t1 and h2 write within 90 days, t3 too late. */
export function mainEvents(): object[] {
  const says = (lead: string, at: number, from = 'lead') => ({
    ...{ id: `m${at}`, tenant: 'main', lead, at, type: 'message', from, channel: 'sms', text: 'hello' },
  });
  const converts = (lead: string, at: number) => ({
    ...{ id: `c${at}`, tenant: 'main', lead, at, type: 'outcome', result: 'converted' },
  });
  return [
    ...[
      converts('t1', NOON + 5 * DAY),
      converts('t2', NOON - DAY),
      converts('h1', NOON + 6 * DAY),
      converts('h2', NOON + 91 * DAY),
    ],
    ...[
      says('t1', NOON - DAY),
      says('t1', NOON + HOUR),
      says('t3', NOON + 91 * DAY),
      says('h2', NOON + 2 * DAY),
    ],
    ...[says('t2', NOON - HOUR), says('t2', NOON + HOUR + 10 * MINUTE, 'agent')],
  ];
}

/** Another brokerage, with a lead of the same name. */
export const otherInsights = (): object[] => [firstInsight(whose('north-star', 't1'), false)];
export const otherRecords = (): object[] => {
  const of = (id: string, at = NOON) => whose('north-star', 't1', id, at);
  return [
    ...[decision(of('n1')), order(of('n1')), receipt(of('n1'), { approver: 'bob' })],
    ...[outcome(of('n1'), { result: 'silent' }), escalation(of('e1')), approvalRequest(of('n1'))],
    change(of('d1'), { action: 'n1', to: 'sent' }),
  ];
};
