/** What happens to market news: kept as the state of its area or listing, and passed on to the leads it touches. */
import { chain } from '../processors/chain.ts';
import { createDecodeMarketEntry, type MarketShardEvent } from '../processors/decode-market-entry.ts';
import { type MarketState, marketStates } from '../processors/market-state.ts';
import type { MarketWork } from '../processors/market-turn.ts';
import { dropOldSequence, recordMarket } from '../processors/record-market.ts';
import { retellMarket } from '../processors/retell-market.ts';
import { touchLeads } from '../processors/touch-leads.ts';
import type { Flow } from '../schemas/flow.ts';
import { type Observe, timedStages } from './timed-stages.ts';

export interface MarketFlowOptions {
  /** How many market shards there are. */
  shards: number;
  observe?: Observe;
}

export type MarketFlow = Flow<MarketState, MarketShardEvent>;

export function createMarketFlow({ shards, observe }: MarketFlowOptions): MarketFlow {
  const steps = chain<MarketWork>()
    .sift(dropOldSequence)
    .each(recordMarket)
    .each(retellMarket)
    .each(touchLeads);
  return {
    name: 'market',
    space: 'market',
    decode: createDecodeMarketEntry(shards),
    run: (wave) => steps.run(wave, timedStages(observe).around),
    pack: marketStates.pack,
    unpack: marketStates.unpack,
  };
}
