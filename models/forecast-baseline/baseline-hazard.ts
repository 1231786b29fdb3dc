/**
 * Baseline hazards: ln λ of each stage is piecewise linear in ln(1 + day) between a few knots, so a few numbers make
 * a curve that is smooth in days.
 */
import { STAGES } from './inputs.ts';

const KNOT_DAYS = [0, 2, 5, 10, 20, 35, 60, 100, 180, 365];
export const KNOTS = KNOT_DAYS.length;
/** Days of a clock that are told apart; the hazard stays as it is after them. */
export const CLOCK_DAYS = 730;

/** For day c of a clock: the knot before it, and how far (0–1) it is to the next. */
const knotBefore = new Uint8Array(CLOCK_DAYS + 1);
const towardsNext = new Float64Array(CLOCK_DAYS + 1);
for (let day = 0; day <= CLOCK_DAYS; day++) {
  let k = 0;
  while (k < KNOTS - 2 && KNOT_DAYS[k + 1]! <= day) k++;
  const [from, to] = [Math.log1p(KNOT_DAYS[k]!), Math.log1p(KNOT_DAYS[k + 1]!)];
  knotBefore[day] = k;
  towardsNext[day] = Math.min(1, (Math.log1p(day) - from) / (to - from));
}

/** Hazard rate λ of one stage for days 0 … CLOCK_DAYS of its clock. */
export function hazardRates(knots: ArrayLike<number>, stage: number): Float64Array {
  const rates = new Float64Array(CLOCK_DAYS + 1);
  for (let day = 0; day <= CLOCK_DAYS; day++) {
    const at = stage * KNOTS + knotBefore[day]!;
    const t = towardsNext[day]!;
    rates[day] = Math.exp(knots[at]! * (1 - t) + knots[at + 1]! * t);
  }
  return rates;
}

/** Turns Σ dLoss/dlnλ by day into the gradient of the stage's knots, added to `gradient`. */
export function spreadToKnots(byDay: Float64Array, stage: number, gradient: Float64Array): void {
  for (let day = 0; day <= CLOCK_DAYS; day++) {
    const g = byDay[day]!;
    if (g === 0) continue;
    const at = stage * KNOTS + knotBefore[day]!;
    gradient[at]! += g * (1 - towardsNext[day]!);
    gradient[at + 1]! += g * towardsNext[day]!;
  }
}

export const KNOT_COUNT = KNOTS * STAGES.length;
