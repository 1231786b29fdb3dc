/** A model's forecast as it is served: calibrated where outcomes asked for it, and told to those who will judge it. */
import type { Forecast, ForecastJudge } from '../models/judges.ts';
import { calibrate, calibrateCurve } from '../models/learning/calibration.ts';
import { FACT_DAYS, type ForecastFact } from '../schemas/forecast-facts.ts';
import type { Calibration } from '../schemas/system-event.ts';
import { round } from './round.ts';

/** What serving changes of a forecast, and the same of its values after silence. */
export interface Served {
  forecast: Forecast;
  silent: readonly number[];
}

/** Days given conversion, and with them the commitment to a date, stay as the model has them. */
export function serveForecast(
  forecast: Forecast,
  silent: readonly number[],
  calibration: Calibration | null,
): Served {
  if (!calibration) return { forecast, silent };
  const curve = calibrateCurve(forecast.curve, calibration);
  const pConvert = calibrate(forecast.pConvert, calibration);
  // In log-odds from the average lead: the offset moves both alike, the slope stretches what lies between.
  const { explanation } = forecast;
  const reasons = explanation?.reasons.map(({ id, weight }) => ({ id, weight: weight * calibration.slope }));
  return {
    forecast: {
      ...forecast,
      curve,
      pConvert,
      explanation: explanation && { ...explanation, reasons: reasons! },
    },
    silent: silent.map((p) => calibrate(p, calibration)),
  };
}

/**
 * @param served the forecast after calibration
 * @param raw P(converts within the horizon) before it
 */
export function factOf(
  { version }: ForecastJudge,
  { kind, curve, q05, q10, q90, q95, medianDays }: Forecast,
  raw: number,
  calibration: Calibration | null,
): ForecastFact {
  return {
    version,
    calibration: calibration?.id ?? '',
    kind,
    p: FACT_DAYS.map((day) => round(curve[day - 1]!, 5)),
    raw: round(raw, 5),
    q05: round(q05, 2),
    q10: round(q10, 2),
    q90: round(q90, 2),
    q95: round(q95, 2),
    medianDays: round(medianDays, 2),
  };
}
