/** What agents are shown of a lead's competition. */
import type { CompetitionView } from '../../schemas/competition.ts';
import { iso } from '../round.ts';
import type { CompetitionState, Rival } from './competition-state.ts';

export function competitionView({
  rivals,
  level,
  p,
  valueAtRisk,
  pricing,
}: CompetitionState): CompetitionView {
  return {
    ...{ level, p, valueAtRisk, reasons: [], rivals: rivals.map(rivalView), signals: [] },
    ...(pricing && { pricing }),
  };
}

function rivalView({ competitor, firstAt: _, lastAt, ...rival }: Rival): CompetitionView['rivals'][number] {
  return { ...rival, ...(competitor && { competitor }), lastAt: iso(lastAt) };
}
