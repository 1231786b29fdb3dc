/** Calibration of one score: p = σ(slope · score + offset), fitted on scores the model did not learn from. */
import { minimise } from './minimise.ts';

export interface Calibration {
  slope: number;
  offset: number;
}

/** How firmly the slope is held to 1 and the offset to 0, in pseudo-examples. */
const PRIOR = 2;

/** Platt (1999), with a pull towards leaving scores as they are where positives are few. */
export function fitCalibration(scores: Float64Array, said: Uint8Array): Calibration {
  const [slope, offset] = minimise(
    ([a, b], gradient) => {
      let loss = (PRIOR / 2) * ((a! - 1) ** 2 + b! ** 2);
      let da = PRIOR * (a! - 1);
      let db = PRIOR * b!;
      for (let i = 0; i < scores.length; i++) {
        const z = a! * scores[i]! + b!;
        loss += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - (said[i] ? z : 0);
        const error = 1 / (1 + Math.exp(-z)) - said[i]!;
        da += error * scores[i]!;
        db += error;
      }
      gradient[0] = da;
      gradient[1] = db;
      return loss;
    },
    Float64Array.of(1, 0),
    50,
  );
  return { slope: slope!, offset: offset! };
}

/** Thresholds tried. */
const STEPS = 60;
/** Counts as this many more of each kind of error would, so that rare labels keep to the middle. */
const CAUTION = 2;

/** The probability from which saying yes gives the best F1 on these examples. */
export function chooseThreshold(probabilities: Float64Array, said: Uint8Array): number {
  let best = 0.5;
  let most = -1;
  for (let step = 6; step <= 42; step++) {
    const threshold = step / STEPS;
    let hits = 0;
    let calls = 0;
    let positives = 0;
    for (let i = 0; i < said.length; i++) {
      positives += said[i]!;
      if (probabilities[i]! < threshold) continue;
      calls++;
      hits += said[i]!;
    }
    const f1 = (2 * hits) / (calls + positives + CAUTION);
    if (f1 > most) {
      most = f1;
      best = threshold;
    }
  }
  return best;
}
