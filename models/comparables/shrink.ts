/**
 * Draws a prediction to the level of its area as far as the homes give no evidence for it: the slope of prices on
 * predictions, both as distances from the area's median and each home left out of its own, less one standard error
 * (empirical Bayes in one number; James and Stein 1961 for why to shrink at all). Where rooms say nothing the median is
 * left, which asks nothing of the shape of prices.
 */

export interface Shrunk {
  /** ln price less its prediction from the others, in the order of the homes. */
  errors: Float64Array;
  /** @param predicted ln price, of a home that is not among them */
  draw(predicted: number): number;
}

/**
 * @param logs ln price of each home, two at least
 * @param residuals the same less its prediction from the others
 */
export function shrink(logs: Float64Array, residuals: Float64Array): Shrunk {
  const levels = mediansOfOthers(logs);
  const apart = logs.map((log, i) => log - levels[i]!);
  const steps = apart.map((own, i) => own - residuals[i]!);
  const all = sumsOf(apart, steps);
  // Its own price says nothing of how far a home is to be drawn.
  const errors = apart.map((own, i) => own - slopeOf(without(all, own, steps[i]!)) * steps[i]!);
  const share = slopeOf(all);
  const level = medianOf(Float64Array.from(logs).sort());
  return { errors, draw: (predicted) => level + share * (predicted - level) };
}

interface Sums {
  count: number;
  /** Of squares and of products, of distances from the level (y) and steps predicted (x). */
  yy: number;
  xy: number;
  xx: number;
}

const sumsOf = (y: Float64Array, x: Float64Array): Sums =>
  y.reduce((sums, own, i) => plus(sums, own, x[i]!, 1), { count: 0, yy: 0, xy: 0, xx: 0 });

const plus = ({ count, yy, xy, xx }: Sums, y: number, x: number, sign: number): Sums => ({
  ...{ count: count + sign, yy: yy + sign * y * y, xy: xy + sign * x * y, xx: xx + sign * x * x },
});
const without = (sums: Sums, y: number, x: number): Sums => plus(sums, y, x, -1);

/** Less one standard error, in [0, 1]. */
function slopeOf({ count, yy, xy, xx }: Sums): number {
  if (xx <= 0) return 0;
  const slope = xy / xx;
  const left = Math.max(0, yy - slope * xy);
  return Math.min(1, Math.max(0, slope - Math.sqrt(left / count / xx)));
}

/** Of each home the median of all others. */
function mediansOfOthers(logs: Float64Array): Float64Array {
  const order = [...logs.keys()].sort((a, b) => logs[a]! - logs[b]! || a - b);
  const medians = new Float64Array(logs.length);
  order.forEach((home, rank) => {
    const others = (place: number) => logs[order[place < rank ? place : place + 1]!]!;
    const [low, high] = middlesOf(logs.length - 1);
    medians[home] = (others(low) + others(high)) / 2;
  });
  return medians;
}

function medianOf(sorted: Float64Array): number {
  const [low, high] = middlesOf(sorted.length);
  return (sorted[low]! + sorted[high]!) / 2;
}

/** Places of the one or two in the middle. */
const middlesOf = (count: number): [number, number] => [(count - 1) >> 1, count >> 1];
