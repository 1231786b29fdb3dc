/** The best split of a node among a few columns drawn for it, by histograms of its rows' scores. */
import { type BinnedColumns, MOST_BINS } from './binned-columns.ts';
import { SCORES } from './outcome-scores.ts';

export interface Split {
  column: number;
  /** Rows in this bin or below go left. */
  bin: number;
}

/** Per bin: rows, weight, weighted sum of each score. */
const WIDTH = SCORES + 2;

export function createSplitFinder(binned: BinnedColumns, weight: Float64Array, minLeaf: number) {
  const histogram = new Float64Array(MOST_BINS * WIDTH);
  const all = new Float64Array(WIDTH);
  const left = new Float64Array(WIDTH);

  function count(rows: Int32Array, scores: Float64Array, column: number, used: number): void {
    histogram.fill(0, 0, used * WIDTH);
    const from = column * binned.rows;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const at = binned.bins[from + row]! * WIDTH;
      const w = weight[row]!;
      histogram[at]!++;
      histogram[at + 1]! += w;
      for (let k = 0; k < SCORES; k++) histogram[at + 2 + k]! += w * scores[i * SCORES + k]!;
    }
  }

  /** Between-sides sum of squares of the scores (each has about unit variance and mean 0 in the node). */
  function gain(): number {
    let sum = 0;
    for (let k = 2; k < WIDTH; k++)
      sum += left[k]! ** 2 / left[1]! + (all[k]! - left[k]!) ** 2 / (all[1]! - left[1]!);
    return sum;
  }

  /**
   * @param rows of the node
   * @param scores SCORES per place among `rows`
   * @returns undefined where no split leaves `minLeaf` rows and some weight on both sides
   */
  return function findSplit(
    rows: Int32Array,
    scores: Float64Array,
    candidates: ArrayLike<number>,
  ): Split | undefined {
    let best: Split | undefined;
    let bestGain = 1e-9;
    for (let j = 0; j < candidates.length; j++) {
      const column = candidates[j]!;
      const used = binned.used[column]!;
      if (used < 2) continue;
      count(rows, scores, column, used);
      all.fill(0);
      for (let at = 0; at < used * WIDTH; at++) all[at % WIDTH]! += histogram[at]!;
      left.fill(0);
      for (let bin = 0; bin < used - 1; bin++) {
        if (histogram[bin * WIDTH] === 0) continue;
        for (let k = 0; k < WIDTH; k++) left[k]! += histogram[bin * WIDTH + k]!;
        if (left[0]! < minLeaf) continue;
        if (all[0]! - left[0]! < minLeaf) break;
        if (!(left[1]! > 0 && all[1]! > left[1]!)) continue;
        const here = gain();
        if (here <= bestGain) continue;
        bestGain = here;
        best = { column, bin };
      }
    }
    return best;
  };
}
