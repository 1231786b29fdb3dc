/** Passes a market change on to the leads that look at it, through the outbox: they live on other shards. */
import type { Output } from '../schemas/flow.ts';
import type { MarketFacts } from '../schemas/market-event.ts';
import { leadKey } from '../schemas/shards.ts';
import type { SystemEvent } from '../schemas/system-event.ts';
import type { MarketState } from './market-state.ts';
import type { MarketTurn } from './record-market.ts';

export function touchLeads({ key, event, state, news, audience }: MarketTurn): {
  state: MarketState;
  outputs: Output[];
} {
  if (!news) return { state, outputs: [] };
  const { tenant, at } = event;
  const facts: MarketFacts = { source: key, area: state.area, ...news };
  const outputs = audience.map((lead): Output => {
    const touch: SystemEvent = { id: `market:${state.version}`, tenant, lead, at, type: 'market', facts };
    return { to: 'outbox', space: 'leads', key: leadKey(tenant, lead), event: touch };
  });
  return { state, outputs };
}
