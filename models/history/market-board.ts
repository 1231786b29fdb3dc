/**
 * The market by area, kept one event at a time: the index now and in the weeks before, and how much listings and
 * competitors move. An area nobody reports on is read as the mean of those that are.
 */
import type { IndexEvent, MarketEvent } from '../../schemas/market-event.ts';
import { kept } from './fading.ts';

const WEEK = 7 * 86_400_000;
/** Weeks of index kept; levels are read against their mean. */
const WEEKS = 52;
const LAGS = [4, 12, 26] as const;
export const SERIES = ['inventory', 'medianPrice', 'daysOnMarket', 'mortgageRate'] as const;
const MOVES = [
  'new',
  'price',
  'expired',
  'listing_taken',
  'open_house',
  'price_cut',
  'campaign',
  'sold',
] as const;
const MOVES_HALF_LIFE = 30;
/** So few moves say little. */
const FEW = 4;
/** Key of the mean over areas; no area has an empty name. */
const EVERYWHERE = '';

/** What is read of an area, {@link MarketBoard.read} order. */
export const MARKET_INPUTS: readonly string[] = [
  ...SERIES.flatMap((name) => [`${name}.level`, ...LAGS.map((weeks) => `${name}.change${weeks}w`)]),
  'rate',
  ...MOVES.map((name) => `moves.${name}`),
  'known',
];
export const MARKET_WIDTH = MARKET_INPUTS.length;

/** What is kept of an area; plain, so that a market shard can store it. */
export interface AreaBoard {
  /** One row a reported week, latest last: ln of each series, the rate in percent. */
  weeks: number[][];
  reportedAt: number;
  moves: number[];
  movedAt: number;
}

export const emptyArea = (): AreaBoard => ({
  weeks: [],
  reportedAt: 0,
  moves: MOVES.map(() => 0),
  movedAt: 0,
});

/** What a home or a competitor did; live, a home tells its area. */
interface Move {
  type: Exclude<MarketEvent['type'], 'index'> | 'home';
  change: string;
}

/** The area after an event about it. Changes nothing. */
export function observeArea(area: AreaBoard, event: IndexEvent | Move, at: number): AreaBoard {
  if (event.type === 'index') return report(area, levels(event), at);
  const move = MOVES.indexOf(event.change as (typeof MOVES)[number]);
  if (move < 0) return area;
  const moved = fade(area, at);
  moved.moves[move]! += 1;
  return moved;
}

/** {@link MARKET_INPUTS} of an area as of `at`; all 0 while its market was never reported. */
export function readArea(area: AreaBoard | undefined, at: number): number[] {
  const now = area?.weeks.at(-1);
  if (!area || !now) return new Array(MARKET_WIDTH).fill(0);
  const last = area.weeks.length - 1;
  const series = SERIES.flatMap((_, s) => {
    const mean = area.weeks.reduce((sum, week) => sum + week[s]!, 0) / area.weeks.length;
    return [now[s]! - mean, ...LAGS.map((lag) => now[s]! - area.weeks[Math.max(0, last - lag)]![s]!)];
  });
  const left = kept(at - area.movedAt, MOVES_HALF_LIFE);
  const all = area.moves.reduce((sum, count) => sum + count, 0);
  // Shares: how many moves there are goes with how large an area is drawn.
  const moves = area.moves.map((count) => (count * left) / (all * left + FEW));
  return [...series, now[SERIES.length - 1]!, ...moves, 1];
}

export class MarketBoard {
  private readonly areas = new Map<string, AreaBoard>();

  observe(event: MarketEvent, at: number): void {
    this.take(event.area, event, at);
    if (event.type === 'index')
      this.areas.set(EVERYWHERE, report(this.area(EVERYWHERE), this.meanWeek(), at));
    else this.take(EVERYWHERE, event, at);
  }

  /** {@link MARKET_INPUTS} of the area as of `at`. All 0 where no market was ever reported. */
  read(name: string | undefined, at: number): number[] {
    const own = this.areas.get(name ?? EVERYWHERE);
    return readArea(own && own.weeks.length > 0 ? own : this.areas.get(EVERYWHERE), at);
  }

  private take(name: string, event: MarketEvent, at: number): void {
    this.areas.set(name, observeArea(this.area(name), event, at));
  }

  private area(name: string): AreaBoard {
    return this.areas.get(name) ?? emptyArea();
  }

  /** The mean of all areas' latest weeks. */
  private meanWeek(): number[] {
    const latest = [...this.areas].flatMap(([name, { weeks }]) =>
      name === EVERYWHERE || weeks.length === 0 ? [] : [weeks.at(-1)!],
    );
    return SERIES.map((_, s) => latest.reduce((sum, week) => sum + week[s]!, 0) / latest.length);
  }
}

const levels = (event: IndexEvent): number[] =>
  SERIES.map((name) => (name === 'mortgageRate' ? event[name] : Math.log(Math.max(1, event[name]))));

/** Replaces the latest week while it is less than one old: several reports within it are one. */
function report(area: AreaBoard, week: number[], at: number): AreaBoard {
  const { weeks, reportedAt } = area;
  if (weeks.length > 0 && at - reportedAt < WEEK * 0.8)
    return { ...area, weeks: [...weeks.slice(0, -1), week] };
  return { ...area, weeks: [...weeks, week].slice(-WEEKS), reportedAt: at };
}

function fade({ moves, movedAt, ...area }: AreaBoard, at: number): AreaBoard {
  const left = at > movedAt ? kept(at - movedAt, MOVES_HALF_LIFE) : 1;
  return { ...area, moves: moves.map((count) => count * left), movedAt: Math.max(at, movedAt) };
}
