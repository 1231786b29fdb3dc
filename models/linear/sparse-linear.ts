/**
 * A linear model over a large sparse space: one row of int8 weights a known feature, one column a class. A feature
 * that is present adds its row, so a prediction costs (features × classes) contiguous multiply-adds.
 */

/** A sparse vector: feature ids and their values. */
export interface SparseVector {
  ids: ArrayLike<number>;
  values: ArrayLike<number>;
}

export interface SparseLinear {
  classes: number;
  /** Feature ids known to the model, ascending; row i belongs to ids[i]. */
  ids: Uint32Array;
  /** Rows of `classes` weights each; weight = int8 × scales[row]. */
  weights: Int8Array;
  scales: Float32Array;
  bias: Float32Array;
  /** Feature id → row, or −1; made by {@link indexRows}. */
  rowOf: Int32Array;
}

/** Feature id → row for ids below `space`. */
export function indexRows(ids: Uint32Array, space: number): Int32Array {
  const rowOf = new Int32Array(space).fill(-1);
  for (let row = 0; row < ids.length; row++) rowOf[ids[row]!] = row;
  return rowOf;
}

/** Adds the model's evidence for a vector (without bias) to `sums`, of length `classes`. */
export function addEvidence(model: SparseLinear, x: SparseVector, sums: Float64Array): void {
  const { classes, rowOf, weights, scales } = model;
  for (let i = 0; i < x.ids.length; i++) {
    const row = rowOf[x.ids[i]!]!;
    if (row < 0) continue;
    const value = x.values[i]! * scales[row]!;
    const from = row * classes;
    for (let k = 0; k < classes; k++) sums[k]! += value * weights[from + k]!;
  }
}

/** Rounds float rows to int8, each by its largest weight. */
export function quantise(
  ids: Uint32Array,
  rows: Float32Array,
  bias: Float32Array,
  space: number,
): SparseLinear {
  const classes = bias.length;
  const weights = new Int8Array(rows.length);
  const scales = new Float32Array(ids.length);
  for (let row = 0; row < ids.length; row++) {
    const from = row * classes;
    let most = 0;
    for (let k = 0; k < classes; k++) most = Math.max(most, Math.abs(rows[from + k]!));
    scales[row] = most / 127;
    if (most === 0) continue;
    for (let k = 0; k < classes; k++) weights[from + k] = Math.round((rows[from + k]! / most) * 127);
  }
  return { classes, ids, weights, scales, bias, rowOf: indexRows(ids, space) };
}
