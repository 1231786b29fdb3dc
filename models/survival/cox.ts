/**
 * Cox proportional hazards, the baseline every forecast stands beside: Newton's method, ties by Efron, optional L2,
 * columns standardised, Breslow's baseline hazard. Cox, JRSS B 34, 1972; Efron, JASA 72, 1977.
 */
import { solveSymmetric } from './solve-symmetric.ts';
import { type StepCurve, valueAt } from './step-curve.ts';

export interface CoxRows {
  /** Row-major. */
  x: Float64Array;
  columns: number;
  time: Float64Array;
  /** 1 where the event was seen. */
  event: Uint8Array;
}

export interface Cox {
  mean: Float64Array;
  /** 1 / standard deviation, 0 for constant columns. */
  scale: Float64Array;
  /** Of standardised columns. */
  beta: Float64Array;
  /** Cumulative baseline hazard, at the mean of all columns. */
  baseline: StepCurve;
}

const ITERATIONS = 30;
const CONVERGED = 1e-9;

function standardise({ x, columns, time }: CoxRows) {
  const n = time.length;
  const mean = new Float64Array(columns);
  const scale = new Float64Array(columns);
  for (let i = 0; i < n; i++) for (let c = 0; c < columns; c++) mean[c]! += x[i * columns + c]! / n;
  for (let i = 0; i < n; i++)
    for (let c = 0; c < columns; c++) scale[c]! += (x[i * columns + c]! - mean[c]!) ** 2 / n;
  for (let c = 0; c < columns; c++) scale[c] = scale[c]! > 1e-12 ? 1 / Math.sqrt(scale[c]!) : 0;
  const z = new Float64Array(n * columns);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < columns; c++) z[i * columns + c] = (x[i * columns + c]! - mean[c]!) * scale[c]!;
  return { z, mean, scale };
}

/** Sums over a set of rows: Σ e^η, Σ e^η z, Σ e^η z zᵀ (upper triangle). */
class RiskSums {
  s0 = 0;
  readonly s1: Float64Array;
  readonly s2: Float64Array;
  private readonly columns: number;
  constructor(columns: number) {
    this.columns = columns;
    this.s1 = new Float64Array(columns);
    this.s2 = new Float64Array(columns * columns);
  }
  add(z: Float64Array, row: number, risk: number): void {
    const p = this.columns;
    this.s0 += risk;
    for (let a = 0; a < p; a++) {
      const za = risk * z[row * p + a]!;
      this.s1[a]! += za;
      for (let b = a; b < p; b++) this.s2[a * p + b]! += za * z[row * p + b]!;
    }
  }
  clear(): void {
    this.s0 = 0;
    this.s1.fill(0);
    this.s2.fill(0);
  }
}

interface Step {
  logLikelihood: number;
  gradient: Float64Array;
  /** Minus the second derivative. */
  information: Float64Array;
}

/** Rows from the last day to the first, so that who is at risk only grows. */
const latestFirst = ({ time }: CoxRows): Int32Array =>
  Int32Array.from(time, (_, i) => i).sort((a, b) => time[b]! - time[a]! || a - b);

function derivatives(
  rows: CoxRows,
  z: Float64Array,
  order: Int32Array,
  beta: Float64Array,
  l2: number,
): Step {
  const p = rows.columns;
  const gradient = beta.map((b) => -l2 * b);
  const information = new Float64Array(p * p);
  let logLikelihood = (-l2 / 2) * beta.reduce((sum, b) => sum + b * b, 0);
  for (let a = 0; a < p; a++) information[a * p + a] = l2;
  const risk = new RiskSums(p);
  const tied = new RiskSums(p);
  for (let i = 0; i < order.length; ) {
    const day = rows.time[order[i]!]!;
    let deaths = 0;
    tied.clear();
    for (; i < order.length && rows.time[order[i]!] === day; i++) {
      const row = order[i]!;
      const eta = linear(z, row, beta);
      risk.add(z, row, Math.exp(eta));
      if (rows.event[row] === 0) continue;
      deaths++;
      tied.add(z, row, Math.exp(eta));
      logLikelihood += eta;
      for (let a = 0; a < p; a++) gradient[a]! += z[row * p + a]!;
    }
    for (let k = 0; k < deaths; k++) {
      const f = k / deaths;
      const s0 = risk.s0 - f * tied.s0;
      logLikelihood -= Math.log(s0);
      for (let a = 0; a < p; a++) {
        const ma = (risk.s1[a]! - f * tied.s1[a]!) / s0;
        gradient[a]! -= ma;
        for (let b = a; b < p; b++) {
          const mb = (risk.s1[b]! - f * tied.s1[b]!) / s0;
          information[a * p + b]! += (risk.s2[a * p + b]! - f * tied.s2[a * p + b]!) / s0 - ma * mb;
        }
      }
    }
  }
  return { logLikelihood, gradient, information };
}

