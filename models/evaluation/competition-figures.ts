/** What the whole engine made of a simulated world with rivals: alerts held against what was planted, and against losses. */
import type { CompetitionRecord, CompetitiveAlert, ThreatLevel } from '../../schemas/competition.ts';
import { THREAT_LEVELS } from '../../schemas/competition.ts';
import { DAY, HOUR, START } from '../simulator/calendar.ts';
import type { Planted } from '../simulator/rivals/plants.ts';
import type { RivalTruth } from '../simulator/rivals/rival-lead.ts';
import { THREAT_DAYS } from '../simulator/rivals/settings.ts';
import { tracesOf } from '../threat/alarms.ts';
import { type CalibrationBin, calibrationBins, meanOf } from '../threat/figures.ts';

/** Timers of competitive checks, as they fired. */
export interface Checks {
  fired: number;
  /** Fired more than once for one generation. */
  twice: number;
  /** Due before the end, and never fired. */
  lost: number;
}

export interface CompetitionRun {
  leads: number;
  days: number;
  seed: number;
  truth: readonly RivalTruth[];
  planted: readonly Planted[];
  /** In the order they were said. */
  records: readonly CompetitionRecord[];
  checks: Checks;
  /** Entries worked on all logs, and those that became dead letters. */
  entries: number;
  dead: number;
}

export interface PlantedShare {
  of: number;
  alerted: number;
  critical: number;
}

export interface CompetitionFigures {
  simulated: true;
  leads: number;
  days: number;
  seed: number;
  /** Of planted critical events: an alert of this level within the hour, or one open already. By kind, decoys apart. */
  planted: { all: PlantedShare; byKind: Record<string, PlantedShare>; decoys: PlantedShare };
  /** Critical alerts raised of leads that nothing planted and no loss to a competitor within 14 days accounts for. */
  falseCriticals: { count: number; per100LeadsAWeek: number };
  warning: { losses: number; withoutTrace: number; traced: number; warned: number };
  /** Of threats as they were said of leads that were open. */
  calibration: { said: number; rate: number; bins: CalibrationBin[] };
  alerts: { raised: number; leads: number; mostOfALead: number; mostInADay: number };
  records: Record<Exclude<CompetitionRecord['kind'], 'notice'>, number>;
  checks: Checks;
  entries: number;
  dead: number;
}

/** Time in which an alert must come, beside those that stand open. */
const WITHIN = HOUR;
/** What was planted accounts for alerts of so long after it. */
const ACCOUNTS = THREAT_DAYS * DAY;

const timeOf = ({ at }: { at: string | number }): number => (typeof at === 'number' ? at : Date.parse(at));
const atLeast = (level: ThreatLevel, least: ThreatLevel): boolean =>
  THREAT_LEVELS.indexOf(level) >= THREAT_LEVELS.indexOf(least);

function byLead<T extends { lead: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(item.lead, [...(groups.get(item.lead) ?? []), item]);
  return groups;
}

/** Whether an alert of at least this level was raised or grew within the hour, or stood open at that time. */
function alertedAt(alerts: readonly CompetitiveAlert[], at: number, least: ThreatLevel): boolean {
  const open = new Map<string, CompetitiveAlert>();
  for (const alert of alerts) {
    const then = timeOf(alert);
    if (then > at + WITHIN) break;
    const raises = alert.step === 'raised' || alert.step === 'grown' || alert.step === 'escalated';
    if (then >= at && raises && atLeast(alert.level, least)) return true;
    if (alert.step === 'closed') open.delete(alert.id);
    else open.set(alert.id, alert);
  }
  return [...open.values()].some(({ level }) => atLeast(level, least));
}

function plantedShare(
  plants: readonly Planted[],
  alerts: ReadonlyMap<string, CompetitiveAlert[]>,
): PlantedShare {
  const count = (least: ThreatLevel) =>
    plants.filter(({ lead, at }) => alertedAt(alerts.get(lead) ?? [], at, least)).length;
  return { of: plants.length, alerted: count('high'), critical: count('critical') };
}

function isFalse(
  { lead, ...alert }: CompetitiveAlert,
  truth: ReadonlyMap<string, RivalTruth>,
  planted: ReadonlyMap<string, Planted[]>,
): boolean {
  const at = timeOf(alert);
  const accounted = (planted.get(lead) ?? []).some(
    (own) => own.must && own.at <= at + WITHIN && at <= own.at + ACCOUNTS,
  );
  const lostAt = truth.get(lead)?.lostAt ?? null;
  return !accounted && (lostAt === null || at < lostAt - THREAT_DAYS * DAY);
}

