/** How good a threat is on a world it had not seen: beside simple rules and beside what knows every latent. */
import type { RivalTruth } from '../simulator/rivals/rival-lead.ts';
import { THREAT_DAYS } from '../simulator/rivals/settings.ts';
import { type AlarmFigures, alarmFigures, levelDays } from './alarms.ts';
import type { ThreatThresholds } from './level.ts';
import type { ThreatRow } from './world-rows.ts';

export interface CalibrationBin {
  rows: number;
  forecast: number;
  observed: number;
}

export interface ThreatFigures {
  leads: number;
  /** Ends of days of open leads that were looked at, and the share lost to a competitor within 14 days. */
  looks: number;
  rate: number;
  /** Brier scores, all on the same looks: those of every {@link ORACLE_EVERY}th that the oracle was asked about. */
  brier: { ours: number; forest: number; mentioned: number; rate: number; oracle: number };
  /** Of a look at a lead that will be lost being ranked above one that will not. */
  auc: { ours: number; forest: number; mentioned: number; oracle: number };
  calibration: CalibrationBin[];
  alarms: AlarmFigures;
}

/** The oracle lives 200 lives on a look. */
export const ORACLE_EVERY = 8;
const BINS = 10;

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};

export const brierOf = (p: ArrayLike<number>, lost: ArrayLike<number>): number =>
  meanOf(Array.from(p, (q, i) => (q - lost[i]!) ** 2));

/** By ranks, ties at half (Mann and Whitney). */
export function aucOf(p: ArrayLike<number>, lost: ArrayLike<number>): number {
  const order = Array.from(p, (_, i) => i).sort((a, b) => p[a]! - p[b]!);
  let [ranks, positives] = [0, 0];
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && p[order[to]!] === p[order[from]!]) to++;
    for (let i = from; i < to; i++) {
      if (!lost[order[i]!]) continue;
      positives++;
      ranks += (from + to + 1) / 2;
    }
    from = to;
  }
  const negatives = order.length - positives;
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Groups of equally many, lowest forecast first. */
export function calibrationBins(
  p: ArrayLike<number>,
  lost: ArrayLike<number>,
  bins = BINS,
): CalibrationBin[] {
  const order = Array.from(p, (_, i) => i).sort((a, b) => p[a]! - p[b]! || a - b);
  return Array.from({ length: bins }, (_, bin) => {
    const own = order.slice(
      Math.floor((bin * order.length) / bins),
      Math.floor(((bin + 1) * order.length) / bins),
    );
    return {
      rows: own.length,
      forecast: meanOf(own.map((i) => p[i]!)),
      observed: meanOf(own.map((i) => lost[i]!)),
    };
  }).filter(({ rows }) => rows > 0);
}

/** Share of rows lost, of those that spoke of a rival within 14 days and of the others. */
export function mentionRule(rows: readonly ThreatRow[]): (row: ThreatRow) => number {
  const isLate = ({ sinceMention }: ThreatRow) => sinceMention <= THREAT_DAYS;
  const rate = (late: boolean) => meanOf(rows.filter((row) => isLate(row) === late).map(({ lost }) => lost));
  const rates = { late: rate(true), not: rate(false) };
  return (row) => (isLate(row) ? rates.late : rates.not);
}

export interface Measured {
  /** In order of day; those whose 14 days were seen. */
  rows: readonly ThreatRow[];
  truth: readonly RivalTruth[];
  lastDay: number;
  thresholds: ThreatThresholds;
  /** One probability a row. `oracle` may be slow: it is asked of some rows only, in order. */
  judges: {
    ours: (row: ThreatRow) => number;
    forest: (row: ThreatRow) => number;
    mentioned: (row: ThreatRow) => number;
    rate: number;
    oracle: (row: ThreatRow, index: number) => number;
  };
}

export function threatFigures({ rows, truth, lastDay, thresholds, judges }: Measured): ThreatFigures {
  const ours = rows.map(judges.ours);
  const asked = rows.map((row, i) => ({ row, i })).filter(({ i }) => i % ORACLE_EVERY === 0);
  const lost = asked.map(({ row }) => row.lost);
  const of = {
    ours: asked.map(({ i }) => ours[i]!),
    forest: asked.map(({ row }) => judges.forest(row)),
    mentioned: asked.map(({ row }) => judges.mentioned(row)),
    oracle: asked.map(({ row, i }) => judges.oracle(row, i)),
  };
  const each = <T>(score: (p: number[]) => T) => ({
    ours: score(of.ours),
    forest: score(of.forest),
    mentioned: score(of.mentioned),
    oracle: score(of.oracle),
  });
  const all = rows.map((row) => row.lost);
  return {
    leads: truth.length,
    looks: rows.length,
    rate: meanOf(all),
    brier: {
      ...each((p) => brierOf(p, lost)),
      rate: brierOf(new Float64Array(lost.length).fill(judges.rate), lost),
    },
    auc: each((p) => aucOf(p, lost)),
    calibration: calibrationBins(ours, all),
    alarms: alarmFigures(truth, levelDays(rows, ours, thresholds), lastDay),
  };
}
