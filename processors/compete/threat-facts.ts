/** What the threat is weighed by: the lead as it stands, in the facts that the threat model knows. */
import type { ForecastJudge } from '../../models/judges.ts';
import { FADES_DAYS, type ThreatFacts } from '../../models/threat/facts.ts';
import { type CompetingTurn, tallyAt } from './competing-turn.ts';

const DAY_MS = 86_400_000;

export function threatFacts(
  { state, competition, asOf, event, forecast }: CompetingTurn,
  judge: Pick<ForecastJudge, 'stageOf'>,
): ThreatFacts {
  const { rivals, gap, portal, moves, cuts, rises, showing } = competition;
  const wrote = event.type === 'message' && event.from !== 'lead';
  return {
    at: asOf,
    rivals,
    lastLeadAt: state.lastLeadAt,
    lastAgentAt: wrote ? asOf : Math.max(state.nurture.agentAt, state.nurture.sends.at(-1)?.at ?? 0),
    waiting: state.waiting,
    usualGapMs: gap,
    stage: judge.stageOf(state.forecast),
    pConvert: (forecast?.forecast ?? state.view?.forecast)?.pConvert ?? 0,
    daysKnown: (asOf - state.firstAt) / DAY_MS,
    portalActivities: tallyAt(portal, asOf, FADES_DAYS.portal),
    areaMoves: tallyAt(moves, asOf, FADES_DAYS.moves),
    priceCuts: tallyAt(cuts, asOf, FADES_DAYS.prices),
    priceRises: tallyAt(rises, asOf, FADES_DAYS.prices),
    daysSinceShowing: showing.at === 0 ? Number.POSITIVE_INFINITY : (asOf - showing.at) / DAY_MS,
  };
}
