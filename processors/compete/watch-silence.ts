/** A lead that spoke of a competitor and is silent for longer than it usually is. */
import type { NextTurn } from '../turn.ts';
import type { CompetingTurn } from './competing-turn.ts';
import type { CompetitionState, Rival, SeenSignal } from './competition-state.ts';
import { calledOf, rivalKey } from './merge-rivals.ts';
import { quietText } from './signal-texts.ts';

const DAY_MS = 86_400_000;
/** Silence counts from twice the usual gap on, but not before, nor later, than this. */
const QUIET = { gaps: 2, least: 3 * DAY_MS, most: 14 * DAY_MS };
/** What was said is what the lead was silent after, if it wrote little more since. */
const SAID_WITHIN_MS = 3 * DAY_MS;
const STANDS_MS = 14 * DAY_MS;

/** When the silence of a lead counts, epoch ms; 0 where none would. */
export function quietAfter(
  { rivals, gap }: CompetitionState,
  { lastLeadAt }: Pick<NextTurn['state'], 'lastLeadAt'>,
): number {
  return spokenOf(rivals, lastLeadAt) ? lastLeadAt + silenceOf(gap) : 0;
}

const silenceOf = (gap: number): number => Math.min(QUIET.most, Math.max(QUIET.least, QUIET.gaps * gap));

/** Who a lead leaves is nobody to be silent for. */
const spokenOf = (rivals: readonly Rival[], lastLeadAt: number): Rival | undefined =>
  rivals.find(({ lastAt, stance }) => stance !== 'complaining' && lastLeadAt - lastAt < SAID_WITHIN_MS);

export function quietSignal({ competition, state, asOf }: CompetingTurn): SeenSignal | undefined {
  const quiet = quietAfter(competition, state);
  if (quiet === 0 || asOf < quiet) return undefined;
  const rival = spokenOf(competition.rivals, state.lastLeadAt)!;
  const days = Math.floor((asOf - state.lastLeadAt) / DAY_MS);
  return {
    ...{ id: `quiet:${rival.source}`, monitor: 'contact', kind: 'quiet_after_mention' },
    ...{ text: quietText(calledOf(rival), days), source: rival.source },
    ...{ at: asOf, expires: asOf + STANDS_MS, competitor: rivalKey(rival), listing: '', grave: false },
  };
}
