/** A forecast in the words of an insight: rounded, dated, and with its decay drawn through few points. */
import { type Explanation, type Forecast, SILENT_DAYS } from '../models/judges.ts';
import type { ConversionForecast } from '../schemas/insight.ts';
import { round } from './round.ts';

export const quantileDays = (f: Forecast): ConversionForecast['quantileDays'] => ({
  q05: round(f.q05, 1),
  q10: round(f.q10, 1),
  q25: round(f.q25, 1),
  q75: round(f.q75, 1),
  q90: round(f.q90, 1),
  q95: round(f.q95, 1),
});

export const membersOf = (members: Explanation['members']): ConversionForecast['members'] =>
  Object.fromEntries(
    Object.entries(members).map(([name, { pConvert, medianDays, weight }]) => [
      name,
      { pConvert: round(pConvert, 3), medianDays: round(medianDays, 1), weight: round(weight, 2) },
    ]),
  );

const bounded = (p: number): number => Math.min(1 - 1e-6, Math.max(1e-6, p));
/** Log-odds, finite for 0 and 1 too. */
export const logit = (p: number): number => Math.log(bounded(p) / (1 - bounded(p)));

/**
 * P(converts within the horizon) after 1 … `days` more days of silence; between known days drawn in log-odds.
 * @param asked its values at {@link SILENT_DAYS}
 */
export function decayCurve(now: number, asked: readonly number[], days: number): number[] {
  const at = [0, ...SILENT_DAYS];
  const z = [now, ...asked].map(logit);
  return Array.from({ length: days }, (_, i) => {
    const day = i + 1;
    const k = Math.min(
      at.length - 2,
      at.findLastIndex((from) => from < day),
    );
    const share = (day - at[k]!) / (at[k + 1]! - at[k]!);
    return 1 / (1 + Math.exp(-(z[k]! + share * (z[k + 1]! - z[k]!))));
  });
}
