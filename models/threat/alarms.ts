/** What the levels would have said of a world's leads, day by day, and how early: for thresholds, and for figures. */
import { THREAT_LEVELS, type ThreatLevel } from '../../schemas/competition.ts';
import { DAY, START } from '../simulator/calendar.ts';
import type { RivalTruth } from '../simulator/rivals/rival-lead.ts';
import { THREAT_DAYS } from '../simulator/rivals/settings.ts';
import { type ThreatThresholds, threatLevel } from './level.ts';
import type { ThreatRow } from './world-rows.ts';

export interface LevelDay {
  day: number;
  level: ThreatLevel;
}

/** Levels of each lead by its looks, in order of day. @param p one for each row */
export function levelDays(
  rows: readonly ThreatRow[],
  p: ArrayLike<number>,
  thresholds: ThreatThresholds,
): Map<number, LevelDay[]> {
  const byLead = new Map<number, LevelDay[]>();
  rows.forEach(({ look, commission, gravest }, i) => {
    const days = byLead.get(look.lead) ?? [];
    const before = days.at(-1)?.level ?? 'none';
    const said = gravest >= thresholds.grave;
    const level = said
      ? 'critical'
      : threatLevel(thresholds, { p: p[i]!, valueAtRisk: p[i]! * commission }, before);
    days.push({ day: look.day, level });
    byLead.set(look.lead, days);
  });
  return byLead;
}

export interface AlarmFigures {
  /** Losses to a competitor, and the share of them that let on nothing a day or more before. */
  losses: number;
  withoutTrace: number;
  /** Of losses with a trace: at `high` or above a day or more before, since the first trace; and still so on that day. */
  warned: number;
  standing: number;
  /** Rises to `critical` of leads that are not lost to a competitor within 14 days, per 100 open leads a week. */
  falseCriticals: number;
  criticals: number;
  /** Shares of days of open leads. */
  days: Record<ThreatLevel, number>;
}

const atLeast = (level: ThreatLevel, least: ThreatLevel): boolean =>
  THREAT_LEVELS.indexOf(level) >= THREAT_LEVELS.indexOf(least);

/** What a loss let on a day or more before it. */
export const tracesOf = ({ traces, lostAt }: RivalTruth) =>
  lostAt === null ? [] : traces.filter(({ at }) => at <= lostAt - DAY);

/** @param truth one a lead; losses after the last look are not counted */
export function alarmFigures(
  truth: readonly RivalTruth[],
  levels: ReadonlyMap<number, readonly LevelDay[]>,
  lastDay: number,
): AlarmFigures {
  const counts = { losses: 0, traced: 0, warned: 0, standing: 0, criticals: 0, falsely: 0 };
  const days: Record<ThreatLevel, number> = { none: 0, watch: 0, high: 0, critical: 0 };
  let openDays = 0;
  truth.forEach((own, lead) => {
    const path = levels.get(lead) ?? [];
    const { lostDay } = own;
    path.forEach(({ day, level }, i) => {
      days[level]++;
      openDays++;
      if (level !== 'critical' || path[i - 1]?.level === 'critical') return;
      counts.criticals++;
      if (lostDay === null || lostDay > day + THREAT_DAYS) counts.falsely++;
    });
    if (lostDay === null || lostDay > lastDay) return;
    counts.losses++;
    const [first] = tracesOf(own);
    if (!first) return;
    counts.traced++;
    const since = Math.floor((first.at - START) / DAY) - 1;
    const before = path.filter(({ day }) => day >= since && day <= lostDay - 2);
    if (before.some(({ level }) => atLeast(level, 'high'))) counts.warned++;
    if (atLeast(before.at(-1)?.level ?? 'none', 'high')) counts.standing++;
  });
  const weeks = openDays / 7;
  return {
    losses: counts.losses,
    withoutTrace: (counts.losses - counts.traced) / counts.losses,
    warned: counts.warned / counts.traced,
    standing: counts.standing / counts.traced,
    falseCriticals: (100 * counts.falsely) / weeks,
    criticals: (100 * counts.criticals) / weeks,
    days: {
      none: days.none / openDays,
      watch: days.watch / openDays,
      high: days.high / openDays,
      critical: days.critical / openDays,
    },
  };
}

/** What thresholds are chosen for, on the worlds learned from: somewhat more than what is asked for. */
export const AIMS = { warned: 0.86, falseCriticals: 0.65 } as const;
const STEP = 0.005;
const NEVER = 2;
/** What says less than this is no leaving, however seldom it is wrong. */
const LEAST_GRAVE = 0.7;
/** What says as much is critical, however often it is wrong. */
const MOST_GRAVE = 1.15;

/**
 * The highest `high` that warns of enough losses; the lowest `grave` that takes half of the false alerts aimed for, and
 * the lowest `critical` that takes the rest; `watch` at half of high.
 */
export function chooseThresholds(
  figures: (thresholds: ThreatThresholds) => Pick<AlarmFigures, 'warned' | 'falseCriticals'>,
): ThreatThresholds {
  const of = (high: number, critical: number, grave: number) => ({ watch: high / 2, high, critical, grave });
  let high = 0.3;
  while (high > 0.03 && figures(of(high, NEVER, NEVER)).warned < AIMS.warned) high -= STEP;
  let grave = LEAST_GRAVE;
  while (grave < MOST_GRAVE && figures(of(high, NEVER, grave)).falseCriticals > AIMS.falseCriticals / 2)
    grave += 2 * STEP;
  let critical = Math.max(0.25, high + STEP);
  while (critical < 0.95 && figures(of(high, critical, grave)).falseCriticals > AIMS.falseCriticals)
    critical += 2 * STEP;
  return of(high, critical, grave);
}
