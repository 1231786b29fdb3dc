/**
 * What a home is worth by the homes of its area: hedonic regression or nearest neighbours, each drawn to the area's median
 * as far as the homes give it no evidence, whichever then errs less on the homes when each is left out; and an interval
 * from those same errors (jackknife, ranks as in split conformal prediction: Barber et al. 2021). Nothing where there are
 * too few homes.
 */
import type { PriceEstimate } from '../../schemas/competition.ts';
import { fitHedonic } from './hedonic.ts';
import type { Home, Subject } from './home.ts';
import { columnsOf, meanOfNearest, type Neighbour, nearest, similarity } from './nearest.ts';
import { shrink } from './shrink.ts';

/** With fewer homes nothing is said. */
export const FEWEST_HOMES = 12;
/** Share of homes whose price the interval is to hold. */
export const LEVEL = 0.8;
const SHOWN = 5;
const DOLLARS = 500;

export interface Appraiser {
  method: PriceEstimate['method'];
  /** A home that is among the homes is valued by the others; its own price weighs in the choice of the method only. */
  value(subject: Subject): Omit<PriceEstimate, 'area'>;
}

/** @param now epoch ms; prices are brought to it */
export function appraise(homes: readonly Home[], now: number): Appraiser | undefined {
  if (homes.length < FEWEST_HOMES) return undefined;
  const logs = Float64Array.from(homes, ({ price }) => Math.log(price));
  const columns = columnsOf(homes, now);
  const hedonic = fitHedonic(homes, now);
  const drawn = {
    hedonic: shrink(logs, hedonic.residuals),
    nearest: shrink(
      logs,
      logs.map((log, i) => log - meanOfNearest(nearest(homes[i]!, columns, i), logs)),
    ),
  };
  const method =
    meanAbsolute(drawn.nearest.errors) < meanAbsolute(drawn.hedonic.errors) ? 'nearest' : 'hedonic';
  const { errors: unsorted, draw } = drawn[method];
  const errors = Float64Array.from(unsorted).sort();
  const [low, high] = [errors[lowRank(errors.length)]!, errors[errors.length - 1 - lowRank(errors.length)]!];
  const places = new Map(homes.map(({ listing }, i) => [listing, i]));

  function predict(subject: Subject, at: number, found: readonly Neighbour[]): number {
    if (at >= 0) return logs[at]! - unsorted[at]!;
    return draw(method === 'nearest' ? meanOfNearest(found, logs) : hedonic.predict(subject));
  }

  return {
    method,
    value(subject) {
      const at = subject.listing === undefined ? -1 : (places.get(subject.listing) ?? -1);
      const found = nearest(subject, columns, at);
      const log = predict(subject, at, found);
      const dollars = (error: number) => Math.round(Math.exp(log + error) / DOLLARS) * DOLLARS;
      return {
        ...(subject.listing !== undefined && { listing: subject.listing }),
        ...{ price: dollars(0), low: dollars(low), high: dollars(high), level: LEVEL, method },
        comparables: found.slice(0, SHOWN).map((neighbour) => comparable(homes, neighbour)),
      };
    },
  };
}

/** Place of the lower end among sorted errors; the upper end is as far from the other side. */
const lowRank = (count: number): number => Math.max(0, Math.floor(((count + 1) * (1 - LEVEL)) / 2) - 1);

function comparable(homes: readonly Home[], neighbour: Neighbour) {
  const { listing, price, beds, baths, status, at } = homes[neighbour.index]!;
  return {
    ...{ listing, price, at, similarity: Math.round(similarity(neighbour) * 1000) / 1000 },
    ...(beds !== undefined && { beds }),
    ...(baths !== undefined && { baths }),
    ...(status !== undefined && { status }),
  };
}

function meanAbsolute(errors: Float64Array): number {
  let sum = 0;
  for (const error of errors) sum += Math.abs(error);
  return sum / errors.length;
}
