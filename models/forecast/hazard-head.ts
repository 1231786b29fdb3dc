/**
 * The head that every member shares: a mixture of leads that will convert, each day with a discrete-time hazard
 * (logistic, Brown 1975; Gensheimer and Narasimhan, PeerJ 7, 2019), and leads that never will, the cure fraction
 * (Berkson and Gage, JASA 47, 1952), of whom each day some are recorded as lost. Its derivative is worked out by hand,
 * since a lead's clocks touch a few of the coefficients a day.
 *
 * Sources of a row: c = P(never converts); h(d), q(d) daily hazards of conversion and of a recorded loss;
 * converted on day t: (1 − c) h(t) Π (1 − h); lost on day t: c q(t) Π (1 − q); open after day t: (1 − c) Π (1 − h) + c Π (1 − q).
 */
import {
  BASIS_WIDTH,
  type Clocks,
  conversionLogits,
  DAYS,
  LOSS_WIDTH,
  lossLogits,
  spreadConversion,
  spreadLoss,
} from './day-basis.ts';

/** ln odds of never converting. */
export const CURE = BASIS_WIDTH;
const LOSS = CURE + 1;
/** Length of a member's output, of which the head makes a forecast. */
export const HEAD_WIDTH = LOSS + LOSS_WIDTH;

export const KIND = { open: 0, converted: 1, lost: 2 } as const;

/** What became of a lead after a look: `day` 0 is the rest of the day of the look. */
export interface Ending {
  kind: number;
  /** Of the conversion or loss, or the last day seen; not beyond the horizon. */
  day: number;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** ln(1 + e^x) */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const convert = new Float64Array(DAYS);
const lose = new Float64Array(DAYS);
const gradient = new Float64Array(HEAD_WIDTH);

/** Σ ln(1 − hazard) over the first `days`. */
function logSurvival(logits: Float64Array, days: number): number {
  let sum = 0;
  for (let j = 0; j < days; j++) sum -= softplus(logits[j]!);
  return sum;
}

/** d/dlogit of Σ ln(1 − hazard), times `scale`, in place of the logits. */
function survivalSlope(logits: Float64Array, days: number, scale: number): void {
  for (let j = 0; j < days; j++) logits[j] = -scale * sigmoid(logits[j]!);
}

/**
 * −ln likelihood of one row; adds `weight` times its derivative into `slope` from `offset`.
 *
 * @param e the member's output, HEAD_WIDTH from `offset`
 */
export function headLoss(
  e: Float32Array | Float64Array,
  offset: number,
  clocks: Clocks,
  ending: Ending,
  weight: number,
  slope: Float32Array | Float64Array,
): number {
  const own = e.subarray(offset, offset + HEAD_WIDTH);
  const days = ending.day + 1;
  const cure = own[CURE]!;
  const [logCured, logUncured] = [-softplus(-cure), -softplus(cure)];
  gradient.fill(0);
  let loss: number;
  if (ending.kind === KIND.converted) {
    conversionLogits(own, clocks, days, convert);
    const last = convert[ending.day]!;
    loss = -(logUncured + logSurvival(convert, days) + last);
    gradient[CURE] = sigmoid(cure);
    survivalSlope(convert, days, -1);
    convert[ending.day]! -= 1;
    spreadConversion(convert, clocks, days, gradient);
  } else if (ending.kind === KIND.lost) {
    lossLogits(own, LOSS, days, lose);
    const last = lose[ending.day]!;
    loss = -(logCured + logSurvival(lose, days) + last);
    gradient[CURE] = -sigmoid(-cure);
    survivalSlope(lose, days, -1);
    lose[ending.day]! -= 1;
    spreadLoss(lose, LOSS, days, gradient);
  } else {
    conversionLogits(own, clocks, days, convert);
    lossLogits(own, LOSS, days, lose);
    const will = logUncured + logSurvival(convert, days);
    const never = logCured + logSurvival(lose, days);
    const most = Math.max(will, never);
    const total = most + Math.log(Math.exp(will - most) + Math.exp(never - most));
    const share = Math.exp(will - total);
    loss = -total;
    gradient[CURE] = share * sigmoid(cure) - (1 - share) * sigmoid(-cure);
    survivalSlope(convert, days, -share);
    spreadConversion(convert, clocks, days, gradient);
    survivalSlope(lose, days, -(1 - share));
    spreadLoss(lose, LOSS, days, gradient);
  }
  for (let k = 0; k < HEAD_WIDTH; k++) slope[offset + k]! += weight * gradient[k]!;
  return weight * loss;
}

/** P(converts on or before each calendar day), day 0 … HORIZON, written to `out` (DAYS long). */
export function headIncidence(
  e: Float32Array | Float64Array,
  offset: number,
  clocks: Clocks,
  out: Float64Array,
): void {
  const own = e.subarray(offset, offset + HEAD_WIDTH);
  conversionLogits(own, clocks, DAYS, out);
  const uncured = sigmoid(-own[CURE]!);
  let survives = 1;
  for (let j = 0; j < DAYS; j++) {
    survives *= sigmoid(-out[j]!);
    out[j] = uncured * (1 - survives);
  }
}

/** P(converts within the horizon), the last day counting by `share`. @see convertedCurve */
export function headWithin(
  e: Float32Array | Float64Array,
  offset: number,
  clocks: Clocks,
  share: number,
): number {
  const own = e.subarray(offset, offset + HEAD_WIDTH);
  conversionLogits(own, clocks, DAYS, convert);
  // 1 / survival: one division for all days.
  let inverse = 1;
  for (let j = 0; j < DAYS - 1; j++) inverse *= 1 + Math.exp(convert[j]!);
  const survives = 1 / inverse;
  const last = survives * sigmoid(convert[DAYS - 1]!);
  return sigmoid(-own[CURE]!) * (1 - survives + share * last);
}
