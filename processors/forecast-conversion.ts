/** Whether and when the lead converts, given that it is open now. */
import type { ForecastJudge, HazardForecast } from '../models/judges.ts';
import { calibrate, calibrateCurve } from '../models/learning/calibration.ts';
import { packCurve, unpackCurve } from '../schemas/apply-delta.ts';
import { FACT_DAYS, type ForecastFact } from '../schemas/forecast-facts.ts';
import { DECAY_DAYS } from '../schemas/horizons.ts';
import type { Calibration } from '../schemas/system-event.ts';
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

/** @param judges the bundled one first; whichever serves, the others forecast in its shadow, for the record only */
export function createForecastConversion(judges: readonly ForecastJudge[]) {
  return function forecastConversion(turns: ProfileTurn[]): ForecastTurn[] {
    const questions = turns.map(question);
    const answers = judges.map((judge) =>
      askTogether(
        questions,
        (asked) => asked,
        (batch) => judge.predict(batch),
      ),
    );
    return turns.map((turn, i) => {
      const asked = questions[i];
      if (!asked) return { ...turn, forecast: turn.state.view ?? undefined, told: [] };
      const servingAt = indexServing(judges, turn);
      const calibration = turn.serving?.calibration ?? null;
      const served = spelled(turn.state, answers[servingAt]![i]!, calibration);
      const decay = judges[servingAt]!.silence(asked, SILENT_DAYS);
      const silent = calibration ? decay.map((p) => calibrate(p, calibration)) : decay;
      const told = [factOf(judges[servingAt]!, served, calibration)];
      for (const [j, judge] of judges.entries()) {
        if (j !== servingAt) told.push(factOf(judge, spelled(turn.state, answers[j]![i]!, null), null));
      }
      return { ...turn, forecast: forecastOf(turn, served, silent), told };
    });
  };
}

/** Of the judge that serves this turn's lead; the bundled one where nothing was decided. */
function indexServing(judges: readonly ForecastJudge[], { serving }: ProfileTurn): number {
  if (!serving) return 0;
  const index = judges.findIndex(({ version }) => version === serving.version);
  if (index < 0) throw new Error(`forecastConversion: no forecast ${serving.version} is loaded`);
  return index;
}

/** Once the outcome is known the last forecast made before it stands: that is the one to be judged by it. */
function question({ vector, segments, state, asOf }: ProfileTurn): Question | undefined {
  const over = state.status === 'converted' || state.status === 'lost';
  if (!vector || !segments || (over && state.view)) return undefined;
  return { features: vector, ageDays: (asOf - state.firstAt) / DAY_MS, segment: segments };
}

/** A model's answer in the terms it is told in. */
interface Spelled {
  curve: Float64Array;
  /** `pConvert` before calibration. */
  raw: number;
  shape: ReturnType<typeof shapeOf>;
  reasons: HazardForecast['reasons'];
}

function spelled(state: LeadState, hazard: HazardForecast, calibration: Calibration | null): Spelled {
  const own = conversionCurve(hazard);
  const raw = own[own.length - 1]!;
  if (!calibration) return { curve: own, raw, shape: shapeOf(state, own), reasons: hazard.reasons };
  const curve = calibrateCurve(own, calibration);
  // In log-odds from the average lead: the offset moves both alike, the slope stretches what lies between.
  const reasons = hazard.reasons.map(({ id, weight }) => ({ id, weight: weight * calibration.slope }));
  return { curve, raw, shape: shapeOf(state, curve), reasons };
}

function factOf(judge: ForecastJudge, served: Spelled, calibration: Calibration | null): ForecastFact {
  const { kind, medianDays, quantiles } = served.shape;
  return {
    version: judge.version,
    calibration: calibration?.id ?? '',
    kind,
    p: FACT_DAYS.map((day) => round(served.curve[day - 1]!, 5)),
    raw: round(served.raw, 5),
    ...{ q05: quantiles.q05, q10: quantiles.q10, q90: quantiles.q90, q95: quantiles.q95 },
    medianDays,
  };
}

function forecastOf(turn: ProfileTurn, { curve, shape, reasons }: Spelled, decay: number[]): Answer {
  const { state, asOf } = turn;
  const before = state.view?.curves;
  const touch = touchpoints(state, asOf);
  const { kind, pConvert, medianDays, quantiles } = shape;
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
    weights: weightsOf(reasons),
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
