/** Closes the competitive part of a turn: the lead remembers it, and what was said goes out in the same commit. */
import type { Output } from '../../schemas/flow.ts';
import type { NextTurn } from '../turn.ts';
import type { CompetingTurn } from './competing-turn.ts';

export function tellCompetition(turn: CompetingTurn): NextTurn {
  const { competition, said, state } = turn;
  if (competition === state.competition && said.length === 0) return turn;
  const route = { tenant: state.tenant, lead: state.lead, agent: state.contact.agent ?? '' };
  const records: Output[] = said.map((body) => ({ to: 'alerts', body, route }));
  return { ...turn, state: { ...state, competition }, outputs: turn.outputs.concat(records) };
}
