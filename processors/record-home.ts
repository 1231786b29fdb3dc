/** An area hears how a home stands: its roster, the leads it touches, and what homes like it say it is worth. */
import { type Appraiser, appraise } from '../models/comparables/appraise.ts';
import type { Subject } from '../models/comparables/home.ts';
import { emptyArea, observeArea } from '../models/history/market-board.ts';
import type { PriceEstimate } from '../schemas/competition.ts';
import type { MarketFacts, ValuedEvent } from '../schemas/market-event.ts';
import { homesOf, takeHome } from './home-roster.ts';
import { homeOfLead } from './lead-tastes.ts';
import type { MarketState } from './market-state.ts';
import { type EventOf, type MarketTurn, type News, quietTurn } from './market-turn.ts';
import { type Match, matchLeads, occasionOf } from './match-leads.ts';

export function recordHome(key: string, event: EventOf<'home'>, known: MarketState): MarketTurn {
  const area = known.area === '' ? event.area : known.area;
  // The forecast reads of an area how much its homes move, too.
  const board = observeArea(known.board ?? emptyArea(), event, event.at);
  const state = { ...known, area, board, homes: takeHome(known.homes, event) };
  const turn = quietTurn(key, event, state);
  const occasion = occasionOf(event);
  if (!occasion) return turn;
  const appraiser = appraise(homesOf(state.homes), event.at);
  return {
    ...turn,
    news: newsOf(event, matchLeads(state, event, occasion), state, appraiser),
    told: occasion === 'expired' || !appraiser ? [] : [valued(event, appraiser, area)],
  };
}

/** One news to all who hear the same; of a rival each seller hears what its own home is worth. */
function newsOf(
  event: EventOf<'home'>,
  matches: readonly Match[],
  state: MarketState,
  appraiser: Appraiser | undefined,
): News[] {
  const listing = listingOf(event);
  const shared = (['budget', 'similar'] as const).flatMap((touch): News[] => {
    const audience = matches.filter((match) => match.touch === touch).map(({ lead }) => lead);
    return audience.length ? [{ facts: { listing, touch }, audience }] : [];
  });
  const rivals = matches.flatMap(({ lead, place, touch }): News[] => {
    if (touch !== 'rival') return [];
    const home = homeOfLead(state, place);
    const estimate = appraiser && home && estimateOf(appraiser, home, state.area);
    return [{ facts: { listing, touch, ...(estimate && { estimate }) }, audience: [lead] }];
  });
  return [...shared, ...rivals];
}

/** What a home is worth, in its area. */
export const estimateOf = (appraiser: Appraiser, home: Subject, area: string): PriceEstimate => ({
  ...{ area, ...appraiser.value(home) },
});

function valued(event: EventOf<'home'>, appraiser: Appraiser, area: string): ValuedEvent {
  const { tenant, at, listing, beds, baths, seq } = event;
  const estimate = estimateOf(appraiser, { listing, beds, baths }, area);
  return { id: `valued:${seq}`, tenant, at, type: 'valued', listing, estimate };
}

/** As those who look at it hear of it. */
function listingOf({ seq, ...event }: EventOf<'home'>): NonNullable<MarketFacts['listing']> {
  const { id: _id, tenant: _tenant, at: _at, type: _type, area: _area, ...listing } = event;
  return { ...listing, version: seq };
}
