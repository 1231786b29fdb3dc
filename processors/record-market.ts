/** Takes a market event into the state of its area or listing, and says who is to hear what of it. */
import { emptyArea, observeArea, readArea } from '../models/history/market-board.ts';
import { drop, type Outcome, pass } from '../schemas/flow.ts';
import { knowsHome } from './home-roster.ts';
import { isOldNews, numbered } from './market-order.ts';
import { initialMarketState, type MarketState } from './market-state.ts';
import {
  type EventOf,
  type MarketTurn,
  type MarketWork,
  quietTurn,
  type TimedMarketTurn,
} from './market-turn.ts';
import { notice } from './notice-shift.ts';
import { recordHome } from './record-home.ts';
import { recordInterest } from './record-interest.ts';
import { recordListing } from './record-listing.ts';

/** What is older or repeated changes nothing: the newer fact is already known. */
export function dropOldSequence(work: MarketWork): Outcome<MarketWork> {
  const { event, state } = work;
  switch (event.type) {
    case 'interest':
    case 'valued':
      return pass(work);
    case 'retell':
      return isStale(state?.retell, event) ? drop('stale timer') : pass(work);
    case 'home':
      return knowsHome(state?.homes, event) ? drop('old sequence number') : pass(work);
    default:
      return isOldNews(state, event) ? drop('old sequence number') : pass(work);
  }
}

const isStale = (armed: MarketState['retell'], { generation }: EventOf<'retell'>): boolean =>
  !armed || armed.due === 0 || armed.generation !== generation;

export function recordMarket(work: MarketWork): TimedMarketTurn {
  return { ...recorded(work), receivedAt: work.receivedAt };
}

function recorded({ key, event, state: before }: MarketWork): MarketTurn {
  const known = before ?? initialMarketState('area' in event ? (event.area ?? '') : '');
  const state = { ...known, version: known.version + 1 };
  switch (event.type) {
    case 'interest':
      return recordInterest(key, event, state);
    case 'home':
      return recordHome(key, event, state);
    case 'valued':
      return quietTurn(key, event, { ...state, estimate: event.estimate });
    case 'retell':
      return quietTurn(key, event, state);
    case 'listing':
      return recordListing(key, event, numbered(state, event), known.area);
    case 'competitor':
      return competing(key, event, numbered(state, event));
    case 'index':
      return indexed(key, event, numbered(state, event));
  }
}

/** What an event is about is an area unless it names a listing. */
function competing(key: string, event: EventOf<'competitor'>, state: MarketState): MarketTurn {
  const board = observeArea(state.board ?? emptyArea(), event, event.at);
  const facts = { competitor: { agent: event.agent, change: event.change } };
  return {
    ...quietTurn(key, event, event.listing === undefined ? { ...state, board } : state),
    news: [{ facts, audience: state.interested }],
  };
}

function indexed(key: string, event: EventOf<'index'>, known: MarketState): MarketTurn {
  const { inventory, medianPrice, daysOnMarket, mortgageRate, at } = event;
  const before = known.index;
  const index = {
    ...{ inventory, medianPrice, daysOnMarket, mortgageRate },
    ...(before && {
      previousMedianPrice: before.medianPrice,
      previousInventory: before.inventory,
      previousMortgageRate: before.mortgageRate,
    }),
  };
  const same =
    before?.medianPrice === medianPrice &&
    before.inventory === inventory &&
    before.daysOnMarket === daysOnMarket &&
    before.mortgageRate === mortgageRate;
  const { state, shift } = notice({ ...known, index, at }, event);
  const facts = { index, market: readArea(state.board, at), ...(shift && { shift }) };
  const turn = quietTurn(key, event, state);
  return same ? turn : { ...turn, news: [{ facts, audience: state.interested }] };
}
