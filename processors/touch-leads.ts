/** Passes a market change on to the leads that look at it, through the outbox: they live on other shards. */
import { crc32 } from '../schemas/crc32.ts';
import type { Output } from '../schemas/flow.ts';
import type { MarketFacts } from '../schemas/market-event.ts';
import { leadKey } from '../schemas/shards.ts';
import type { SystemEvent } from '../schemas/system-event.ts';
import type { MarketState } from './market-state.ts';
import type { MarketTurn } from './record-market.ts';

export function touchLeads(turn: MarketTurn): { state: MarketState; outputs: Output[] } {
  return { state: turn.state, outputs: [...newsFor(turn), ...answerFor(turn)] };
}

function newsFor({ key, event, state, news, audience }: MarketTurn): Output[] {
  if (!news) return [];
  const { tenant, at } = event;
  // Two sources may both be at version 7, and stores beyond the log know events by lead and id alone.
  const id = `market:${crc32(key).toString(36)}:${state.version}`;
  const facts: MarketFacts = { source: key, area: state.area, ...news };
  return audience.map((lead) => toLead({ id, tenant, lead, at, type: 'market', facts }));
}

function answerFor({ key, event, state, answer }: MarketTurn): Output[] {
  if (!answer) return [];
  const { tenant, at } = event;
  return [toLead({ ...answer, id: `neighbour:${key}:${state.version}`, tenant, at, type: 'neighbour' })];
}

const toLead = (event: SystemEvent): Output => ({
  ...{ to: 'outbox', space: 'leads', key: leadKey(event.tenant, event.lead), event },
});
