/** What the learning role needs to know of this turn: the forecasts just made, or how the lead ended. */
import type { ForecastFacts } from '../schemas/forecast-facts.ts';
import type { FactsTurn, InsightTurn } from './turn.ts';

export function tellFacts(turn: InsightTurn): FactsTurn {
  const { event, state, told, asOf, profile } = turn;
  if (!told && event.type !== 'outcome' && event.type !== 'erase') return { ...turn, facts: undefined };
  const facts: ForecastFacts = {
    v: 1,
    tenant: state.tenant,
    lead: state.lead,
    seq: state.seq,
    at: asOf,
    since: state.firstAt,
    status: event.type === 'erase' ? 'erased' : state.status,
    stage: told?.stage ?? '',
    segment: profile?.primaryMicrosegment ?? '',
    forecasts: told?.forecasts ?? [],
  };
  return { ...turn, facts };
}
