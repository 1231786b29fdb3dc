/** How busy competitors were of late in each area, by the market's own events. */
import type { MarketEvent } from '../../../schemas/market-event.ts';
import { DAY, START } from '../calendar.ts';
import { AREAS } from '../market-paths.ts';
import { MOVES_HALF_LIFE } from './settings.ts';

export interface Moves {
  /** Of an area as of the morning of a day: what happened on that day is not in it. Days are asked in any order. */
  at(area: number, day: number): number;
}

const A_DAY = 0.5 ** (1 / MOVES_HALF_LIFE);

export function createMoves(market: readonly MarketEvent[]): Moves {
  const places = new Map(AREAS.map(({ name }, area) => [name, area]));
  const counts: number[][] = AREAS.map(() => []);
  let last = 0;
  for (const event of market) {
    if (event.type !== 'competitor') continue;
    const day = Math.floor((Number(event.at) - START) / DAY);
    const own = counts[places.get(event.area)!]!;
    own[day] = (own[day] ?? 0) + 1;
    last = Math.max(last, day);
  }
  const felt = counts.map((own) => {
    const path = new Float64Array(last + 2);
    for (let day = 1; day < path.length; day++) path[day] = A_DAY * (path[day - 1]! + (own[day - 1] ?? 0));
    return path;
  });
  return { at: (area, day) => felt[area]![Math.min(day, last + 1)]! };
}
