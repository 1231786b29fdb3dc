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
const SERIES = ['inventory', 'medianPrice', 'daysOnMarket', 'mortgageRate'] as const;
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

interface Area {
  /** One row a reported week, latest last: ln of each series, the rate in percent. */
  weeks: Float64Array[];
  reportedAt: number;
  moves: Float64Array;
  movedAt: number;
}

const newArea = (): Area => ({ weeks: [], reportedAt: 0, moves: new Float64Array(MOVES.length), movedAt: 0 });

export class MarketBoard {
  private readonly areas = new Map<string, Area>();

  observe(event: MarketEvent, at: number): void {
    if (event.type === 'index') {
      report(this.area(event.area), levels(event), at);
      this.reportEverywhere(at);
      return;
    }
    const move = MOVES.indexOf(event.change as (typeof MOVES)[number]);
    if (move < 0) return;
    for (const area of [this.area(event.area), this.area(EVERYWHERE)]) {
      fade(area, at);
      area.moves[move]! += 1;
    }
  }

  /** {@link MARKET_INPUTS} of the area as of `at`. All 0 where no market was ever reported. */
  read(name: string | undefined, at: number): Float64Array {
    const out = new Float64Array(MARKET_WIDTH);
    const own = this.areas.get(name ?? EVERYWHERE);
    const area = own && own.weeks.length > 0 ? own : this.areas.get(EVERYWHERE);
    const now = area?.weeks.at(-1);
    if (!area || !now) return out;
    let next = 0;
    for (let s = 0; s < SERIES.length; s++) {
      let mean = 0;
      for (const week of area.weeks) mean += week[s]!;
      out[next++] = now[s]! - mean / area.weeks.length;
      for (const lag of LAGS)
        out[next++] = now[s]! - area.weeks[Math.max(0, area.weeks.length - 1 - lag)]![s]!;
    }
    out[next++] = now[SERIES.length - 1]!;
    const left = kept(at - area.movedAt, MOVES_HALF_LIFE);
    for (let m = 0; m < MOVES.length; m++) out[next++] = Math.log1p(area.moves[m]! * left);
    out[next] = 1;
    return out;
  }

  /** The mean of all areas' latest weeks becomes a week of its own once it is a week old. */
  private reportEverywhere(at: number): void {
    const everywhere = this.area(EVERYWHERE);
    const mean = new Float64Array(SERIES.length);
    let count = 0;
    for (const [name, { weeks }] of this.areas) {
      const latest = weeks.at(-1);
      if (name === EVERYWHERE || !latest) continue;
      count++;
      for (let s = 0; s < mean.length; s++) mean[s]! += latest[s]!;
    }
    report(
      everywhere,
      mean.map((sum) => sum / count),
      at,
    );
  }

  private area(name: string): Area {
    let area = this.areas.get(name);
    if (!area) {
      area = newArea();
      this.areas.set(name, area);
    }
    return area;
  }
}

const levels = (event: IndexEvent): Float64Array =>
  Float64Array.from(SERIES, (name) =>
    name === 'mortgageRate' ? event[name] : Math.log(Math.max(1, event[name])),
  );

/** Replaces the latest week while it is less than one old: several reports within it are one. */
function report(area: Area, week: Float64Array, at: number): void {
  if (area.weeks.length > 0 && at - area.reportedAt < WEEK * 0.8) {
    area.weeks[area.weeks.length - 1] = week;
    return;
  }
  area.weeks.push(week);
  if (area.weeks.length > WEEKS) area.weeks.shift();
  area.reportedAt = at;
}

function fade(area: Area, at: number): void {
  if (at <= area.movedAt) return;
  const left = kept(at - area.movedAt, MOVES_HALF_LIFE);
  for (let m = 0; m < area.moves.length; m++) area.moves[m]! *= left;
  area.movedAt = at;
}