/** Days of open leads, within the days played. */
function openDays(truth: readonly RivalTruth[], days: number): number {
  return truth.reduce(
    (sum, { arrivedDay, endedDay }) => sum + Math.max(0, Math.min(days, endedDay) - arrivedDay),
    0,
  );
}

function warnings({ truth, records, days }: CompetitionRun): CompetitionFigures['warning'] {
  const levels = byLead(records.filter((record) => record.kind === 'threat' || record.kind === 'alert'));
  const lost = truth.filter(({ lostAt }) => lostAt !== null && lostAt < START + days * DAY);
  const traced = lost.filter((own) => tracesOf(own).length > 0);
  const warned = traced.filter((own) => {
    const [first] = tracesOf(own);
    return (levels.get(own.lead) ?? []).some((record) => {
      const at = timeOf(record);
      return at >= first!.at - DAY && at <= own.lostAt! - DAY && atLeast(record.level, 'high');
    });
  });
  const withoutTrace = (lost.length - traced.length) / lost.length;
  return { losses: lost.length, withoutTrace, traced: traced.length, warned: warned.length / traced.length };
}

function calibration({ records, truth, days }: CompetitionRun): CompetitionFigures['calibration'] {
  const known = new Map(truth.map((own) => [own.lead, own]));
  const seenUntil = START + (days - THREAT_DAYS) * DAY;
  const said = records.flatMap((record) => {
    const own = known.get(record.lead);
    const at = timeOf(record);
    if (record.kind !== 'threat' || !own || at >= seenUntil) return [];
    const ended = own.lostAt ?? START + (own.endedDay + 1) * DAY;
    if (at >= ended) return [];
    return [{ p: record.p, lost: own.lostAt !== null && own.lostAt <= at + THREAT_DAYS * DAY ? 1 : 0 }];
  });
  const [p, lost] = [said.map((one) => one.p), said.map((one) => one.lost)];
  return { said: said.length, rate: meanOf(lost), bins: calibrationBins(p, lost) };
}

function storms(alerts: readonly CompetitiveAlert[]): CompetitionFigures['alerts'] {
  const raised = alerts.filter(({ step }) => step === 'raised');
  const most = (groups: Iterable<unknown[]>) => Math.max(0, ...[...groups].map(({ length }) => length));
  const own = byLead(raised);
  const inADay = byLead(
    raised.map((alert) => ({ lead: `${alert.lead} ${Math.floor(timeOf(alert) / DAY)}` })),
  );
  return {
    raised: raised.length,
    leads: own.size,
    mostOfALead: most(own.values()),
    mostInADay: most(inADay.values()),
  };
}

export function competitionFigures(run: CompetitionRun): CompetitionFigures {
  const { leads, days, seed, truth, records, checks, entries, dead } = run;
  const alerts = records.filter((record) => record.kind === 'alert');
  const ofLead = byLead(alerts);
  const end = START + days * DAY;
  const planted = run.planted.filter(({ at }) => at < end);
  const due = planted.filter(({ must }) => must);
  const kinds = [...new Set(due.map(({ kind }) => kind))].sort();
  const known = new Map(truth.map((own) => [own.lead, own]));
  const wrong = alerts.filter(
    (alert) =>
      (alert.step === 'raised' || alert.step === 'grown') &&
      alert.level === 'critical' &&
      isFalse(alert, known, byLead(planted)),
  );
  const count = (kind: CompetitionRecord['kind']) => records.filter((record) => record.kind === kind).length;
  return {
    ...{ simulated: true, leads, days, seed, checks, entries, dead },
    planted: {
      all: plantedShare(due, ofLead),
      byKind: Object.fromEntries(
        kinds.map((kind) => [
          kind,
          plantedShare(
            due.filter((own) => own.kind === kind),
            ofLead,
          ),
        ]),
      ),
      decoys: plantedShare(
        planted.filter(({ must }) => !must),
        ofLead,
      ),
    },
    falseCriticals: {
      count: wrong.length,
      per100LeadsAWeek: (100 * wrong.length) / (openDays(truth, days) / 7),
    },
    warning: warnings(run),
    calibration: calibration(run),
    alerts: storms(alerts),
    records: {
      alert: alerts.length,
      mention: count('mention'),
      signal: count('signal'),
      threat: count('threat'),
      result: count('result'),
    },
  };
}
