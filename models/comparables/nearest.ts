/** The homes most like one, and what they say it is worth. */
import { type Home, type Subject, yearsAgo } from './home.ts';

const NEIGHBOURS = 8;
/** So many bedrooms, baths and years apart are one step. */
const [BEDS, BATHS, YEARS] = [1, 0.75, 0.5] as const;
/** Squared steps that stand for what is not known of one of two homes. */
const UNKNOWN = 0.5;

export interface Neighbour {
  /** Place among the homes. */
  index: number;
  /** Distance in steps, squared. */
  squared: number;
}

/** Homes by columns, in steps; NaN: not known. Each home is held against each other, so this is what takes the time. */
export interface Columns {
  beds: Float64Array;
  baths: Float64Array;
  /** Squared, since the price. */
  years: Float64Array;
}

export const columnsOf = (homes: readonly Home[], now: number): Columns => ({
  beds: Float64Array.from(homes, ({ beds }) => (beds ?? Number.NaN) / BEDS),
  baths: Float64Array.from(homes, ({ baths }) => (baths ?? Number.NaN) / BATHS),
  years: Float64Array.from(homes, ({ at }) => (yearsAgo(at, now) / YEARS) ** 2),
});

/**
 * The nearest homes, nearest first, of the equally near the later ones in the list. A price of long ago is further.
 *
 * @param except place of a home that is left out; −1: none
 */
export function nearest(subject: Subject, columns: Columns, except: number, count = NEIGHBOURS): Neighbour[] {
  const beds = (subject.beds ?? Number.NaN) / BEDS;
  const baths = (subject.baths ?? Number.NaN) / BATHS;
  const found: Neighbour[] = [];
  for (let index = columns.years.length - 1; index >= 0; index--) {
    if (index === except) continue;
    const squared =
      columns.years[index]! + apart(beds, columns.beds[index]!) + apart(baths, columns.baths[index]!);
    if (found.length === count && squared >= found[count - 1]!.squared) continue;
    let place = found.length;
    while (place > 0 && found[place - 1]!.squared > squared) place--;
    found.splice(place, 0, { index, squared });
    if (found.length > count) found.pop();
  }
  return found;
}

function apart(a: number, b: number): number {
  const gap = a - b;
  return Number.isNaN(gap) ? UNKNOWN : gap * gap;
}

/** Mean ln price of the nearest, the nearer the heavier. @param logs ln price of each home */
export function meanOfNearest(found: readonly Neighbour[], logs: Float64Array): number {
  let [sum, weights] = [0, 0];
  for (const { index, squared } of found) {
    const weight = 1 / (1 + squared);
    sum += weight * logs[index]!;
    weights += weight;
  }
  return sum / weights;
}

/** From 1, the same, to 0. */
export const similarity = ({ squared }: Neighbour): number => Math.exp(-squared / 2);
