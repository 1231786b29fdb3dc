/** Whether and when the lead converts, given that it is open now. */
import type { ForecastJudge, HazardForecast } from '../models/judges.ts';
import { type PackedView, packCurve, unpackCurve } from '../schemas/apply-delta.ts';
import { DECAY_DAYS } from '../schemas/horizons.ts';
import { explain } from './explain.ts';
import { conversionCurve, forecastKind, quantileDay, quantileDays } from './forecast-shape.ts';
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
      if (!hazard || !asked) return { ...turn, forecast: turn.state.view };
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
  const pConvert = round(curve[curve.length - 1]!, 4);
  const quantiles = quantileDays(curve);
  const medianDays = quantileDay(curve, 0.5);
  const kind = forecastKind(state.messages + state.activities, pConvert, quantiles);
  const reasons = explain(hazard.reasons);
  const before = state.view?.curves;
  return {
    forecast: {
      ...{ kind, pConvert },
      ...dates(kind, asOf, medianDays, quantiles.q10, quantiles.q90),
      ...{ medianDays, quantileDays: quantiles, intervalLevel: INTERVAL_LEVEL },
      ...touchpoints(state, asOf),
      riskFactors: reasons.filter(({ weight }) => weight < 0),
      marketContext: marketContext(state, turn.before),
      members: { baseline: { pConvert, medianDays, weight: 1 } },
      epistemic: 0,
      reasons,
    },
    curves: {
      probability: settledCurve(before?.probability, curve),
      decay: settledCurve(before?.decay, decay),
    },
  };
}

/** Whole days, UTC: nobody knows the hour. Absent means null, as a merge patch wants it. */
function dates(kind: Answer['forecast']['kind'], asOf: number, median: number, from: number, to: number) {
  const day = (days: number) => iso(Math.floor(asOf / DAY_MS + days) * DAY_MS);
  return {
    ...(kind === 'date' && { expectedConversionDate: day(median) }),
    ...(kind !== 'insufficient' && { confidenceInterval: [day(from), day(to)] as [string, string] }),
  } as Pick<Answer['forecast'], 'expectedConversionDate' | 'confidenceInterval'>;
}

/** The curve before, while it still says the same within {@link CURVE_TOLERANCE}. */
function settledCurve(before: PackedView['curves']['decay'] | undefined, now: ArrayLike<number>): string {
  if (before !== undefined) {
    const known = unpackCurve(before);
    if (known.length === now.length && known.every((p, i) => Math.abs(p - now[i]!) <= CURVE_TOLERANCE))
      return before;
  }
  return packCurve(now);
}
