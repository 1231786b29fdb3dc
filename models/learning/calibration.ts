/** A calibration of forecasts already made: P′ = σ(slope · logit P + offset) (Platt, 1999). Identity: slope 1, offset 0. */

/** Probabilities closer to 0 or 1 than this are taken for it. */
const EDGE = 1e-6;

export interface Line {
  /** Above 0, so that the order of leads stays. */
  slope: number;
  /** In log-odds. */
  offset: number;
}

export const logitOf = (p: number): number => {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, p));
  return Math.log(inside / (1 - inside));
};

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

export const calibrate = (p: number, { slope, offset }: Line): number => sigmoid(slope * logitOf(p) + offset);

/**
 * The curve of P(converted by day d) whose last point is calibrated. Its shape stays, and with it every quantile of
 * the days given conversion: what conformal intervals promise is not touched.
 */
export function calibrateCurve(curve: Float64Array, line: Line): Float64Array {
  const last = curve[curve.length - 1]!;
  if (!(last > 0)) return curve;
  const factor = calibrate(last, line) / last;
  return curve.map((p) => p * factor);
}
