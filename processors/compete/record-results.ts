/** How it ended against each competitor that was at the door: for the counts of wins and losses. */
import type { ResultRecord } from '../../schemas/competition.ts';
import { iso } from '../round.ts';
import { areaOf, type CompetingTurn, saidBase, withSaid } from './competing-turn.ts';
import type { Rival } from './competition-state.ts';
import { rivalKey } from './merge-rivals.ts';

const DAY_MS = 86_400_000;
/** Nobody was at the door any more who was not spoken of for so long. */
const ALIVE_MS = 60 * DAY_MS;

export function recordResults(turn: CompetingTurn): CompetingTurn {
  const { event, competition } = turn;
  if (event.type !== 'outcome' || competition.rivals.length === 0) return turn;
  if (event.result !== 'converted' && event.result !== 'lost') return turn;
  const result = event.result === 'converted' ? 'won' : 'lost';
  return againstWhom(turn).reduce((known, rival) => withSaid(known, resultOf(known, rival, result)), turn);
}

/** Who is named as the winner has won, and none of the others; else all who are alive. */
function againstWhom({ competition, event, asOf }: CompetingTurn): Rival[] {
  const named = competition.rivals.filter(({ source }) => source === event.id);
  return named.length > 0 ? named : competition.rivals.filter(({ lastAt }) => asOf - lastAt < ALIVE_MS);
}

/** The threat is that of before the outcome: it is over now. */
function resultOf(turn: CompetingTurn, rival: Rival, result: ResultRecord['result']): ResultRecord {
  const { before, profile, state } = turn;
  const { p = 0, warnedAt = 0 } = before?.competition ?? {};
  const segment = (profile ?? state.view?.profile)?.primaryMicrosegment ?? '';
  return {
    ...{ ...saidBase(turn, 'result'), kind: 'result', competitor: rivalKey(rival), result },
    ...{ area: areaOf(turn), segment, p },
    ...(warnedAt > 0 && { warnedAt: iso(warnedAt) }),
  };
}