function linear(z: Float64Array, row: number, beta: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < beta.length; c++) sum += z[row * beta.length + c]! * beta[c]!;
  return sum;
}

/** Breslow's estimator: events of a day over the risk of all who could have had it. */
function breslow(rows: CoxRows, z: Float64Array, order: Int32Array, beta: Float64Array): StepCurve {
  const steps: { day: number; hazard: number }[] = [];
  let atRisk = 0;
  for (let i = 0; i < order.length; ) {
    const day = rows.time[order[i]!]!;
    let deaths = 0;
    for (; i < order.length && rows.time[order[i]!] === day; i++) {
      atRisk += Math.exp(linear(z, order[i]!, beta));
      deaths += rows.event[order[i]!]!;
    }
    if (deaths > 0) steps.push({ day, hazard: deaths / atRisk });
  }
  steps.reverse();
  const values: number[] = [];
  for (const { hazard } of steps) values.push((values.at(-1) ?? 0) + hazard);
  return { days: steps.map(({ day }) => day), values, start: 0 };
}

/** @param l2 penalty on ½‖β‖² of standardised columns; a little keeps collinear columns apart */
export function fitCox(rows: CoxRows, l2 = 0): Cox {
  const { z, mean, scale } = standardise(rows);
  const order = latestFirst(rows);
  let beta = new Float64Array(rows.columns);
  let at = derivatives(rows, z, order, beta, l2);
  for (let n = 0; n < ITERATIONS; n++) {
    const step = solveSymmetric(at.information, at.gradient);
    let [next, then] = [beta, at];
    // Halved until it climbs: Newton may overshoot far from the top.
    for (let size = 1; size > 1e-3; size /= 2) {
      next = beta.map((b, c) => b + size * step[c]!);
      then = derivatives(rows, z, order, next, l2);
      if (then.logLikelihood >= at.logLikelihood) break;
    }
    const gained = then.logLikelihood - at.logLikelihood;
    if (!(gained > 0)) break;
    [beta, at] = [next, then];
    if (gained < CONVERGED * Math.abs(at.logLikelihood)) break;
  }
  return { mean, scale, beta, baseline: breslow(rows, z, order, beta) };
}

/** Log relative hazard of a row against one at the mean. */
export function coxRisk({ mean, scale, beta }: Cox, x: ArrayLike<number>): number {
  let eta = 0;
  for (let c = 0; c < beta.length; c++) eta += (x[c]! - mean[c]!) * scale[c]! * beta[c]!;
  return eta;
}

/** P(no event by each day). */
export function coxSurvival(cox: Cox, x: ArrayLike<number>, days: ArrayLike<number>): Float64Array {
  const risk = Math.exp(coxRisk(cox, x));
  return Float64Array.from(days as ArrayLike<number>, (day) => Math.exp(-risk * valueAt(cox.baseline, day)));
}

/**
 * P(event by each day) where another end competes, from a model of the hazard of each: F(t) = Σ S(u−) dH(u).
 * Prentice et al., Biometrics 34, 1978.
 */
export function coxIncidence(
  event: Cox,
  competing: Cox,
  x: ArrayLike<number>,
  days: ArrayLike<number>,
): Float64Array {
  const [risk, otherRisk] = [Math.exp(coxRisk(event, x)), Math.exp(coxRisk(competing, x))];
  const out = new Float64Array(days.length);
  const { baseline } = event;
  const other = competing.baseline;
  let [sum, before, o, k] = [0, 0, 0, 0];
  for (let j = 0; j <= baseline.days.length; j++) {
    const day = baseline.days[j] ?? Number.POSITIVE_INFINITY;
    for (; k < days.length && days[k]! < day; k++) out[k] = sum;
    if (j === baseline.days.length) break;
    while (o < other.days.length && other.days[o]! < day) o++;
    const otherHazard = o === 0 ? 0 : other.values[o - 1]!;
    const step = risk * (baseline.values[j]! - before);
    sum += Math.exp(-risk * before - otherRisk * otherHazard) * (1 - Math.exp(-step));
    before = baseline.values[j]!;
  }
  return out;
}
