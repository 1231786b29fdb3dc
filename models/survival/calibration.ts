/** Do forecasts mean what they say: groups of like forecasts, D-calibration, coverage of intervals. */
import { censoringWeights, convertedWithin } from './brier.ts';
import { convertedBy } from './product-limit.ts';
import type { Forecasted, Seen } from './seen.ts';

export interface CalibrationGroup {
  weight: number;
  /** Mean forecast of P(converted by the horizon). */
  forecast: number;
  /** Share converted by the horizon (Aalen–Johansen within the group). */
  observed: number;
}

/** Groups of equally many cases by forecast, lowest first. */
export function calibrationGroups(
  cases: readonly Forecasted[],
  horizon: number,
  groups: number,
): CalibrationGroup[] {
  const sorted = [...cases].sort((a, b) => a.p - b.p);
  return Array.from({ length: groups }, (_, g) => {
    const group = sorted.slice(
      Math.floor((g * sorted.length) / groups),
      Math.floor(((g + 1) * sorted.length) / groups),
    );
    const weight = group.reduce((sum, c) => sum + c.weight, 0);
    const forecast = group.reduce((sum, c) => sum + c.weight * c.p, 0) / weight;
    return { weight, forecast, observed: convertedBy(group, horizon) };
  }).filter(({ weight }) => weight > 0);
}

/** Expected calibration error: mean distance of forecast and share over groups, by weight. */
export function calibrationError(groups: readonly CalibrationGroup[]): number {
  const total = groups.reduce((sum, g) => sum + g.weight, 0);
  return groups.reduce((sum, g) => sum + g.weight * Math.abs(g.forecast - g.observed), 0) / total;
}

const TENTHS = 10;
/** 95 % point of χ² with nine degrees of freedom. */
const CRITICAL = 16.919;

/**
 * D-calibration (Haider et al., JMLR 21, 2020): the survival probability at the day of the event is uniform if the
 * curves are right; a censored case is spread over what is left to it. Losses count as censoring.
 * @param cases `survival`: forecast of P(not converted) at the case's own day
 */
export function dCalibration(cases: readonly (Seen & { survival: number })[]) {
  const shares = new Array<number>(TENTHS).fill(0);
  const total = cases.reduce((sum, c) => sum + c.weight, 0);
  for (const { result, weight, survival } of cases) {
    const own = Math.min(TENTHS - 1, Math.floor(survival * TENTHS));
    if (result === 'converted') {
      shares[own]! += weight / total;
      continue;
    }
    // Uniform over [0, survival]: the part of its own tenth, and whole tenths below.
    const density = weight / total / Math.max(survival, 1e-9);
    shares[own]! += density * (survival - own / TENTHS);
    for (let k = 0; k < own; k++) shares[k]! += density / TENTHS;
  }
  const statistic = shares.reduce((sum, s) => sum + (total * (s - 1 / TENTHS) ** 2) / (1 / TENTHS), 0);
  return { shares, statistic, calibrated: statistic < CRITICAL };
}

/** A case with its interval of days given conversion. */
export type WithInterval = Seen & { from: number; to: number };

/**
 * Share of conversions within their interval, ends included: of those seen to convert by the horizon, weighted by the
 * inverse probability of having been watched so long, since slow conversions are cut off more often. Nothing is said
 * of those never seen to convert: no interval of theirs can be checked. NaN without conversions.
 */
export function intervalCoverage(cases: readonly WithInterval[], horizon: number) {
  const counts = censoringWeights(cases, horizon);
  let [within, width, total, conversions] = [0, 0, 0, 0];
  cases.forEach((c, i) => {
    if (convertedWithin(c, horizon) === 0) return;
    conversions++;
    total += counts[i]!;
    width += counts[i]! * (c.to - c.from);
    if (c.days >= c.from && c.days <= c.to) within += counts[i]!;
  });
  return { observed: within / total, meanWidthDays: width / total, conversions };
}
