/** Whether and when the lead converts, given that it is open now. */
import type { Forecast, ForecastJudge, ForecastQuestion } from '../models/judges.ts';
import { packCurve, unpackCurve } from '../schemas/apply-delta.ts';
import { DECAY_DAYS } from '../schemas/horizons.ts';
import { DECAY_ASKED, decayCurve, membersOf, quantileDays } from './forecast-shape.ts';
import { marketContext } from './market-context.ts';
import { iso, round } from './round.ts';
import { touchpoints } from './touchpoints.ts';
import type { ForecastTurn, ProfileTurn } from './turn.ts';

const DAY_MS = 86_400_000;
const INTERVAL_LEVEL = 0.8;
/** A curve is sent again when some point of it moved more than this. */
const CURVE_TOLERANCE = 0.005;

type Answer = NonNullable<ForecastTurn['forecast']>;

export function createForecastConversion(judge: ForecastJudge) {
  return function forecastConversion(turns: ProfileTurn[]): ForecastTurn[] {
    const questions = turns.map(question);
    const asked = questions.filter((q) => q !== undefined);
    const forecasts = judge.predict(asked);
    const silent = judge.silence(asked, DECAY_ASKED);
    let next = 0;
    return turns.map((turn, i) => {
      if (!questions[i]) return { ...turn, forecast: turn.state.view ?? undefined };
      const n = next++;
      return { ...turn, forecast: forecastOf(turn, forecasts[n]!, silent[n]!) };
    });
  };
}

/** Once the outcome is known the last forecast made before it stands: that is the one to be judged by it. */
function question({ vector, state, asOf }: ProfileTurn): ForecastQuestion | undefined {
  const over = state.status === 'converted' || state.status === 'lost';
  if (!vector || (over && state.view)) return undefined;
  return { memory: state.forecast, features: state.features, at: asOf };
}

function forecastOf(turn: ProfileTurn, judged: Forecast, silent: readonly number[]): Answer {
  const { state, asOf } = turn;
  const { curve, kind, pConvert } = judged;
  const before = state.view?.curves;
  const touch = touchpoints(state, asOf);
  const quantiles = quantileDays(judged);
  const medianDays = round(judged.medianDays, 1);
  const forecast: Partial<Answer['forecast']> = {
    kind,
    pConvert: round(pConvert, 4),
    medianDays,
    quantileDays: quantiles,
    intervalLevel: INTERVAL_LEVEL,
    optimalTouchpoints: touch.optimalTouchpoints,
    touchpointNote: touch.touchpointNote,
    marketContext: marketContext(state, turn.before),
    members: membersOf(judged),
    epistemic: round(judged.epistemic, 3),
    weights: weightsOf(judged.reasons),
  };
  // Absent means null, as a merge patch wants it.
  if (kind === 'date') forecast.expectedConversionDate = dayFrom(asOf, medianDays);
  if (kind !== 'insufficient') {
    forecast.confidenceInterval = [dayFrom(asOf, quantiles.q10), dayFrom(asOf, quantiles.q90)];
  }
  const decay = decayCurve(pConvert, silent, DECAY_DAYS);
  return {
    forecast: forecast as Answer['forecast'],
    curves: {
      probability: settledCurve(before?.probability, curve),
      decay: settledCurve(before?.decay, decay),
    },
  };
}

function weightsOf(reasons: Forecast['reasons']): Record<string, number> {
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
