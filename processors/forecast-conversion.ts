/** Whether and when the lead converts, given that it is open now. */
import type { Explanation, Forecast, ForecastQuestion, Judges } from '../models/judges.ts';
import { isNearCurve, packCurve } from '../schemas/curve.ts';
import { DECAY_DAYS } from '../schemas/horizons.ts';
import { decayCurve, logit, membersOf, quantileDays } from './forecast-shape.ts';
import type { LeadState } from './lead-state.ts';
import { marketContext } from './market-context.ts';
import { iso, round } from './round.ts';
import { factOf, serveForecast } from './told-forecast.ts';
import { touchpoints } from './touchpoints.ts';
import { askTogether, type ForecastTurn, type ProfileTurn } from './turn.ts';

const DAY_MS = 86_400_000;
const INTERVAL_LEVEL = 0.8;
/** A curve is sent again when some point of it moved more than this. */
const CURVE_TOLERANCE = 0.005;

/** The judges by place: each has a memory of its own in the state. */
const [BUNDLED, CHALLENGER] = [0, 1];

type Answer = NonNullable<ForecastTurn['forecast']>;

/** Whichever of the two serves a lead, the other forecasts in its shadow, for the record only. */
export function createForecastConversion({ forecast, challenger }: Pick<Judges, 'forecast' | 'challenger'>) {
  const judges = challenger ? [forecast, challenger] : [forecast];
  const servingAt = ({ serving }: ProfileTurn) =>
    serving && serving.version === challenger?.version ? CHALLENGER : BUNDLED;

  return function forecastConversion(turns: ProfileTurn[]): ForecastTurn[] {
    const forecasts = judges.map((judge, j) =>
      askTogether(
        turns,
        (turn) => question(turn, j),
        (batch) => (batch.length > 0 ? judge.predict(batch) : []),
      ),
    );
    return turns.map((turn, i) => {
      const at = servingAt(turn);
      const own = forecasts[at]![i];
      if (!own) return { ...turn, forecast: standing(turn), told: undefined };
      const calibration = turn.serving?.calibration ?? null;
      const explained = explainedBy(own, turn);
      const { forecast: served, silent } = serveForecast(own, fallen(own, explained), calibration);
      const facts = [factOf(judges[at]!, served, own.pConvert, calibration)];
      const shadow = forecasts[1 - at]?.[i];
      // One that missed the lead's beginnings would be judged on what it was never told.
      if (shadow && turn.state.shadow?.whole)
        facts.push(factOf(judges[1 - at]!, shadow, shadow.pConvert, null));
      const since = own.explanation ? 0 : logit(own.pConvert) - logit(explained.p);
      const other = since * (calibration?.slope ?? 1);
      return {
        ...turn,
        state: { ...turn.state, explained },
        forecast: forecastOf(turn, served, silent, other),
        told: { stage: own.stage, forecasts: facts },
      };
    });
  };
}

/** The forecast before, in the market of now: that may have moved and nothing else. */
function standing({ state, before }: ProfileTurn): ForecastTurn['forecast'] {
  const { view } = state;
  if (!view || state.market === before?.market) return view ?? undefined;
  const { forecast, curves } = view;
  return { curves, forecast: { ...forecast, marketContext: marketContext(state, before) } };
}

/** Once the outcome is known the last forecast made before it stands: that is the one to be judged by it. */
function question({ judged, state, asOf }: ProfileTurn, judge: number): ForecastQuestion | undefined {
  const over = state.status === 'converted' || state.status === 'lost';
  const memory = judge === BUNDLED ? state.forecast : state.shadow?.memory;
  if (!memory || !judged || (over && state.view)) return undefined;
  const known = state.view && state.explained.at > 0;
  return { memory, features: state.features, at: asOf, ...(known && { before: state.explained.p }) };
}

/** What a forecast was last explained by. */
function explainedBy(
  { pConvert: p, explanation }: Forecast,
  { state, asOf }: ProfileTurn,
): LeadState['explained'] {
  if (!explanation) return state.explained;
  return { p, at: asOf, fall: explanation.silent.map((after) => logit(after) - logit(p)) };
}

/** P(converts) after the silence asked for, as far as it falls from where it is now. */
const fallen = ({ pConvert }: Forecast, { fall }: LeadState['explained']): number[] =>
  fall.map((by) => 1 / (1 + Math.exp(-(logit(pConvert) + by))));

/** @param other how far the chance moved, in log-odds, since reasons were made */
function forecastOf(turn: ProfileTurn, judged: Forecast, silent: readonly number[], other: number): Answer {
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
    ...(judged.explanation ? explanationOf(judged.explanation) : lastExplanation(state, other)),
  };
  // Absent means null, as a merge patch wants it.
  if (kind === 'date') forecast.expectedConversionDate = dayFrom(asOf, medianDays);
  if (kind !== 'insufficient') {
    forecast.confidenceInterval = [dayFrom(asOf, quantiles.q10), dayFrom(asOf, quantiles.q90)];
  }
  return {
    forecast: forecast as Answer['forecast'],
    curves: {
      probability: settledCurve(before?.probability, curve),
      decay: settledCurve(before?.decay, decayCurve(pConvert, silent, DECAY_DAYS)),
    },
  };
}

type Explained = Pick<Answer['forecast'], 'members' | 'epistemic' | 'weights'>;

function explanationOf({ reasons, members, epistemic }: Explanation): Explained {
  const weights: Record<string, number> = {};
  for (const { id, weight } of reasons) {
    const rounded = round(weight, 2);
    if (rounded !== 0) weights[id] = rounded;
  }
  return { members: membersOf(members), epistemic: round(epistemic, 3), weights };
}

/** What still holds, and what came since as a reason of its own: they add up to the chance as it is. */
function lastExplanation({ view }: LeadState, other: number): Explained {
  const { members, epistemic, weights } = view!.forecast;
  const { other: _, ...known } = weights;
  const rounded = round(other, 2);
  return { members, epistemic, weights: rounded === 0 ? known : { ...known, other: rounded } };
}

/** Whole days, UTC: nobody knows the hour. */
const dayFrom = (asOf: number, days: number): string => iso(Math.floor(asOf / DAY_MS + days) * DAY_MS);

/** The curve before, while it still says the same within {@link CURVE_TOLERANCE}. */
function settledCurve(before: string | undefined, now: ArrayLike<number>): string {
  return before !== undefined && isNearCurve(before, now, CURVE_TOLERANCE) ? before : packCurve(now);
}
