/** Metrics of forecasts under censoring, with "lost" as a competing end. Times are days from the forecast. */

export interface Seen {
  /** Days to the outcome or to the end of sight. */
  days: number;
  result: 'converted' | 'lost' | 'open';
  weight: number;
}

/** A step function of days, right-continuous. */
interface Curve {
  days: number[];
  values: number[];
}

function valueAt(curve: Curve, day: number): number {
  let value = 1;
  for (let i = 0; i < curve.days.length && curve.days[i]! <= day; i++) value = curve.values[i]!;
  return value;
}

/** Kaplan–Meier curve of staying without an `event`. */
export function kaplanMeier(seen: readonly Seen[], event: (s: Seen) => boolean): Curve {
  const sorted = [...seen].sort((a, b) => a.days - b.days);
  let atRisk = sorted.reduce((sum, s) => sum + s.weight, 0);
  const curve: Curve = { days: [], values: [] };
  let survival = 1;
  for (let i = 0; i < sorted.length; ) {
    const day = sorted[i]!.days;
    let ended = 0;
    let left = 0;
    for (; i < sorted.length && sorted[i]!.days === day; i++) {
      left += sorted[i]!.weight;
      if (event(sorted[i]!)) ended += sorted[i]!.weight;
    }
    if (ended > 0) {
      survival *= 1 - ended / atRisk;
      curve.days.push(day);
      curve.values.push(survival);
    }
    atRisk = Math.max(1e-9, atRisk - left);
  }
  return curve;
}

/** Aalen–Johansen: P(converted by `horizon`) where "lost" competes; the constant forecast every model must beat. */
export function convertedBy(seen: readonly Seen[], horizon: number): number {
  const sorted = [...seen].sort((a, b) => a.days - b.days);
  let atRisk = sorted.reduce((sum, s) => sum + s.weight, 0);
  let free = 1;
  let converted = 0;
  for (const { days, result, weight } of sorted) {
    if (days > horizon) break;
    if (result === 'converted') converted += (free * weight) / atRisk;
    if (result !== 'open') free *= 1 - weight / atRisk;
    atRisk = Math.max(1e-9, atRisk - weight);
  }
  return converted;
}

/** Censoring may not weigh a case more than this. */
const MOST_WEIGHT = 20;

/**
 * Brier score of P(converted by `horizon`) with inverse probability of censoring weights (Graf et al., Statistics in
 * Medicine 18, 1999); what was lost earlier is known not to convert.
 */
export function brier(cases: readonly (Seen & { p: number })[], horizon: number): number {
  const watched = kaplanMeier(cases, (s) => s.result === 'open');
  let sum = 0;
  let total = 0;
  for (const { days, result, weight, p } of cases) {
    total += weight;
    const ended = days <= horizon;
    if (ended && result === 'open') continue;
    const seenFor = valueAt(watched, ended ? days - 1e-9 : horizon);
    const truth = ended && result === 'converted' ? 1 : 0;
    sum += weight * Math.min(MOST_WEIGHT, 1 / Math.max(seenFor, 1e-9)) * (truth - p) ** 2;
  }
  return sum / total;
}

/** Of pairs where one converted while the other had not or was lost: how often it had the higher forecast. */
export function concordance(cases: readonly (Seen & { p: number })[]): number {
  let right = 0;
  let pairs = 0;
  for (const a of cases) {
    if (a.result !== 'converted') continue;
    for (const b of cases) {
      if (b === a || !(b.days > a.days || b.result === 'lost')) continue;
      pairs++;
      right += a.p > b.p ? 1 : a.p === b.p ? 0.5 : 0;
    }
  }
  return right / pairs;
}

/** P(converted by day d), d = 1 … length, from a daily hazard and the probability of never. */
export function convertedCurve(hazard: ArrayLike<number>, cure: number): Float64Array {
  const curve = new Float64Array(hazard.length);
  let open = 1;
  for (let d = 0; d < hazard.length; d++) {
    open *= 1 - hazard[d]!;
    curve[d] = (1 - cure) * (1 - open);
  }
  return curve;
}

/** First day by which a share `q` of the conversions within the curve has come. */
export function quantileDay(curve: Float64Array, q: number): number {
  const wanted = q * curve[curve.length - 1]!;
  const day = curve.findIndex((p) => p >= wanted);
  return day < 0 ? curve.length : day + 1;
}
