/** Random draws from named streams of one seed, so that a change in one stream leaves the others as they were. */
import { seededRandom } from '../linear/random.ts';

/** Uniform in [0, 1). */
export type Random = () => number;

/** Streams of one world; the numbers are part of the seed and never change their meaning. */
export const STREAM = {
  market: 1,
  arrivals: 2,
  traits: 3,
  fate: 4,
  words: 5,
  listings: 6,
  looks: 7,
  futures: 8,
  contacts: 9,
  responses: 10,
  planted: 11,
  people: 12,
  sending: 13,
  rivals: 14,
  rivalWords: 15,
  rivalPlants: 16,
  rivalLooks: 17,
};

/** A generator for one `stream` and one `index` (a lead, a week…) of the world `seed`. */
export function streamOf(seed: number, stream: number, index = 0): Random {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0x27d4eb2f) ^ Math.imul(index + 1, 0x165667b1);
  return seededRandom(mixed ^ (mixed >>> 15));
}

/** Standard normal, by Box and Muller. */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

export const between = (random: Random, low: number, high: number): number => low + (high - low) * random();

/** Whole number in [low, high]. */
export const whole = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1));

export const pick = <T>(random: Random, items: readonly T[]): T =>
  items[Math.floor(random() * items.length)]!;

/** One key, with chances proportional to the values. */
export function pickWeighted<K extends string>(random: Random, weights: Readonly<Record<K, number>>): K {
  const entries = Object.entries(weights) as [K, number][];
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  return entries.at(-1)![0];
}

/** Days ≥ 1 with the given mean. */
export const geometricDays = (random: Random, mean: number): number =>
  1 + Math.floor(Math.log(1 - random()) / Math.log(1 - 1 / Math.max(1.001, mean)));

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));
