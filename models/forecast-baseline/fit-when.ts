/** When a lead converts, given that it will: proportional hazards over a smooth baseline for each stage. */
import { minimise } from '../linear/minimise.ts';
import { CLOCK_DAYS, hazardRates, KNOT_COUNT, KNOTS, spreadToKnots } from './baseline-hazard.ts';
import { inputSpreads, scaledInputs } from './fit-ever.ts';
import { FORECAST_INPUTS, STAGES } from './inputs.ts';
import type { Landmark } from './train.ts';

/** Penalty on weights of scaled inputs, on the bend of a baseline, and on its distance from a low hazard. */
export const WHEN_L2 = 15;
const BEND = 2;
const PRIOR = 0.05;
const PRIOR_LOG_HAZARD = Math.log(0.01);
const ITERATIONS = 60;

export interface When {
  weights: Float64Array;
  knots: Float64Array;
}

const dayOf = (clock: number): number => Math.min(CLOCK_DAYS, Math.floor(clock));

/** First and last day of the stage's clock that a landmark was seen through; the outcome is on the last. */
function daysSeen({ standing, days }: Landmark): { from: number; to: number } {
  const from = dayOf(standing.clock);
  return { from, to: Math.min(CLOCK_DAYS, Math.max(from + 1, Math.ceil(standing.clock + days))) };
}

function runningSums(rates: readonly Float64Array[]): Float64Array[] {
  return rates.map((rate) => {
    const sums = new Float64Array(rate.length);
    for (let c = 1; c < rate.length; c++) sums[c] = sums[c - 1]! + rate[c]!;
    return sums;
  });
}

/** P(no conversion while it was seen | will convert one day). */
export function survivalOf({ weights, knots }: When, means: Float64Array, landmark: Landmark): number {
  let log = 0;
  for (let j = 0; j < weights.length; j++) log += weights[j]! * (landmark.standing.inputs[j]! - means[j]!);
  const rates = hazardRates(knots, landmark.standing.stage);
  const { from, to } = daysSeen(landmark);
  let sum = 0;
  for (let day = from + 1; day <= to; day++) sum += rates[day]!;
  return Math.exp(-Math.exp(log) * sum);
}

/** @param will probability that each landmark converts one day: its weight here */
export function fitWhen(landmarks: readonly Landmark[], means: Float64Array, will: Float64Array): When {
  const width = FORECAST_INPUTS.length;
  const spreads = inputSpreads(landmarks, means);
  const rows = scaledInputs(landmarks, means, spreads);
  const seen = landmarks.map(daysSeen);
  const start = new Float64Array(width + KNOT_COUNT).fill(PRIOR_LOG_HAZARD, width);
  const best = minimise(
    (x, gradient) => {
      gradient.fill(0);
      const knots = x.subarray(width);
      const rates = STAGES.map((_, stage) => hazardRates(knots, stage));
      const sums = runningSums(rates);
      /** dLoss/dλ·λ by stage and day, of whole stretches as differences and of single days. */
      const stretches = STAGES.map(() => new Float64Array(CLOCK_DAYS + 2));
      const singles = STAGES.map(() => new Float64Array(CLOCK_DAYS + 1));
      let loss = 0;
      landmarks.forEach((landmark, i) => {
        const weight = landmark.weight * will[i]!;
        if (weight === 0) return;
        const { stage } = landmark.standing;
        const { from, to } = seen[i]!;
        const row = rows[i]!;
        let log = 0;
        for (let j = 0; j < width; j++) log += x[j]! * row[j]!;
        const ratio = Math.exp(log);
        const converts = landmark.result === 'converted';
        const through = converts ? to - 1 : to;
        const survived = ratio * (sums[stage]![through]! - sums[stage]![from]!);
        loss += weight * survived;
        stretches[stage]![from + 1]! += weight * ratio;
        stretches[stage]![through + 1]! -= weight * ratio;
        let slope = weight * survived;
        if (converts) {
          const rate = ratio * rates[stage]![to]!;
          loss -= weight * Math.log(-Math.expm1(-rate));
          const pull = weight * (rate / Math.expm1(rate));
          singles[stage]![to]! -= pull;
          slope -= pull;
        }
        for (let j = 0; j < width; j++) gradient[j]! += slope * row[j]!;
      });
      STAGES.forEach((_, stage) => {
        const byDay = singles[stage]!;
        let running = 0;
        for (let day = 0; day <= CLOCK_DAYS; day++) {
          running += stretches[stage]![day]!;
          byDay[day]! += running * rates[stage]![day]!;
        }
        spreadToKnots(byDay, stage, gradient.subarray(width));
      });
      return loss + penalties(x, gradient, width);
    },
    start,
    ITERATIONS,
  );
  return { weights: spreads.map((spread, j) => best[j]! / spread), knots: best.slice(width) };
}

function penalties(x: Float64Array, gradient: Float64Array, width: number): number {
  let loss = 0;
  for (let j = 0; j < width; j++) {
    loss += (WHEN_L2 / 2) * x[j]! ** 2;
    gradient[j]! += WHEN_L2 * x[j]!;
  }
  for (let k = 0; k < KNOT_COUNT; k++) {
    const at = width + k;
    const off = x[at]! - PRIOR_LOG_HAZARD;
    loss += (PRIOR / 2) * off ** 2;
    gradient[at]! += PRIOR * off;
    const inside = k % KNOTS;
    if (inside === 0 || inside === KNOTS - 1) continue;
    const bend = x[at - 1]! - 2 * x[at]! + x[at + 1]!;
    loss += (BEND / 2) * bend ** 2;
    gradient[at - 1]! += BEND * bend;
    gradient[at]! -= 2 * BEND * bend;
    gradient[at + 1]! += BEND * bend;
  }
  return loss;
}
