/** Fits the logistic of a threat: ridge-penalised, with weights of a named rival's inputs held at 0 or above. */
import { fitCalibration } from '../linear/calibrate.ts';
import { minimise } from '../linear/minimise.ts';
import { THREAT_INPUTS, THREAT_WIDTH } from './inputs.ts';
import { logOdds, type ThreatWeights } from './model.ts';

/** Rows of many leads; all of a lead are in one fold. */
export interface ThreatRows {
  inputs: readonly Float64Array[];
  lost: Uint8Array;
  fold: Uint8Array;
}

export const THREAT_SETTINGS = { l2: 4, iterations: 300, folds: 5 } as const;

const RISES = THREAT_INPUTS.map(([, , sign]) => sign === 'rises');

/** Squares stay at 0 or above, wherever the search goes. */
const weightOf = (u: number, i: number): number => (RISES[i] ? u * u : u);
const slopeOf = (u: number, i: number): number => (RISES[i] ? 2 * u : 1);

function fitRows({ inputs, lost }: ThreatRows, kept: readonly number[]): ThreatWeights {
  const means = new Float64Array(THREAT_WIDTH);
  const scales = new Float64Array(THREAT_WIDTH);
  for (const row of kept)
    for (let i = 0; i < THREAT_WIDTH; i++) {
      means[i]! += inputs[row]![i]! / kept.length;
      scales[i]! += inputs[row]![i]! ** 2 / kept.length;
    }
  for (let i = 0; i < THREAT_WIDTH; i++) scales[i] = Math.sqrt(scales[i]!) || 1;
  const start = new Float64Array(THREAT_WIDTH + 1).fill(0.3, 0, THREAT_WIDTH);
  start[THREAT_WIDTH] = -3;
  const w = new Float64Array(THREAT_WIDTH);
  const found = minimise(
    (u, gradient) => {
      const gw = new Float64Array(THREAT_WIDTH);
      let loss = 0;
      let gb = 0;
      for (let i = 0; i < THREAT_WIDTH; i++) w[i] = weightOf(u[i]!, i) / scales[i]!;
      for (const row of kept) {
        const x = inputs[row]!;
        let z = u[THREAT_WIDTH]!;
        for (let i = 0; i < THREAT_WIDTH; i++) z += w[i]! * x[i]!;
        loss += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - (lost[row] ? z : 0);
        const error = 1 / (1 + Math.exp(-z)) - lost[row]!;
        gb += error;
        for (let i = 0; i < THREAT_WIDTH; i++) gw[i]! += error * x[i]!;
      }
      for (let i = 0; i < THREAT_WIDTH; i++) {
        const weight = weightOf(u[i]!, i);
        loss += (THREAT_SETTINGS.l2 / 2) * weight ** 2;
        gradient[i] = (gw[i]! / scales[i]! + THREAT_SETTINGS.l2 * weight) * slopeOf(u[i]!, i);
      }
      gradient[THREAT_WIDTH] = gb;
      return loss;
    },
    start,
    THREAT_SETTINGS.iterations,
  );
  const weights = Float64Array.from(scales, (scale, i) => weightOf(found[i]!, i) / scale);
  return { bias: found[THREAT_WIDTH]!, weights, means };
}

const rowsWhere = (rows: ThreatRows, keep: (fold: number) => boolean): number[] =>
  [...rows.inputs.keys()].filter((row) => keep(rows.fold[row]!));

/** Log-odds of every row by a fit that had not seen its lead. */
export function outOfFoldLogOdds(rows: ThreatRows): Float64Array {
  const scores = new Float64Array(rows.inputs.length);
  for (let fold = 0; fold < THREAT_SETTINGS.folds; fold++) {
    const model = fitRows(
      rows,
      rowsWhere(rows, (own) => own !== fold),
    );
    for (const row of rowsWhere(rows, (own) => own === fold)) scores[row] = logOdds(model, rows.inputs[row]!);
  }
  return scores;
}

/** On all rows, calibrated on what fits say of leads they had not seen. */
export function fitThreat(rows: ThreatRows, unseen: Float64Array): ThreatWeights {
  const { slope, offset } = fitCalibration(unseen, rows.lost);
  const { bias, weights, means } = fitRows(
    rows,
    rowsWhere(rows, () => true),
  );
  return { bias: slope * bias + offset, weights: weights.map((weight) => slope * weight), means };
}
