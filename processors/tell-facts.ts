/** What the learning role needs to know of this turn: the forecasts just made, or how the lead ended. */
import type { Judges } from '../models/judges.ts';
import type { ForecastFacts, Stage } from '../schemas/forecast-facts.ts';
import type { FactsTurn, InsightTurn } from './turn.ts';

/** Features that count what a stage begins with, furthest stage first. */
const MARKS: readonly (readonly [Stage, string])[] = [
  ['contract', 'count.offer_accepted'],
  ['offer', 'count.offer_made'],
  ['showing', 'count.showing_attended'],
];

export function createTellFacts({ features }: Judges) {
  const marks = MARKS.map(([stage, name]) => ({ stage, at: features.names.indexOf(name) }));

  /** A count above 0 in whatever scale means at least one; a lead that wrote once only inquired. */
  const stageOf = ({ vector, state }: InsightTurn): Stage => {
    const reached = vector && marks.find(({ at }) => at >= 0 && vector[at]! > 0);
    return reached?.stage ?? (state.messages > 1 ? 'engaged' : 'inquiry');
  };

  return function tellFacts(turn: InsightTurn): FactsTurn {
    const { event, state, told, asOf, profile } = turn;
    if (told.length === 0 && event.type !== 'outcome' && event.type !== 'erase')
      return { ...turn, facts: undefined };
    const facts: ForecastFacts = {
      ...{ v: 1, tenant: state.tenant, lead: state.lead, seq: state.seq, at: asOf, since: state.firstAt },
      status: event.type === 'erase' ? 'erased' : state.status,
      stage: stageOf(turn),
      segment: profile?.primaryMicrosegment ?? '',
      forecasts: told,
    };
    return { ...turn, facts };
  };
}
