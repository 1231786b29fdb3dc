/** From a daily hazard with a cure fraction to what people ask: by when, how likely, how sure. Pure arithmetic. */
import type { HazardForecast } from '../models/judges.ts';
import type { ConversionForecast } from '../schemas/insight.ts';
import { round } from './round.ts';

/** P(converted by the end of day d), d = 1 …: (1 − cure) · (1 − Π(1 − hazard)). */
export function conversionCurve({ hazard, cure }: Pick<HazardForecast, 'hazard' | 'cure'>): Float64Array {
  const curve = new Float64Array(hazard.length);
  let survival = 1;
  for (let day = 0; day < hazard.length; day++) {
    survival *= 1 - hazard[day]!;
    curve[day] = (1 - cure) * (1 - survival);
  }
  return curve;
}

/**
 * Days until a share `q` of those who convert within the horizon has converted, linear within a day. The length
 * of the curve where nobody does.
 */
export function quantileDay(curve: Float64Array, q: number): number {
  const target = q * curve[curve.length - 1]!;
  if (!(target > 0)) return curve.length;
  const day = firstDay(curve, target);
  const before = day > 0 ? curve[day - 1]! : 0;
  return round(day + (target - before) / (curve[day]! - before), 1);
}

/** Index of the first point of a rising curve that reaches `target`; halving, as this is asked for every event. */
function firstDay(curve: Float64Array, target: number): number {
  let low = 0;
  let high = curve.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (curve[middle]! >= target) high = middle;
    else low = middle + 1;
  }
  return low;
}

export const quantileDays = (curve: Float64Array): ConversionForecast['quantileDays'] => ({
  q05: quantileDay(curve, 0.05),
  q10: quantileDay(curve, 0.1),
  q25: quantileDay(curve, 0.25),
  q75: quantileDay(curve, 0.75),
  q90: quantileDay(curve, 0.9),
  q95: quantileDay(curve, 0.95),
});

/** Messages and activities of the lead from which there is something to forecast on. */
const EVIDENCE = 2;
const DATE_P = 0.5;
const DATE_DAYS = 30;

/**
 * What the forecast may call itself. `insufficient`: the lead did fewer than 2 things. `date`, a commitment: it
 * converts with at least 0.5, and 80% of the days lie within 30 days. `window` otherwise.
 */
export function forecastKind(
  evidence: number,
  pConvert: number,
  { q10, q90 }: ConversionForecast['quantileDays'],
): ConversionForecast['kind'] {
  if (evidence < EVIDENCE) return 'insufficient';
  return pConvert >= DATE_P && q90 - q10 <= DATE_DAYS ? 'date' : 'window';
}
