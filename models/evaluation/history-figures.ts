/**
 * Figures of forecasts on histories of leads, beside the oracle's where the world is simulated and its latents known.
 * Landmarks are counted alike; several of one lead are not independent, so figures are surer than they look.
 */
import { brier, brierOf, censoringWeights, integratedBrierOf } from '../survival/brier.ts';
import {
  type CalibrationGroup,
  calibrationError,
  calibrationGroups,
  intervalCoverage,
} from '../survival/calibration.ts';
import { aucAt, concordance } from '../survival/concordance.ts';
import { type Difference, meanDifference } from '../survival/paired-difference.ts';
import { aalenJohansen } from '../survival/product-limit.ts';
import type { Seen } from '../survival/seen.ts';
import { valueAt } from '../survival/step-curve.ts';
import {
  type Commitments,
  commitAt,
  countCommitments,
  type Dated,
  type HitPoint,
  hitCurve,
  thresholdFor,
} from './commitments.ts';

export interface ForecastSummary {
  /** P(converted within 365 days). */
  pConvert: number;
  /** Days from the landmark, given conversion. */
  medianDays: number;
  q05: number;
  q10: number;
  q90: number;
  q95: number;
  kind: 'date' | 'window' | 'insufficient';
  /** The day that is stated if one is; the median where absent. */
  likeliestDay?: number;
  /** P(converted within two days of that day). */
  pHit2: number;
}

/** One forecast, and what was seen after it. */
export interface HistoryForecast extends Omit<ForecastSummary, 'pConvert'> {
  lead: string;
  stage: string;
  cohort?: string;
  /** Days from the landmark to the outcome, or to the end of sight. */
  days: number;
  result: Seen['result'];
  /** P(converted by day d), d = 1 … 365. */
  curve: ArrayLike<number>;
  oracle?: ForecastSummary;
  /** Curves of other forecasters of the same landmark: Cox, single members, the ensemble `without` one of them. */
  others?: Record<string, ArrayLike<number>>;
}

export const HORIZON_DAYS = 365;
/** Days on which the integrated Brier score is taken. */
const GRID = Array.from({ length: HORIZON_DAYS / 5 }, (_, k) => 5 * (k + 1));
const CALIBRATION_GROUPS = 10;
/** The oracle's hit rate at whose threshold ours is asked for. */
const SURE = 0.98;

export interface Coverage {
  level: 0.8 | 0.9;
  observed: number;
  meanWidthDays: number;
  conversions: number;
}

export interface ForecasterFigures {
  brier: number;
  /** Of pConvert. */
  concordance: number;
  /** Of pConvert, at the horizon. */
  auc: number;
  calibrationError: number;
  calibration: CalibrationGroup[];
  coverage: Coverage[];
  committed: Commitments;
  hitCurve: HitPoint[];
}

export interface GroupFigures {
  group: string;
  leads: number;
  landmarks: number;
  conversions: number;
  /** Share of landmarks whose outcome by the horizon is known. */
  followed: number;
  ours: ForecasterFigures;
  oracle?: ForecasterFigures;
  /** How much higher our Brier score is than the oracle's. */
  behindOracle?: Difference;
  /** At the threshold of pHit2 where the oracle hits 98 %: both, with the same rule. */
  atSure?: { threshold: number; ours: Commitments; oracle: Commitments };
}

export interface Rival {
  name: string;
  integratedBrier: number;
  /** Of the area under the curve: surely and soon is high. */
  concordance: number;
  /** How much higher its integrated Brier score is than the ensemble's. */
  worseBy?: Difference;
}

export interface HistoryFigures {
  all: GroupFigures;
  preOffer?: GroupFigures;
  byStage: GroupFigures[];
  byCohort: GroupFigures[];
  rivals: Rival[];
}

/** A forecaster's word on a landmark, and what came. */
type Judged = Seen & ForecastSummary;

const judged = (forecast: ForecastSummary, { days, result }: HistoryForecast): Judged => ({
  ...forecast,
  days,
  result,
  weight: 1,
});

const pConvertOf = ({ curve }: HistoryForecast): number => curve[HORIZON_DAYS - 1]!;

const datedOf = (case_: Judged): Dated => ({
  seen: case_,
  day: case_.likeliestDay ?? case_.medianDays,
  pHit2: case_.pHit2,
});

function forecasterFigures(cases: readonly Judged[]): ForecasterFigures {
  const p = cases.map((c) => ({ ...c, p: c.pConvert }));
  const calibration = calibrationGroups(p, HORIZON_DAYS, CALIBRATION_GROUPS);
  const covered = (level: Coverage['level'], from: 'q10' | 'q05', to: 'q90' | 'q95'): Coverage => ({
    level,
    ...intervalCoverage(
      cases.map((c) => ({ ...c, from: c[from], to: c[to] })),
      HORIZON_DAYS,
    ),
  });
  return {
    brier: brier(p, HORIZON_DAYS),
    concordance: concordance(p),
    auc: aucAt(p, HORIZON_DAYS),
    calibrationError: calibrationError(calibration),
    calibration,
    coverage: [covered(0.8, 'q10', 'q90'), covered(0.9, 'q05', 'q95')],
    committed: countCommitments(cases.filter((c) => c.kind === 'date').map(datedOf), cases.length),
    hitCurve: hitCurve(cases.map(datedOf)),
  };
}

