/**
 * A linear model over a large sparse space: a row of weights for each known feature, a column for each class. A
 * feature that is present adds its row, so a prediction costs (features × classes) contiguous multiply-adds.
 */
import { addRows, Picked } from './add-rows.ts';
import type { QuantisedRows } from './quantised-rows.ts';

/** A sparse vector: feature ids and their values. */
export interface SparseVector {
  ids: Uint32Array;
  values: Float32Array;
}

export interface SparseLinear {
  /** Feature ids known to the model, ascending; row i belongs to ids[i]. */
  ids: Uint32Array;
  rows: QuantisedRows;
  bias: Float32Array;
  /** Feature id → row, or {@link NO_ROW}. */
  rowOf: Uint16Array;
}

export const NO_ROW = 0xffff;

/** Feature id → row for ids below `space`. Throws on more rows than can be told apart (65,535). */
export function indexRows(ids: Uint32Array, space: number): Uint16Array {
  if (ids.length > NO_ROW) throw new Error(`${ids.length} rows are too many: leave out rarer features`);
  const rowOf = new Uint16Array(space).fill(NO_ROW);
  for (let row = 0; row < ids.length; row++) rowOf[ids[row]!] = row;
  return rowOf;
}

const picked = new Picked();

/** Adds the model's evidence for a vector (without bias) to `sums`, one for each class. */
export function addEvidence(
  { rowOf, rows }: SparseLinear,
  { ids, values }: SparseVector,
  sums: Float64Array,
): void {
  const { classes, bytes, scales } = rows;
  picked.count = 0;
  for (let i = 0; i < ids.length; i++) {
    const row = rowOf[ids[i]!]!;
    if (row !== NO_ROW) picked.add(row, values[i]! * scales[row]!);
  }
  addRows(bytes, classes, picked, sums);
}
