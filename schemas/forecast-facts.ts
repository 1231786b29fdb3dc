/**
 * What the learning role is told of a forecast: the numbers an outcome will judge, of the model that serves and of
 * the one in its shadow. Travels beside an insight, in a stream field of its own that no agent's reader takes up.
 */
import Type, { type Static } from 'typebox';
import { HORIZON_DAYS } from './horizons.ts';
import { checker, Probability, Tenant } from './words.ts';

/** Days from the forecast by which its probabilities are told. */
export const FACT_DAYS = [30, 60, 90, 180, HORIZON_DAYS] as const;

const Days = Type.Number({ minimum: 0 });

export const ForecastFact = Type.Object({
  version: Type.String(),
  calibration: Type.String({ description: 'Id of the calibration applied; empty where there is none' }),
  kind: Type.Enum(['date', 'window', 'insufficient']),
  p: Type.Array(Probability, {
    minItems: FACT_DAYS.length,
    maxItems: FACT_DAYS.length,
    description: `P(converted within ${FACT_DAYS.join(', ')} days), as served`,
  }),
  raw: Type.Number({ minimum: 0, maximum: 1, description: 'The last of `p` before calibration' }),
  q05: Days,
  q10: Days,
  q90: Days,
  q95: Days,
  medianDays: Days,
});
export type ForecastFact = Static<typeof ForecastFact>;

export const ForecastFacts = Type.Object({
  v: Type.Literal(1),
  tenant: Tenant,
  lead: Type.String(),
  seq: Type.Integer({ minimum: 1, description: 'Of the insight' }),
  at: Type.Integer({ description: 'The moment the forecasts are of, epoch ms' }),
  since: Type.Integer({ description: "The lead's first event, epoch ms" }),
  status: Type.Enum(['open', 'converted', 'lost', 'opted_out', 'erased']),
  stage: Type.String({ description: 'How far the lead has come; empty once it ended' }),
  segment: Type.String(),
  forecasts: Type.Array(ForecastFact, { description: 'The serving model first; empty once the lead ended' }),
});
export type ForecastFacts = Static<typeof ForecastFacts>;
export const FORECAST_FACTS_CHECKER = checker(ForecastFacts);
