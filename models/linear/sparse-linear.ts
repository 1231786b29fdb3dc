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
  /** Feature ids known to the model; row i belongs to ids[i]. Those seen most come first and share cache lines. */
  ids: Uint32Array;
  rows: QuantisedRows;
  bias: Float32Array;
  index: RowIndex;
}

/** Rows that a {@link RowIndex} can number. */
export const MOST_INDEXED = 0x10000;

/**
 * Feature id → row. A bit an id, and for each 32 of them how many were set before, give the id's rank; a table of
 * the whole space would be ten times as big and miss the cache at every look.
 */
export class RowIndex {
  private readonly bits: Uint32Array;
  private readonly before: Uint16Array;
  private readonly rowOfRank: Uint16Array;

  /**
   * @param ids below `space`, each once; at most 65,536
   */
  constructor(ids: Uint32Array, space: number) {
    if (ids.length > MOST_INDEXED)
      throw new Error(`${ids.length} rows are too many: leave out rarer features`);
    this.bits = new Uint32Array(Math.ceil(space / 32));
    this.before = new Uint16Array(this.bits.length);
    for (const id of ids) this.bits[id >>> 5]! |= 1 << (id & 31);
    for (let word = 1; word < this.bits.length; word++) {
      this.before[word] = this.before[word - 1]! + ones(this.bits[word - 1]!);
    }
    this.rowOfRank = new Uint16Array(ids.length);
    for (let row = 0; row < ids.length; row++) this.rowOfRank[this.rank(ids[row]!)] = row;
  }

  /** Row of a feature, or −1. */
  row(id: number): number {
    return (this.bits[id >>> 5]! & (1 << (id & 31))) === 0 ? -1 : this.rowOfRank[this.rank(id)]!;
  }

  private rank(id: number): number {
    return this.before[id >>> 5]! + ones(this.bits[id >>> 5]! & ((1 << (id & 31)) - 1));
  }
}

/** Bits set in a 32-bit word (Warren, Hacker's Delight, 5–1). */
function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const picked = new Picked();

/** Adds the model's evidence for a vector (without bias) to `sums`, one for each class. */
export function addEvidence(
  { index, rows }: SparseLinear,
  { ids, values }: SparseVector,
  sums: Float64Array,
): void {
  const { classes, bytes, scales } = rows;
  picked.count = 0;
  for (let i = 0; i < ids.length; i++) {
    const row = index.row(ids[i]!);
    if (row >= 0) picked.add(row, values[i]! * scales[row]!);
  }
  addRows(bytes, classes, picked, sums);
}
