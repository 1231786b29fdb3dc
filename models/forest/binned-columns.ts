/** Columns cut at quantiles into at most 64 bins, so that a split is found by counting instead of sorting. */
export const MOST_BINS = 64;

export interface BinnedColumns {
  rows: number;
  columns: number;
  /** Column-major. Bin 0 holds what is missing (NaN) as well as the lowest values. */
  bins: Uint8Array;
  /** cuts[column * MOST_BINS + b]: largest value that goes into bin b. */
  cuts: Float32Array;
  /** Bins in use, by column. */
  used: Uint8Array;
}

/** Distinct values at which to cut; the last bin has no upper end. */
function quantileCuts(sorted: Float32Array): number[] {
  const cuts: number[] = [];
  const top = sorted[sorted.length - 1];
  for (let b = 1; b < MOST_BINS; b++) {
    const value = sorted[Math.floor((b * sorted.length) / MOST_BINS)]!;
    if (value !== cuts.at(-1) && value !== top) cuts.push(value);
  }
  return cuts;
}

/** First bin whose cut is not below the value. */
function binOf(value: number, cuts: Float32Array, from: number, used: number): number {
  if (Number.isNaN(value)) return 0;
  let [low, high] = [0, used - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= cuts[from + middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** @param x row-major, rows × columns */
export function binColumns(x: Float32Array, columns: number): BinnedColumns {
  const rows = x.length / columns;
  const bins = new Uint8Array(x.length);
  const cuts = new Float32Array(columns * MOST_BINS).fill(Number.POSITIVE_INFINITY);
  const used = new Uint8Array(columns);
  const values = new Float32Array(rows);
  for (let c = 0; c < columns; c++) {
    let n = 0;
    for (let r = 0; r < rows; r++) {
      const value = x[r * columns + c]!;
      if (!Number.isNaN(value)) values[n++] = value;
    }
    const own = n === 0 ? [] : quantileCuts(values.slice(0, n).sort());
    cuts.set(own, c * MOST_BINS);
    used[c] = own.length + 1;
    for (let r = 0; r < rows; r++)
      bins[c * rows + r] = binOf(x[r * columns + c]!, cuts, c * MOST_BINS, used[c]!);
  }
  return { rows, columns, bins, cuts, used };
}
