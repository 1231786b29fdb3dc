/** What a market shard remembers of one area, listing or agent: how it is, how it was, and who wants to know. */
import type { GraphNode } from '../models/history/graph-node.ts';
import type { AreaBoard } from '../models/history/market-board.ts';
import type { ListingEvent, MarketEvent, MarketFacts } from '../schemas/market-event.ts';
import { createStateCodec } from './state-codec.ts';

export interface MarketState {
  v: number;
  /** Raised by every event that is taken; numbers what is told to leads. */
  version: number;
  /** Latest sequence number of each kind of event: a source repeats itself, and may overtake itself. */
  seqs: Partial<Record<MarketEvent['type'], number>>;
  area: string;
  /** Event time of the facts, epoch ms. */
  at: number;
  index?: NonNullable<MarketFacts['index']>;
  listing?: NonNullable<MarketFacts['listing']> & Pick<ListingEvent, 'beds' | 'baths' | 'daysOnMarket'>;
  /** Latest prices of the listing, newest last. */
  prices: { at: number; price: number }[];
  /** Ids of the leads that look at it, newest last. */
  interested: string[];
  /** What its leads did lately. */
  node?: GraphNode;
  /** Of an area: its market in the weeks before. */
  board?: AreaBoard;
}

const VERSION = 2;
/** Leads that hear of a change; with more, those who showed interest last. */
export const MOST_INTERESTED = 1000;
export const MOST_PRICES = 8;

export const initialMarketState = (area: string): MarketState => ({
  ...{ v: VERSION, version: 0, seqs: {}, area, at: 0, prices: [], interested: [] },
});

const V1 = ['version', 'seqs', 'area', 'at', 'index', 'listing', 'prices', 'interested'];

/** States to bytes and back; the order of members is part of the format. */
export const marketStates = createStateCodec<MarketState>(
  {
    1: V1,
    [VERSION]: [...V1, 'node', 'board'],
  },
  { 1: (state) => state },
);
