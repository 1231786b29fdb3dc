/** A competitor that is spoken of again is one, however often and in whatever words. */
import type { Mention } from '../../schemas/competition.ts';
import { type CompetitionState, MOST_RIVALS, type Rival } from './competition-state.ts';

/** By id in the registry, by name where it is not there, by kind where nobody is named. */
export const rivalKey = ({ competitor, name, kind }: Pick<Mention, 'competitor' | 'name' | 'kind'>): string =>
  competitor || name.trim().toLowerCase() || kind;

/** @param at epoch ms @param source id of the event it was said in */
export function mergeRival(
  rivals: CompetitionState['rivals'],
  mention: Mention,
  at: number,
  source: string,
): Rival[] {
  const key = rivalKey(mention);
  const before = rivals.find((rival) => rivalKey(rival) === key);
  const { competitor = '', kind, name, stance, switching, quote } = mention;
  const meant = before && stance === 'neutral' ? before : { stance, switching, quote, source };
  const now: Rival = {
    ...{ competitor, kind, name, stance: meant.stance, switching: meant.switching },
    ...{ quote: meant.quote, source: meant.source },
    ...{ mentions: (before?.mentions ?? 0) + 1, firstAt: before?.firstAt ?? at, lastAt: at },
  };
  return [now, ...rivals.filter((rival) => rival !== before)].slice(0, MOST_RIVALS);
}

/** What it is called where it is spoken of. */
export const calledOf = ({ name, kind }: Pick<Rival, 'name' | 'kind'>): string => name || UNNAMED[kind];

const UNNAMED: Record<Rival['kind'], string> = {
  agent: 'another agent',
  brokerage: 'another brokerage',
  portal: 'a portal',
  ibuyer: 'a cash buyer',
};
