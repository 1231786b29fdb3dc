/** Rows of competition: everything on the alerts stream, told apart by its kind. */
import type {
  CompetitionRecord,
  CompetitiveAlert,
  MentionRecord,
  NoticeRecord,
  ResultRecord,
  SignalRecord,
  ThreatRecord,
} from '../../../schemas/competition.ts';
import { isCompetitionRecord } from '../../../schemas/competition-checks.ts';
import type { SinkEntry } from '../../redis/sink-log.ts';
import { count, eventTime, origin, parsed, type Row, rawText, tenantOf, text, time } from './values.ts';

export const COMPETITION_TABLES = [
  'competitor_mentions',
  'competition_signals',
  'threat_levels',
  'alert_steps',
  'competition_results',
  'alert_notices',
] as const;
export type CompetitionTable = (typeof COMPETITION_TABLES)[number];

/** One entry: its row of `alerts`, and one in the table of its kind where it is what that kind should be. */
export function competitionRows({ shard, id: entry, fields }: SinkEntry): {
  alert: Row;
  record: { table: CompetitionTable; row: Row } | null;
} {
  const body = rawText(fields.body);
  const value = parsed(body);
  const from = origin(shard, entry);
  const record = value && isCompetitionRecord(value) ? value : null;
  const key = {
    tenant: tenantOf(value),
    lead: text(value?.lead),
    id: text(value?.id),
    at: eventTime(value?.at, from.received),
    ...from,
  };
  return {
    alert: { kind: record?.kind ?? 'invalid', body, ...key },
    record: record && withKey(typedRow(record, text(rawText(fields.agent))), key),
  };
}

interface TypedRow {
  table: CompetitionTable;
  row: Row;
}

const withKey = ({ table, row }: TypedRow, key: Row): TypedRow => ({ table, row: Object.assign(row, key) });

function typedRow(record: CompetitionRecord, agent: string): TypedRow {
  switch (record.kind) {
    case 'mention':
      return { table: 'competitor_mentions', row: mentionColumns(record) };
    case 'signal':
      return { table: 'competition_signals', row: signalColumns(record) };
    case 'threat':
      return { table: 'threat_levels', row: threatColumns(record) };
    case 'alert':
      return { table: 'alert_steps', row: stepColumns(record, agent) };
    case 'result':
      return { table: 'competition_results', row: resultColumns(record) };
    case 'notice':
      return { table: 'alert_notices', row: noticeColumns(record) };
  }
}

/** As market shards know areas, so that both can be joined. */
const areaOf = (area: string): string => text(area).trim().toLowerCase();

function mentionColumns({ event, mention }: MentionRecord): Row {
  const { competitor, kind, name, stance, p, switching, quote } = mention;
  return {
    event: text(event),
    competitor: text(competitor ?? name.toLowerCase()),
    known: competitor !== undefined,
    competitorKind: kind,
    name: text(name),
    ...{ stance, p, switching },
    quote: text(quote),
  };
}

const signalColumns = ({ area, signal }: SignalRecord): Row => ({
  area: areaOf(area),
  cause: text(signal.id),
  monitor: signal.monitor,
  signal: text(signal.kind),
  text: text(signal.text),
  source: text(signal.source),
  expiresAt: time(signal.expiresAt) ?? 0,
  competitor: text(signal.competitor),
  listing: text(signal.listing),
});

const threatColumns = ({ level, from, p, valueAtRisk, model }: ThreatRecord): Row => ({
  ...{ level, fromLevel: from, p, valueAtRisk, model: text(model) },
});

const MOST_RAISED = 255;

const stepColumns = (alert: CompetitiveAlert, agent: string): Row => ({
  seq: count(alert.seq),
  step: alert.step,
  level: alert.level,
  cause: text(alert.cause),
  agent,
  competitor: text(alert.competitor),
  p: alert.p,
  valueAtRisk: alert.valueAtRisk,
  dueAt: time(alert.dueAt) ?? 0,
  raised: Math.min(MOST_RAISED, alert.raised),
  by: text(alert.by),
  text: text(alert.text),
});

const resultColumns = ({ competitor, result, area, segment, p, warnedAt }: ResultRecord): Row => ({
  competitor: text(competitor),
  result,
  area: areaOf(area),
  segment: text(segment),
  p,
  warnedAt: time(warnedAt),
});

const noticeColumns = ({ alert, raised, audience, channel, status, detail }: NoticeRecord): Row => ({
  alert: text(alert),
  raised: Math.min(MOST_RAISED, raised),
  ...{ audience, channel, status },
  detail: text(detail),
});
