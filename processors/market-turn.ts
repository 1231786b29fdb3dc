/** One event on its way through the market flow: the state it leads to, and who hears what of it. */
import type { Output, Work } from '../schemas/flow.ts';
import type { HomeEvent, MarketFacts, ValuedEvent } from '../schemas/market-event.ts';
import type { SystemEvent } from '../schemas/system-event.ts';
import type { MarketShardEvent } from './decode-market-entry.ts';
import type { MarketState } from './market-state.ts';

export type MarketWork = Work<MarketState, MarketShardEvent>;
export type EventOf<T extends MarketShardEvent['type']> = Extract<MarketShardEvent, { type: T }>;
type NeighbourEvent = Extract<SystemEvent, { type: 'neighbour' }>;

/** What changed, without its source, and ids of the leads to tell. */
export interface News {
  facts: Omit<MarketFacts, 'source' | 'area'>;
  audience: readonly string[];
}

export interface MarketTurn {
  key: string;
  event: MarketShardEvent;
  state: MarketState;
  news: News[];
  /** What other market keys hear. */
  told: (HomeEvent | ValuedEvent)[];
  /** What the lead that asked hears of its neighbours. */
  answer: Omit<NeighbourEvent, 'id' | 'tenant' | 'at' | 'type'> | undefined;
  /** What an area's own timer is set to. */
  timer: Extract<Output, { to: 'timer' | 'cancel' }> | undefined;
}

/** @property receivedAt epoch ms, when the event reached the log */
export type TimedMarketTurn = MarketTurn & Pick<MarketWork, 'receivedAt'>;

/** A turn in which nobody hears anything yet. */
export const quietTurn = (key: string, event: MarketShardEvent, state: MarketState): MarketTurn => ({
  ...{ key, event, state, news: [], told: [], answer: undefined, timer: undefined },
});
