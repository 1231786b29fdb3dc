/** What is said of a lead, read off its calibrated curve. */
import { ENDED } from '../history/lead-notes.ts';
import { type Calibration, calibrateCurve, groupOf } from './calibrated-curve.ts';
import { applyPlatt } from './calibration.ts';
import { daysUntil, likeliestDay } from './converted-curve.ts';
import { HORIZON } from './horizon.ts';
import type { Look } from './replay-history.ts';

/** Days are counted from the look, given conversion. */
export interface ForecastSummary {
  /** P(converts within d days), d = 1 … 365. */
  curve: Float64Array;
  pConvert: number;
  /** Where a day is stated, that day. */
  medianDays: number;
  q05: number;
  q10: number;
  q25: number;
  q75: number;
  q90: number;
  q95: number;
  kind: 'date' | 'window' | 'insufficient';
  likeliestDay: number;
  /** P(converts within ±2 days of the likeliest day). */
  pHit2: number;
}

/** Less than this is too little evidence for a window. */
const FEWEST_EVENTS = 2;

/** What is recorded as converted has; what is recorded as lost rarely comes back. @param p if it were open */
export function endedProbability(p: number, ended: number, returns: number): number {
  if (ended === ENDED.open) return p;
  return ended === ENDED.converted ? 1 : Math.min(p, returns);
}

function endedCurve(curve: Float64Array, ended: number, returns: number): Float64Array {
  if (ended === ENDED.open) return curve;
  if (ended === ENDED.converted) return curve.fill(1);
  const p = curve[HORIZON - 1]!;
  return curve.map((c) => c * (endedProbability(p, ended, returns) / p));
}

/** @param raw the fused curve before calibration */
export function summarise(
  raw: Float64Array,
  look: Pick<Look, 'stage' | 'ended' | 'clocks' | 'events'>,
  calibration: Calibration,
): ForecastSummary {
  const group = groupOf(look);
  const curve = endedCurve(calibrateCurve(raw, group, calibration), look.ended, calibration.returns);
  const pConvert = curve[HORIZON - 1]!;
  const likeliest = likeliestDay(curve);
  const pHit2 = applyPlatt(calibration.hit, likeliest.p, group);
  const sure = look.ended === ENDED.open && pHit2 >= calibration.commitFrom;
  const kind = look.events < FEWEST_EVENTS ? 'insufficient' : sure ? 'date' : 'window';
  const day = (level: number) => daysUntil(curve, level * pConvert);
  return {
    curve,
    pConvert,
    medianDays: kind === 'date' ? likeliest.day : day(0.5),
    q05: day(0.05),
    q10: day(0.1),
    q25: day(0.25),
    q75: day(0.75),
    q90: day(0.9),
    q95: day(0.95),
    kind,
    likeliestDay: likeliest.day,
    pHit2,
  };
}
