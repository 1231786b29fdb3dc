/** Passes a market change on, through the outbox, to the leads it touches and to other market keys. */
import { crc32 } from '../schemas/crc32.ts';
import type { Output } from '../schemas/flow.ts';
import type { MarketFacts } from '../schemas/market-event.ts';
import { areaKey, leadKey, listingKey } from '../schemas/shards.ts';
import type { SystemEvent } from '../schemas/system-event.ts';
import type { MarketState } from './market-state.ts';
import type { MarketTurn } from './market-turn.ts';

type MarketTouch = Extract<SystemEvent, { type: 'market' }>;

export function touchLeads(turn: MarketTurn): { state: MarketState; outputs: Output[] } {
  return {
    state: turn.state,
    outputs: [...newsFor(turn), ...toMarket(turn), ...answerFor(turn), ...timerOf(turn)],
  };
}

/** A lead is in one audience of a turn at most. */
function newsFor({ key, event, state, news }: MarketTurn): Output[] {
  const { tenant, at } = event;
  // Two sources may both be at version 7, and stores beyond the log know events by lead and id alone.
  const kind = event.type === 'retell' ? 'retold' : 'market';
  const id = `${kind}:${crc32(key).toString(36)}:${state.version}`;
  return news.flatMap(({ facts: said, audience }): Output[] => {
    if (audience.length === 0) return [];
    const facts: MarketFacts = { source: key, area: state.area, ...said };
    const event: Omit<MarketTouch, 'lead'> = { id, tenant, at, type: 'market', facts };
    return [{ to: 'leads', tenant, leads: audience, event }];
  });
}

const timerOf = ({ timer }: MarketTurn): Output[] => (timer ? [timer] : []);

const toMarket = ({ told }: MarketTurn): Output[] =>
  told.map((event) => ({
    ...{ to: 'outbox', space: 'market', event },
    key: event.type === 'home' ? areaKey(event.tenant, event.area) : listingKey(event.tenant, event.listing),
  }));

function answerFor({ key, event, state, answer }: MarketTurn): Output[] {
  if (!answer) return [];
  const { tenant, at } = event;
  const said = { ...answer, id: `neighbour:${key}:${state.version}`, tenant, at, type: 'neighbour' };
  return [{ to: 'outbox', space: 'leads', key: leadKey(tenant, answer.lead), event: said }];
}
