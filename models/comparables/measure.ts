/** How far price estimates are off, and how often their intervals hold, on homes whose prices are simulated. */

import { DAY, START } from '../simulator/calendar.ts';
import { normal, streamOf } from '../simulator/draws.ts';
import { ListingMarket } from '../simulator/listings.ts';
import { AREAS, drawMarket } from '../simulator/market-paths.ts';
import { appraise, LEVEL } from './appraise.ts';
import type { Home } from './home.ts';

/** A home and the middle of the prices that homes like it have, where the mechanism says so. */
export interface Priced extends Home {
  middle: number;
}

export interface EstimateFigures {
  homes: string;
  /** Of homes held out one by one: how many, and homes they were compared with on average. */
  valued: number;
  comparedWith: number;
  /** Median absolute error, share of the price. */
  error: number;
  /** The same by the median of the area's homes, and by the mechanism's own middle: the best there can be. */
  median: number;
  best: number;
  /** Share of prices within the interval, and its mean width, share of the estimate. */
  level: number;
  coverage: number;
  width: number;
  /** Share valued by the regression. */
  hedonic: number;
}

const DAYS = 365;
const MOST = 300;
const FROM_DAY = 60;

/** New listings of the simulator, each valued as it is listed by those listed before it in its area. */
export function simulatedHomes(seed: number): Priced[][] {
  const listings = new ListingMarket(seed, drawMarket(seed, DAYS));
  for (let day = 0; day < DAYS; day++) listings.day(day);
  const asked = new Map(
    listings.changes.flatMap((c) => (c.change === 'new' ? [[c.listing.id, c.price]] : [])),
  );
  return AREAS.map(({ medianPrice }, area) =>
    listings.all
      .filter((listing) => listing.area === area && listing.listed >= 0)
      .map(({ id, beds, baths, listed, price }) => ({
        ...{ listing: id, beds, baths, price: asked.get(id) ?? price, at: START + listed * DAY },
        middle: medianPrice * Math.exp((0.04 * listed) / 365),
      })),
  );
}

/** Homes by a law written here: rooms count, evenly or with a bend that no straight line follows. */
export function lawfulHomes(seed: number, bent: boolean): Priced[][] {
  return AREAS.map(({ medianPrice }, area) => {
    const random = streamOf(seed, 900 + area);
    return Array.from({ length: 160 }, (_, i) => {
      const beds = 1 + Math.floor(5 * random());
      const baths = 1 + Math.floor(4 * random()) / 2;
      const day = (i * DAYS) / 160;
      const rooms = bent ? 0.5 * Math.abs(beds - 3) - 0.5 : 0.14 * (beds - 3);
      const middle = medianPrice * Math.exp(rooms + 0.1 * (baths - 1.75) + (0.05 * day) / 365);
      const price = Math.round(middle * Math.exp(0.12 * normal(random)));
      return { listing: `h${i}`, beds, baths, price, middle, at: START + day * DAY };
    });
  });
}

/** Each home by those before it; nothing is valued by what came later. */
export function measureEstimates(homes: string, areas: readonly Priced[][]): EstimateFigures {
  const errors = { own: [] as number[], median: [] as number[], best: [] as number[] };
  let [within, width, hedonic, compared] = [0, 0, 0, 0];
  for (const area of areas) {
    area.forEach((home, i) => {
      const before = area.slice(Math.max(0, i - MOST), i);
      const appraiser = home.at >= START + FROM_DAY * DAY ? appraise(before, home.at) : undefined;
      if (!appraiser) return;
      const { price, low, high, method } = appraiser.value({ beds: home.beds, baths: home.baths });
      errors.own.push(Math.abs(price / home.price - 1));
      errors.median.push(Math.abs(middleOf(before.map((other) => other.price)) / home.price - 1));
      errors.best.push(Math.abs(home.middle / home.price - 1));
      within += home.price >= low && home.price <= high ? 1 : 0;
      width += (high - low) / price;
      hedonic += method === 'hedonic' ? 1 : 0;
      compared += before.length;
    });
  }
  const valued = errors.own.length;
  const share = (value: number) => Math.round((1000 * value) / valued) / 1000;
  return {
    ...{ homes, valued, comparedWith: Math.round(compared / valued) },
    error: rounded(middleOf(errors.own)),
    median: rounded(middleOf(errors.median)),
    best: rounded(middleOf(errors.best)),
    ...{ level: LEVEL, coverage: share(within), width: share(width), hedonic: share(hedonic) },
  };
}

const rounded = (value: number): number => Math.round(1000 * value) / 1000;
const middleOf = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
