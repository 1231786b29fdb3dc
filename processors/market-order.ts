/**
 * Which of two words about a market key is the later one. A source numbers what it says, and its numbers say nothing of
 * another's: a file numbered by time stands far above any feed. So numbers order one source, and between sources the
 * later time does.
 */

import type { MarketState } from './market-state.ts';
import type { EventOf } from './market-turn.ts';

type Told = EventOf<'listing' | 'competitor' | 'index'>;

/** Sources of one kind of event whose numbers are kept of a key; with more, those heard last. */
const MOST_SOURCES = 8;

/** Members of `seqs`: the kind of event, and the source where it is named. */
const placeOf = ({ type, source = '' }: Told): string => (source === '' ? type : `${type}/${source}`);

/** Whether a newer fact is known already, or this very one. */
export function isOldNews(state: MarketState | undefined, event: Told): boolean {
  if (!state) return false;
  const known = state.seqs[placeOf(event)];
  if (known !== undefined && event.seq <= known) return true;
  // What a competitor did is no less so for what it or another did later.
  if (event.type === 'competitor') return false;
  const latest = latestOf(state, event.type);
  return latest !== undefined && latest.source !== (event.source ?? '') && event.at < latest.at;
}

/** Before sources were told apart there was one without a name, and its time was the state's. */
const latestOf = ({ latest, seqs, at }: MarketState, type: Told['type']) =>
  latest?.[type] ?? (seqs[type] === undefined ? undefined : { source: '', at });

/** The state once the event's number and time are known. */
export function numbered(state: MarketState, event: Told): MarketState {
  const { type, seq, at, area, source = '' } = event;
  const place = placeOf(event);
  const { [place]: _, ...others } = state.seqs;
  const own = Object.keys(others).filter((name) => name === type || name.startsWith(`${type}/`));
  for (const name of own.slice(0, Math.max(0, own.length + 1 - MOST_SOURCES))) delete others[name];
  return {
    ...{ ...state, area, seqs: { ...others, [place]: seq } },
    latest: { ...state.latest, [type]: { source, at } },
  };
}
