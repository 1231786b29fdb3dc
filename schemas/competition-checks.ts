/** Whether a value is a record of the alerts stream: it has the shape of its kind. */
import {
  type CompetitionRecord,
  CompetitiveAlert,
  MentionRecord,
  NoticeRecord,
  ResultRecord,
  SignalRecord,
  ThreatRecord,
} from './competition.ts';
import { type Checker, checker } from './words.ts';

const CHECKERS: Record<CompetitionRecord['kind'], Checker<unknown>> = {
  alert: checker(CompetitiveAlert),
  mention: checker(MentionRecord),
  signal: checker(SignalRecord),
  threat: checker(ThreatRecord),
  result: checker(ResultRecord),
  notice: checker(NoticeRecord),
};

export function isCompetitionRecord(value: object): value is CompetitionRecord {
  const { kind } = value as { kind?: unknown };
  if (typeof kind !== 'string' || !Object.hasOwn(CHECKERS, kind)) return false;
  return CHECKERS[kind as CompetitionRecord['kind']].is(value);
}