function compareAtSure(ours: readonly Judged[], oracle: readonly Judged[]): GroupFigures['atSure'] {
  const threshold = thresholdFor(oracle.map(datedOf), SURE)?.threshold;
  if (threshold === undefined) return undefined;
  return {
    threshold,
    ours: commitAt(ours.map(datedOf), threshold),
    oracle: commitAt(oracle.map(datedOf), threshold),
  };
}

/** Leads as numbers 0, 1, …, one for each forecast. */
function numberLeads(forecasts: readonly HistoryForecast[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(forecasts, ({ lead }) => {
    const number = numbers.get(lead) ?? numbers.size;
    numbers.set(lead, number);
    return number;
  });
}

function groupFigures(group: string, forecasts: readonly HistoryForecast[]): GroupFigures {
  const ours = forecasts.map((f) => judged({ ...f, pConvert: pConvertOf(f) }, f));
  const oracle = forecasts.flatMap((f) => (f.oracle ? [judged(f.oracle, f)] : []));
  const known = censoringWeights(ours, HORIZON_DAYS).filter((count) => count > 0).length;
  const figures: GroupFigures = {
    group,
    leads: new Set(forecasts.map(({ lead }) => lead)).size,
    landmarks: forecasts.length,
    conversions: ours.filter(({ result }) => result === 'converted').length,
    followed: known / forecasts.length,
    ours: forecasterFigures(ours),
  };
  // Beside the oracle only where it speaks of every landmark: the same cases, or no comparison.
  if (forecasts.length === 0 || oracle.length < forecasts.length) return figures;
  const atSure = compareAtSure(ours, oracle);
  const scores = (cases: readonly Judged[]) =>
    brierOf(
      cases.map((c) => ({ ...c, p: c.pConvert })),
      HORIZON_DAYS,
    );
  return {
    ...figures,
    oracle: forecasterFigures(oracle),
    behindOracle: meanDifference(scores(ours), scores(oracle), numberLeads(forecasts)),
    ...(atSure && { atSure }),
  };
}

/** The constant forecast learned from other leads, as a curve. */
export function constantCurve(learnedFrom: readonly Seen[]): Float64Array {
  const constant = aalenJohansen(learnedFrom);
  return Float64Array.from({ length: HORIZON_DAYS }, (_, d) => valueAt(constant, d + 1));
}

/** Ours, and every other forecaster that gives a curve for all landmarks. */
function compareRivals(forecasts: readonly HistoryForecast[]): Rival[] {
  const seen = forecasts.map(({ days, result }): Seen => ({ days, result, weight: 1 }));
  const leads = numberLeads(forecasts);
  const scoresOf = (curves: readonly ArrayLike<number>[]) =>
    integratedBrierOf(seen, GRID, (i, k) => curves[i]![GRID[k]! - 1]!);
  const area = (curve: ArrayLike<number>) => GRID.reduce((sum, day) => sum + curve[day - 1]!, 0);
  const rival = (name: string, curves: readonly ArrayLike<number>[], scores: Float64Array): Rival => ({
    name,
    integratedBrier: scores.reduce((sum, s) => sum + s, 0) / scores.length,
    concordance: concordance(seen.map((s, i) => ({ ...s, p: area(curves[i]!) }))),
  });
  const ownCurves = forecasts.map(({ curve }) => curve);
  const own = scoresOf(ownCurves);
  const names = Object.keys(forecasts[0]?.others ?? {});
  const given = names.filter((name) => forecasts.every(({ others }) => others?.[name] !== undefined));
  return [
    rival('ensemble', ownCurves, own),
    ...given.map((name) => {
      const curves = forecasts.map(({ others }) => others![name]!);
      const scores = scoresOf(curves);
      return { ...rival(name, curves, scores), worseBy: meanDifference(scores, own, leads) };
    }),
  ];
}

const WITHOUT = 'without ';

/** What each part is worth, from rivals named "without …". */
export const ablationParts = ({ rivals }: HistoryFigures) =>
  rivals.flatMap(({ name, worseBy }) => {
    if (!name.startsWith(WITHOUT) || !worseBy) return [];
    return [{ name: name.slice(WITHOUT.length), loss: worseBy.mean, low: worseBy.low, high: worseBy.high }];
  });

const inOrder = <T>(items: readonly T[]): T[] => [...new Set(items)];

/**
 * @param forecasts at least one
 * @param preOffer stages before an offer is accepted, given apart: near closing the date is easy
 */
export function historyFigures(
  forecasts: readonly HistoryForecast[],
  preOffer: readonly string[],
): HistoryFigures {
  const before = forecasts.filter(({ stage }) => preOffer.includes(stage));
  const cohorts = inOrder(forecasts.flatMap(({ cohort }) => (cohort === undefined ? [] : [cohort])));
  return {
    all: groupFigures('all', forecasts),
    ...(before.length > 0 && { preOffer: groupFigures('before an offer', before) }),
    byStage: inOrder(forecasts.map(({ stage }) => stage)).map((stage) =>
      groupFigures(
        stage,
        forecasts.filter((f) => f.stage === stage),
      ),
    ),
    byCohort: cohorts.map((cohort) =>
      groupFigures(
        cohort,
        forecasts.filter((f) => f.cohort === cohort),
      ),
    ),
    rivals: compareRivals(forecasts),
  };
}
