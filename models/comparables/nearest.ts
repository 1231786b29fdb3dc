/** The homes most like one, and what they say it is worth. */
import { distance, type Home, type Subject, yearsAgo } from './home.ts';

const NEIGHBOURS = 8;

export interface Neighbour {
  /** Place among the homes. */
  index: number;
  /** Squared, in steps; see `home.ts`. */
  squared: number;
}

/**
 * The nearest homes, nearest first, of the equally near the later ones in the list.
 *
 * @param years of each home's price, to now
 * @param except place of a home that is left out; −1: none
 */
export function nearest(
  subject: Subject,
  homes: readonly Home[],
  years: Float64Array,
  except: number,
  count = NEIGHBOURS,
): Neighbour[] {
  const found: Neighbour[] = [];
  for (let index = homes.length - 1; index >= 0; index--) {
    if (index === except) continue;
    const squared = distance(subject, homes[index]!, years[index]!);
    if (found.length === count && squared >= found[count - 1]!.squared) continue;
    let place = found.length;
    while (place > 0 && found[place - 1]!.squared > squared) place--;
    found.splice(place, 0, { index, squared });
    if (found.length > count) found.pop();
  }
  return found;
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

export const yearsOf = (homes: readonly Home[], now: number): Float64Array =>
  Float64Array.from(homes, ({ at }) => yearsAgo(at, now));
