/** What a market shard remembers of one area, listing or agent: how it is, how it was, and who wants to know. */
import type { GraphNode } from '../models/history/graph-node.ts';
import type { AreaBoard } from '../models/history/market-board.ts';
import type { PriceEstimate } from '../schemas/competition.ts';
import type { ListingEvent, MarketEvent, MarketFacts } from '../schemas/market-event.ts';
import type { HomeRoster } from './home-roster.ts';
import type { LeadTastes } from './lead-tastes.ts';
import { createStateCodec } from './state-codec.ts';

export interface MarketState {
  v: number;
  /** Raised by every event that is taken; numbers what is told to leads. */
  version: number;
  /** Latest sequence number of each kind of event and source: a source repeats itself, and may overtake itself. */
  seqs: Partial<Record<string, number>>;
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
  /** Of an area: what its homes are asked for. */
  homes?: HomeRoster;
  /** Of an area: what those interested look for, in their order; absent while none has said it. */
  tastes?: LeadTastes;
  /** Of an area: weeks since a shift was told, of each measure; absent while none was. */
  quiet?: number[];
  /** Of a listing: what homes like it say it is worth, as its area last said. */
  estimate?: PriceEstimate;
  /** Of an area: leads its homes touched that have not heard since how its market stands; absent: none ever was. */
  owed?: readonly string[];
  /** Of an area: the timer that tells them; a fired one of an older generation is stale, `due` 0: none waits. */
  retell?: { generation: number; due: number };
  /** Of each kind of event whose word stands and when it was so, epoch ms; absent: of before sources were told apart. */
  latest?: Partial<Record<MarketEvent['type'], { source: string; at: number }>>;
}

const VERSION = 3;
/** Leads that hear of a change; with more, those who showed interest last. */
export const MOST_INTERESTED = 1000;
export const MOST_PRICES = 8;

export const initialMarketState = (area: string): MarketState => ({
  ...{ v: VERSION, version: 0, seqs: {}, area, at: 0, prices: [], interested: [] },
});

const V1 = ['version', 'seqs', 'area', 'at', 'index', 'listing', 'prices', 'interested'];
const V2 = [...V1, 'node', 'board'];

/** States to bytes and back; the order of members is part of the format. */
export const marketStates = createStateCodec<MarketState>(
  {
    1: V1,
    2: V2,
    [VERSION]: [
      ...V2,
      ['homes', ['ids', 'numbers']],
      ['tastes', ['numbers', 'own']],
      'quiet',
      'estimate',
      'owed',
      ['retell', ['generation', 'due']],
      'latest',
    ],
  },
  // Homes and tastes are told as they come; nothing is known of them before.
  { 1: (state) => state, 2: (state) => state },
);
