/** Whether and when the lead converts, given that it is open now. */
import type { ForecastJudge, HazardForecast } from '../models/judges.ts';
import { packCurve, unpackCurve } from '../schemas/apply-delta.ts';
import { DECAY_DAYS } from '../schemas/horizons.ts';
import { conversionCurve, forecastKind, quantileDay, quantileDays } from './forecast-shape.ts';
import type { LeadState } from './lead-state.ts';
import { marketContext } from './market-context.ts';
import { iso, round } from './round.ts';
import { touchpoints } from './touchpoints.ts';
import { askTogether, type ForecastTurn, type ProfileTurn } from './turn.ts';

const DAY_MS = 86_400_000;
const INTERVAL_LEVEL = 0.8;
/** A curve is sent again when some point of it moved more than this. */
const CURVE_TOLERANCE = 0.005;
const SILENT_DAYS = Array.from({ length: DECAY_DAYS }, (_, day) => day + 1);

type Question = Parameters<ForecastJudge['predict']>[0][number];
type Answer = NonNullable<ForecastTurn['forecast']>;

export function createForecastConversion(judge: ForecastJudge) {
  return function forecastConversion(turns: ProfileTurn[]): ForecastTurn[] {
    const questions = turns.map(question);
    const hazards = askTogether(
      questions,
      (asked) => asked,
      (batch) => judge.predict(batch),
    );
    return turns.map((turn, i) => {
      const hazard = hazards[i];
      const asked = questions[i];
      if (!hazard || !asked) return { ...turn, forecast: turn.state.view ?? undefined };
      return { ...turn, forecast: forecastOf(turn, hazard, judge.silence(asked, SILENT_DAYS)) };
    });
  };
}

/** Once the outcome is known the last forecast made before it stands: that is the one to be judged by it. */
function question({ vector, segments, state, asOf }: ProfileTurn): Question | undefined {
  const over = state.status === 'converted' || state.status === 'lost';
  if (!vector || !segments || (over && state.view)) return undefined;
  return { features: vector, ageDays: (asOf - state.firstAt) / DAY_MS, segment: segments };
}

function forecastOf(turn: ProfileTurn, hazard: HazardForecast, decay: number[]): Answer {
  const { state, asOf } = turn;
  const curve = conversionCurve(hazard);
  const before = state.view?.curves;
  const touch = touchpoints(state, asOf);
  const { kind, pConvert, medianDays, quantiles } = shapeOf(state, curve);
  const forecast: Partial<Answer['forecast']> = {
    kind,
    pConvert,
    medianDays,
    quantileDays: quantiles,
    intervalLevel: INTERVAL_LEVEL,
    optimalTouchpoints: touch.optimalTouchpoints,
    touchpointNote: touch.touchpointNote,
    marketContext: marketContext(state, turn.before),
    members: { baseline: { pConvert, medianDays, weight: 1 } },
    epistemic: 0,
    weights: weightsOf(hazard.reasons),
  };
  // Absent means null, as a merge patch wants it.
  if (kind === 'date') forecast.expectedConversionDate = dayFrom(asOf, medianDays);
  if (kind !== 'insufficient') {
    forecast.confidenceInterval = [dayFrom(asOf, quantiles.q10), dayFrom(asOf, quantiles.q90)];
  }
  const probability = settledCurve(before?.probability, curve);
  return {
    forecast: forecast as Answer['forecast'],
    curves: { probability, decay: settledCurve(before?.decay, decay) },
  };
}

function shapeOf(state: LeadState, curve: Float64Array) {
  const pConvert = round(curve[curve.length - 1]!, 4);
  const quantiles = quantileDays(curve);
  const kind = forecastKind(state.messages + state.activities, pConvert, quantiles);
  return { kind, pConvert, medianDays: quantileDay(curve, 0.5), quantiles };
}

function weightsOf(reasons: HazardForecast['reasons']): Record<string, number> {
  const weights: Record<string, number> = {};
  for (const { id, weight } of reasons) {
    const rounded = round(weight, 2);
    if (rounded !== 0) weights[id] = rounded;
  }
  return weights;
}

/** Whole days, UTC: nobody knows the hour. */
const dayFrom = (asOf: number, days: number): string => iso(Math.floor(asOf / DAY_MS + days) * DAY_MS);

/** The curve before, while it still says the same within {@link CURVE_TOLERANCE}. */
function settledCurve(before: string | undefined, now: ArrayLike<number>): string {
  return before !== undefined && near(unpackCurve(before), now) ? before : packCurve(now);
}

function near(known: number[], now: ArrayLike<number>): boolean {
  if (known.length !== now.length) return false;
  for (let i = 0; i < known.length; i++) if (Math.abs(known[i]! - now[i]!) > CURVE_TOLERANCE) return false;
  return true;
}
