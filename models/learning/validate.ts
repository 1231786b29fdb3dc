/**
 * Progressive validation: every forecast is scored as it was served, once its label is known, and never before the
 * label of all forecasts of its day could be (see `seen-by.ts`). Dawid, JRSS A 147 (1984) calls this prequential.
 */
import { HORIZON_DAYS } from '../../schemas/horizons.ts';
import { COMMITMENT, type JudgedForecast } from '../../schemas/judged-forecast.ts';
import { STAGES } from '../history/lead-notes.ts';
import { convertedWithin } from '../survival/brier.ts';
import {
  type CalibrationGroup,
  calibrationError,
  calibrationGroups,
  intervalCoverage,
} from '../survival/calibration.ts';
import type { Forecasted } from '../survival/seen.ts';
import { logitOf } from './calibration.ts';
import { daysOver, GRACE_DAYS, horizonIndex, seenBy } from './seen-by.ts';

/** Horizons that are scored, in days. */
export const SCORED_DAYS = [30, 60, 90] as const;
const GROUPS = 10;
/** Below as many labelled forecasts a figure would be noise: none is given. */
export const LEAST_FORECASTS = 50;
/** A commitment is kept within as many days either way. */
const HIT_DAYS = 2;
const DAY_MS = 86_400_000;

export interface HorizonScore {
  /** Forecasts whose days are over, and conversions among them. */
  forecasts: number;
  conversions: number;
  brier: number;
  /** Mean −ln P(what happened), in nats. */
  logLoss: number;
  /** Mean distance of forecast and share converted over tenths. */
  calibrationError: number;
  groups: CalibrationGroup[];
}

export interface Coverage {
  /** Share of conversions within the interval; see `intervalCoverage`. */
  observed: number;
  conversions: number;
}

export interface Validation {
  version: string;
  stage: string;
  forecasts: number;
  leads: number;
  /** By days; null below {@link LEAST_FORECASTS} labelled ones. */
  horizons: Record<(typeof SCORED_DAYS)[number], HorizonScore | null>;
  /** By level in percent; null without enough conversions. */
  coverage: Record<80 | 90, Coverage | null>;
  /** Forecasts of kind `date` whose date is over, and those that converted within {@link HIT_DAYS} of it. */
  commitments: { judged: number; hits: number };
}

/** @param now epoch ms; only what could be known by then is counted */
export function validate(judged: readonly JudgedForecast[], now: number): Validation[] {
  const versions = [...new Set(judged.map(({ forecast }) => forecast.version))].sort();
  return versions.flatMap((version) => {
    const own = judged.filter(({ forecast }) => forecast.version === version);
    const stages = [...new Set(own.map(({ stage }) => stage))].sort(byStage);
    const staged = stages.map((stage) => [stage, own.filter((j) => j.stage === stage)] as const);
    return [['all', own] as const, ...staged].map(([stage, some]) => validated(version, stage, some, now));
  });
}

/** As leads pass through them; a stage of another model comes last. */
function byStage(a: string, b: string): number {
  const place = (stage: string) => (STAGES as readonly string[]).indexOf(stage) >>> 0;
  return place(a) - place(b) || (a < b ? -1 : 1);
}

function validated(
  version: string,
  stage: string,
  judged: readonly JudgedForecast[],
  now: number,
): Validation {
  // A moment chosen for its commitment says nothing of all moments.
  const fair = judged.filter(({ landmark }) => landmark !== COMMITMENT);
  const [d30, d60, d90] = SCORED_DAYS.map((days) => scoreAt(fair, days, now));
  return {
    ...{ version, stage, forecasts: fair.length, leads: new Set(fair.map(({ lead }) => lead)).size },
    horizons: { 30: d30!, 60: d60!, 90: d90! },
    coverage: { 80: coverageOf(fair, 'q10', 'q90', now), 90: coverageOf(fair, 'q05', 'q95', now) },
    commitments: commitmentsOf(judged, now),
  };
}

/** Forecasts for those days, as far as their labels are known. */
export function labelled(judged: readonly JudgedForecast[], days: number, now: number): Forecasted[] {
  const index = horizonIndex(days);
  return judged.flatMap((j) => {
    if (daysOver(j.at, now) < days) return [];
    const seen = seenBy(j, now);
    if (!seen || (seen.result === 'open' && seen.days < days)) return [];
    return [{ ...seen, p: j.forecast.p[index]! }];
  });
}

function scoreAt(judged: readonly JudgedForecast[], days: number, now: number): HorizonScore | null {
  const cases = labelled(judged, days, now);
  if (cases.length < LEAST_FORECASTS) return null;
  const groups = calibrationGroups(cases, days, GROUPS);
  const mean = (loss: (p: number, label: 0 | 1) => number) =>
    cases.reduce((sum, c) => sum + loss(c.p, convertedWithin(c, days)), 0) / cases.length;
  return {
    forecasts: cases.length,
    conversions: cases.filter((c) => convertedWithin(c, days)).length,
    brier: mean((p, label) => (p - label) ** 2), // all labels are known: nothing is censored
    logLoss: mean(logLossOf),
    calibrationError: calibrationError(groups),
    groups,
  };
}

/** −ln P(label), from the log-odds so that no probability is rounded to certainty. */
export function logLossOf(p: number, label: 0 | 1): number {
  const z = label === 1 ? logitOf(p) : -logitOf(p);
  return Math.log1p(Math.exp(-Math.abs(z))) + Math.max(-z, 0);
}

function coverageOf(
  judged: readonly JudgedForecast[],
  low: 'q05' | 'q10',
  high: 'q90' | 'q95',
  now: number,
): Coverage | null {
  const cases = judged.flatMap((j) => {
    const seen = j.forecast.kind === 'insufficient' ? undefined : seenBy(j, now);
    return seen ? [{ ...seen, from: j.forecast[low], to: j.forecast[high] }] : [];
  });
  const conversions = cases.filter((c) => convertedWithin(c, HORIZON_DAYS)).length;
  if (conversions < LEAST_FORECASTS) return null;
  return { observed: intervalCoverage(cases, HORIZON_DAYS).observed, conversions };
}

/**
 * A date that passes without a conversion is a miss, whatever comes later or never. A commitment made at a landmark is
 * one forecast, though it is kept twice.
 */
function commitmentsOf(judged: readonly JudgedForecast[], now: number): Validation['commitments'] {
  const forecasts = [...new Map(judged.map((j) => [`${j.seq}/${j.lead}`, j])).values()];
  const over = forecasts.filter(
    ({ at, forecast }) =>
      forecast.kind === 'date' && (now - at) / DAY_MS >= forecast.medianDays + HIT_DAYS + GRACE_DAYS,
  );
  const hits = over.filter(
    ({ result, days, forecast }) =>
      result === 'converted' && Math.abs(days - forecast.medianDays) <= HIT_DAYS,
  );
  return { judged: over.length, hits: hits.length };
}
