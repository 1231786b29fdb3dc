/** Difference of two forecasters on the same cases, with an interval by resampling whole groups (leads). */
import { seededRandom } from '../linear/random.ts';

export interface Difference {
  mean: number;
  /** 95 % interval: percentiles of the bootstrap (Efron and Tibshirani, 1993). */
  low: number;
  high: number;
}

const ROUNDS = 1000;
const SEED = 17;

/**
 * Mean of a − b over cases.
 * @param group of each case, 0 … groups − 1; cases of one are drawn together, since they are alike
 */
export function meanDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  group: ArrayLike<number>,
): Difference {
  let groups = 0;
  for (let i = 0; i < a.length; i++) groups = Math.max(groups, group[i]! + 1);
  const sums = new Float64Array(groups);
  const sizes = new Float64Array(groups);
  for (let i = 0; i < a.length; i++) {
    sums[group[i]!]! += a[i]! - b[i]!;
    sizes[group[i]!]!++;
  }
  const mean = sums.reduce((sum, s) => sum + s, 0) / a.length;
  const [low, high] = resampledRatio(sums, sizes);
  return { mean, low, high };
}

/** 95 % percentile interval of Σ above / Σ below when groups are drawn with replacement. @param above of each group */
export function resampledRatio(above: Float64Array, below: Float64Array): [low: number, high: number] {
  const groups = above.length;
  const random = seededRandom(SEED);
  const ratios = Float64Array.from({ length: ROUNDS }, () => {
    let [sum, size] = [0, 0];
    for (let g = 0; g < groups; g++) {
      const drawn = Math.floor(random() * groups);
      sum += above[drawn]!;
      size += below[drawn]!;
    }
    return sum / size;
  }).sort();
  return [ratios[Math.floor(0.025 * ROUNDS)]!, ratios[Math.ceil(0.975 * ROUNDS) - 1]!];
}
