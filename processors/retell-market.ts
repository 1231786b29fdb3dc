/**
 * A home that touches leads moves what their forecasts read of its area. They hear of the home at once, unjudged, so
 * that news for a thousand leads is with their agents in time; how the market stands they hear some seconds later, some
 * leads at a time and once for all that happened meanwhile, and are forecast anew by it. It moves them little: the home
 * itself is nothing that the models learned, only how much an area's homes move. One price that moved among few shifts
 * P(converts) by .0007 in the median of 60 conversations of the corpus, eight by .0017; time alone, at once, by nothing.
 */
import { readArea } from '../models/history/market-board.ts';
import { crc32 } from '../schemas/crc32.ts';
import type { RetellEvent } from '../schemas/market-event.ts';
import type { MarketTurn, TimedMarketTurn } from './market-turn.ts';

/** From the first touch; what touches more leads until then is told with it. */
const AFTER_MS = 2000;
/** So many forecasts take a processor less time than anything urgent may wait for. */
const SLICE = 100;
const APART_MS = 250;

export function retellMarket(turn: TimedMarketTurn): MarketTurn {
  const { event, state, receivedAt } = turn;
  if (event.type === 'retell') return retold(turn, receivedAt);
  if (event.type !== 'home') return turn;
  const touched = turn.news.flatMap(({ audience }) => audience);
  if (touched.length === 0) return turn;
  const owed = [...new Set([...(state.owed ?? []), ...touched])];
  const known = { ...turn, state: { ...state, owed } };
  return (state.retell?.due ?? 0) > 0 ? known : armed(known, receivedAt + AFTER_MS);
}

function retold(turn: MarketTurn, receivedAt: number): MarketTurn {
  const { state, event } = turn;
  const audience = state.owed?.slice(0, SLICE) ?? [];
  const owed = state.owed?.slice(SLICE) ?? [];
  const news = [{ facts: { market: readArea(state.board, event.at) }, audience }];
  const told = { ...turn, news, state: { ...state, owed } };
  return owed.length > 0 ? armed(told, receivedAt + APART_MS) : disarmed(told);
}

function armed(turn: MarketTurn, due: number): MarketTurn {
  const { key, event, state } = turn;
  const generation = (state.retell?.generation ?? 0) + 1;
  const id = timerId(key);
  const { tenant } = event;
  const wake: RetellEvent = {
    ...{ id: `${crc32(key).toString(36)}:${generation}`, tenant, at: due, type: 'retell', area: state.area },
    ...{ timer: id, generation },
  };
  return {
    ...{ ...turn, state: { ...state, retell: { generation, due } } },
    timer: { to: 'timer', id, due, generation, event: wake },
  };
}

const disarmed = (turn: MarketTurn): MarketTurn => ({
  ...turn,
  state: { ...turn.state, retell: { generation: turn.state.retell?.generation ?? 0, due: 0 } },
  timer: { to: 'cancel', id: timerId(turn.key) },
});

const timerId = (area: string): string => `${area}/retell`;
