/** Takes a market event into the state of its area or listing, and says who is to hear what of it. */

import { emptyNode, readNode, touchNode } from '../models/history/graph-node.ts';
import { emptyArea, observeArea, readArea } from '../models/history/market-board.ts';
import { drop, type Outcome, pass, type Work } from '../schemas/flow.ts';
import type { MarketFacts } from '../schemas/market-event.ts';
import type { SystemEvent } from '../schemas/system-event.ts';
import type { MarketShardEvent } from './decode-market-entry.ts';
import { initialMarketState, type MarketState, MOST_INTERESTED, MOST_PRICES } from './market-state.ts';
import type { ReceivedMarketEvent } from './receive-market-event.ts';

type NeighbourEvent = Extract<SystemEvent, { type: 'neighbour' }>;
export type MarketWork = Work<MarketState, MarketShardEvent>;

export interface MarketTurn {
  key: string;
  event: MarketShardEvent;
  state: MarketState;
  /** What changed, without its source; undefined where there is nothing to tell. */
  news: Omit<MarketFacts, 'source' | 'area'> | undefined;
  /** Ids of the leads to tell. */
  audience: string[];
  /** What the lead that asked hears of its neighbours. */
  answer: Omit<NeighbourEvent, 'id' | 'tenant' | 'at' | 'type'> | undefined;
}

/** Older or repeated sequence numbers change nothing: the newer fact is already known. */
export function dropOldSequence(work: MarketWork): Outcome<MarketWork> {
  const { event, state } = work;
  if (event.type === 'interest') return pass(work);
  const known = state?.seqs[event.type];
  return known !== undefined && event.seq <= known ? drop('old sequence number') : pass(work);
}

export function recordMarket({ key, event, state: before }: MarketWork): MarketTurn {
  const known = before ?? initialMarketState(event.area ?? '');
  const state = { ...known, version: known.version + 1 };
  if (event.type === 'interest') return interested(key, event, state);
  const seqs = { ...state.seqs, [event.type]: event.seq };
  const turn = { key, event, audience: state.interested, answer: undefined };
  const board = observeArea(state.board ?? emptyArea(), event, event.at);
  const base = { ...state, seqs, area: event.area, ...(isArea(event) && { board }) };
  switch (event.type) {
    case 'competitor':
      return { ...turn, state: base, news: { competitor: { agent: event.agent, change: event.change } } };
    case 'index':
      return { ...turn, ...indexed(base, event) };
    case 'listing':
      return { ...turn, ...listed(base, event) };
  }
}

type Of<T extends MarketShardEvent['type']> = Extract<MarketShardEvent, { type: T }>;

/** What an event is about is an area unless it names a listing. */
const isArea = (event: ReceivedMarketEvent): boolean =>
  event.type === 'index' || (event.type === 'competitor' && event.listing === undefined);

/** Who watches hears how things are now, newest last; who asks hears how its neighbours fared before its own deed. */
function interested(key: string, event: Of<'interest'>, state: MarketState): MarketTurn {
  const { lead, at, watch, deed, stage = 0 } = event;
  const others = state.interested.filter((other) => other !== lead);
  const next: MarketState = {
    ...state,
    ...(watch && { interested: [...others, lead].slice(-MOST_INTERESTED) }),
    ...(deed && { node: touchNode(state.node ?? emptyNode(), lead, stage, at, deed) }),
  };
  const news = watch ? current(state) : undefined;
  return { key, event, state: next, news, audience: watch ? [lead] : [], answer: answerTo(event, state) };
}

function answerTo(event: Of<'interest'>, { node, board }: MarketState): MarketTurn['answer'] {
  if (!event.ask) return undefined;
  const kind = event.listing !== undefined ? 'listing' : event.area !== undefined ? 'area' : 'agent';
  return {
    ...{ lead: event.lead, node: kind, inputs: readNode(node, event.at) },
    ...(kind === 'area' && board && { market: readArea(board, event.at) }),
  };
}

function current({ index, listing, at }: MarketState): MarketTurn['news'] {
  if (listing) {
    const { listing: id, price, status } = listing;
    return {
      asOf: at,
      listing: { listing: id, change: 'known', price, ...(status !== undefined && { status }) },
    };
  }
  if (!index) return undefined;
  const { inventory, medianPrice, daysOnMarket, mortgageRate } = index;
  return { asOf: at, index: { inventory, medianPrice, daysOnMarket, mortgageRate } };
}

function indexed(state: MarketState, event: Of<'index'>): Pick<MarketTurn, 'state' | 'news'> {
  const { inventory, medianPrice, daysOnMarket, mortgageRate, at } = event;
  const before = state.index;
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
  const market = readArea(state.board, at);
  return { state: { ...state, index, at }, news: same ? undefined : { index, market } };
}

function listed(state: MarketState, event: Of<'listing'>): Pick<MarketTurn, 'state' | 'news'> {
  const { listing: id, change, price, at, beds, baths, daysOnMarket } = event;
  const before = state.listing;
  const status = event.status ?? before?.status;
  const moved = before !== undefined && before.price !== price;
  const told = {
    ...{ listing: id, change, price },
    ...(moved && { previousPrice: before.price }),
    ...(status !== undefined && { status }),
  };
  const listing = {
    ...told,
    ...(beds !== undefined && { beds }),
    ...(baths !== undefined && { baths }),
    ...(daysOnMarket !== undefined && { daysOnMarket }),
  };
  const prices = moved || !before ? [...state.prices, { at, price }].slice(-MOST_PRICES) : state.prices;
  const same = before && !moved && before.status === status && before.change === change;
  return { state: { ...state, listing, prices, at }, news: same ? undefined : { listing: told } };
}
