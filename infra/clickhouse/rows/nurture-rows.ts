/** Rows of what Doorstep decided and did about a lead: everything on the actions stream, told apart by its kind. */
import type {
  ActionReceipt,
  ApprovalRequest,
  DecisionOutcome,
  Escalation,
  NurtureChange,
  NurtureDecision,
  NurtureRecord,
  SendOrder,
} from '../../../schemas/nurture.ts';
import { isNurtureRecord } from '../../../schemas/nurture-checks.ts';
import type { SinkEntry } from '../../redis/sink-log.ts';
import { count, eventTime, origin, parsed, type Row, rawText, tenantOf, text, time } from './values.ts';

export const NURTURE_TABLES = [
  'nurture_decisions',
  'nurture_orders',
  'nurture_approvals',
  'nurture_receipts',
  'nurture_escalations',
  'nurture_outcomes',
  'nurture_changes',
] as const;
export type NurtureTable = (typeof NURTURE_TABLES)[number];

/** One entry: its row of `actions`, and one in the table of its kind where it is what that kind should be. */
export function actionRows({ shard, id: entry, fields }: SinkEntry): {
  action: Row;
  record: { table: NurtureTable; row: Row } | null;
} {
  const body = rawText(fields.body);
  const value = parsed(body);
  const from = origin(shard, entry);
  const record = value && isNurtureRecord(value) ? value : null;
  const key = {
    tenant: tenantOf(value),
    lead: text(value?.lead),
    id: text(value?.id),
    at: eventTime(value?.at, from.received),
    ...from,
  };
  return {
    action: { kind: record?.kind ?? 'invalid', body, ...key },
    record: record && withKey(typedRow(record), key),
  };
}

const withKey = ({ table, row }: TypedRow, key: Row): TypedRow => ({ table, row: Object.assign(row, key) });

interface TypedRow {
  table: NurtureTable;
  row: Row;
}

function typedRow(record: NurtureRecord): TypedRow {
  switch (record.kind) {
    case 'decision':
      return { table: 'nurture_decisions', row: decisionColumns(record) };
    case 'send':
      return { table: 'nurture_orders', row: orderColumns(record) };
    case 'approval_request':
      return { table: 'nurture_approvals', row: approvalColumns(record) };
    case 'receipt':
      return { table: 'nurture_receipts', row: receiptColumns(record) };
    case 'escalation':
      return { table: 'nurture_escalations', row: escalationColumns(record) };
    case 'outcome':
      return { table: 'nurture_outcomes', row: outcomeColumns(record) };
    case 'change':
      return { table: 'nurture_changes', row: changeColumns(record) };
  }
}

function decisionColumns(decision: NurtureDecision): Row {
  const { action, strategy, delay, autonomy, policyVersion, mode, why, refused } = decision;
  return {
    action: text(action),
    channel: decision.channel ?? 'none',
    strategy: text(strategy),
    delay: text(delay),
    play: text(decision.play),
    contentHash: text(decision.contentHash),
    expectedResponseRate: decision.content?.expectedResponseRate ?? null,
    autonomy,
    holdout: decision.holdout,
    propensity: decision.propensity,
    policyVersion: text(policyVersion),
    mode: text(mode),
    generation: count(decision.generation),
    context: decision.context,
    arms: decision.arms.map(text),
    refused: refused.map(({ rule }) => rule),
    refusedWhy: refused.map((refusal) => text(refusal.why)),
    why: text(why),
  };
}

const orderColumns = (order: SendOrder): Row => ({
  decision: text(order.decision),
  channel: order.channel,
  type: order.type,
  purpose: order.purpose,
  contentHash: text(order.contentHash),
  campaign: text(order.campaign),
  template: text(order.template),
  generation: count(order.generation),
});

/** A deadline that cannot be read has been missed. */
const approvalColumns = (request: ApprovalRequest): Row => ({
  action: request.action,
  channel: request.channel,
  contentHash: text(request.contentHash),
  expiresAt: time(request.expiresAt) ?? 0,
  expectedResponseRate: request.content.expectedResponseRate,
  reason: text(request.reason),
});

function receiptColumns(receipt: ActionReceipt): Row {
  const { consent, location, fairHousing } = receipt;
  return {
    action: text(receipt.action),
    channel: receipt.channel,
    purpose: receipt.purpose,
    basis: consent.basis,
    consentText: consent.text ?? '', // whole: it is the evidence
    consentSource: text(consent.source),
    consentSince: time(consent.since),
    evidence: text(location.evidence),
    zones: location.zones.map(text),
    states: location.states.map(text),
    localTimes: location.localTimes.map(text),
    rules: texts(receipt.rules),
    caps: texts(receipt.caps),
    campaign: text(receipt.campaign),
    contentHash: text(receipt.contentHash),
    fairHousingP: fairHousing.p,
    fairHousingClass: text(fairHousing.class),
    approver: text(receipt.approver),
    models: texts(receipt.models),
  };
}

const texts = (record: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [text(name), text(value)]));

const MOST_LEVEL = 255;

const escalationColumns = (escalation: Escalation): Row => ({
  level: Math.min(MOST_LEVEL, escalation.level),
  reason: escalation.reason,
  p: escalation.p,
  dueAt: time(escalation.dueAt) ?? 0,
});

const outcomeColumns = (outcome: DecisionOutcome): Row => ({
  decision: text(outcome.decision),
  reward: outcome.reward,
  result: text(outcome.result),
});

const changeColumns = (change: NurtureChange): Row => ({
  change: text(change.change),
  fromState: text(change.from),
  toState: text(change.to),
  by: text(change.by),
  why: text(change.why),
  action: text(change.action),
});
