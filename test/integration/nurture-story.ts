/** Two brokerages' nurturing, small enough to count by hand; and a way to put it into ClickHouse. */
import type { Clickhouse } from '../../infra/clickhouse/connect.ts';
import { insertBatch } from '../../infra/clickhouse/insert.ts';
import type { SinkBatch, SinkEntry, SinkStream } from '../../infra/redis/sink-log.ts';
import {
  approvalRequest,
  change,
  decision,
  escalation,
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
export const putEvents = (clickhouse: Clickhouse, events: readonly object[]) =>
  insertBatch(clickhouse, batchOf('events', 'event', events), false);

const whose = (tenant: string, lead: string, id = 'n1', at = NOON): Whose => ({ tenant, lead, id, at });

/** What main does: leads t1…t5 are treated, t6 since lately, h1 and h2 held out. */
export function mainRecords(now: number): object[] {
  const of = (lead: string, id?: string, at?: number) => whose('main', lead, id, at);
  const declined = { change: 'approval', to: 'declined', by: 'ann', why: 'not now', action: 'n1' };
  return [
    ...['t1', 't2', 't3', 't4'].map((lead) => decision(of(lead), STRATEGY[lead])),
    decision(of('t5'), { ...NOTHING, refused: [{ rule: 'frequency-cap', why: '2 of 2 this week' }] }),
    ...['h1', 'h2'].map((lead) => decision(of(lead), { ...NOTHING, ...HELD_OUT })),
    // The share shrank later: h2 stays what it was first assigned to.
    decision(of('h2', 'n2', NOON + 3 * DAY), { ...NOTHING, refused: [] }),
    // Not followed for long enough.
    decision(of('t6', 'n1', now - 80 * DAY), { ...NOTHING, refused: [] }),

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
    change(of('t3', 'd1', NOON + MINUTE), { to: 'deferred', action: 'n1' }),

    approvalRequest(of('t2')),
    change(of('t2', 'a1', NOON + 30 * MINUTE), { ...declined, to: 'approved' }),
    approvalRequest(of('t5')),
    change(of('t5', 'a1', NOON + 10 * MINUTE), declined),
    approvalRequest(of('t6')), // nobody answered within its day
    approvalRequest(of('t3', 'n3', now - 15 * MINUTE)),

    escalation(of('t1', 'e1', NOON + HOUR)),
    escalation(of('t1', 'e1', NOON + 2 * HOUR), { level: 2 }),
    change(of('t1', 'x1', NOON + 2.5 * HOUR), { change: 'takeover', to: 'with_person', by: 'ann', why: '' }),
    escalation(of('t2', 'e1', NOON + HOUR)),
    escalation(of('t3', 'e1', now - 10 * MINUTE), { reason: 'offer' }),
  ];
}

const NOTHING = { action: 'none', channel: undefined, strategy: 'none', delay: 'now' } as const;
const HELD_OUT = { holdout: true, refused: [{ rule: 'holdout' as const, why: 'Held out' }] };
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
    says('t2', NOON + HOUR + 10 * MINUTE, 'agent'),
  ];
}

/** Another brokerage, with a lead of the same name. */
export const otherRecords = (): object[] => {
  const of = (id: string, at = NOON) => whose('north-star', 't1', id, at);
  return [
    ...[decision(of('n1')), order(of('n1')), receipt(of('n1'), { approver: 'bob' })],
    ...[outcome(of('n1'), { result: 'silent' }), escalation(of('e1')), approvalRequest(of('n1'))],
    change(of('d1'), { action: 'n1', to: 'sent' }),
  ];
};
