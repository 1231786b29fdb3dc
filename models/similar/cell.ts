/**
 * A cell of the index: up to {@link CAPACITY} vectors that lie near each other, a column for each dimension. A query
 * has about 25 non-zero coordinates of some 170, and reads those columns only.
 */
import { DIMENSIONS, type LeadVector } from './lead-vector.ts';

export const CAPACITY = 512;

type Four = [number, number, number, number];

export class Cell {
  readonly ids: string[] = [];
  /** Σ values² of each vector. */
  readonly norms = new Int32Array(CAPACITY);
  /** `columns[d · CAPACITY + slot]`. */
  readonly columns = new Int8Array(DIMENSIONS * CAPACITY);
  /** Σ of all vectors; over the size it is the centre. */
  readonly sums = new Int32Array(DIMENSIONS);
  /** Squared length of `sums`, kept as it changes. */
  sumNorm = 0;

  get size(): number {
    return this.ids.length;
  }

  /** Appends; returns the slot. The caller sees to it that there is room. */
  add(id: string, vector: LeadVector): number {
    const slot = this.ids.push(id) - 1;
    this.norms[slot] = vector.norm;
    for (let i = 0; i < vector.at.length; i++) {
      this.columns[vector.at[i]! * CAPACITY + slot] = vector.values[i]!;
    }
    this.shift(vector, 1);
    return slot;
  }

  /** Takes a slot out; the last one moves into it. Returns the id that moved, if one did. */
  removeAt(slot: number): string | undefined {
    this.shift(this.vectorAt(slot), -1);
    const last = this.size - 1;
    for (let from = 0; from < this.columns.length; from += CAPACITY) {
      this.columns[from + slot] = this.columns[from + last]!;
      this.columns[from + last] = 0;
    }
    this.norms[slot] = this.norms[last]!;
    const moved = this.ids.pop()!;
    if (slot === last) return undefined;
    this.ids[slot] = moved;
    return moved;
  }

  vectorAt(slot: number): LeadVector {
    const at: number[] = [];
    const values: number[] = [];
    for (let d = 0; d < DIMENSIONS; d++) {
      const value = this.columns[d * CAPACITY + slot]!;
      if (value === 0) continue;
      at.push(d);
      values.push(value);
    }
    return { at: Uint8Array.from(at), values: Int8Array.from(values), norm: this.norms[slot]! };
  }

  /** Squared distance from the centre; the query's own norm left out, being the same for every cell. */
  centreDistance({ at, values }: LeadVector): number {
    let product = 0;
    for (let i = 0; i < at.length; i++) product += values[i]! * this.sums[at[i]!]!;
    return (this.sumNorm / this.size - 2 * product) / this.size;
  }

  /** Writes `norm − 2·product` of every vector to `out`: its squared distance less the query's norm. */
  distances({ at, values }: LeadVector, out: Int32Array): void {
    const { size, columns, norms } = this;
    for (let slot = 0; slot < size; slot++) out[slot] = norms[slot]!;
    let i = 0;
    // Four columns a pass: the time goes into reading and writing `out`.
    for (; i + 4 <= at.length; i += 4) {
      const [a, b, c, d] = [at[i]!, at[i + 1]!, at[i + 2]!, at[i + 3]!].map((dim) => dim * CAPACITY) as Four;
      const [p, q, r, s] = [values[i]!, values[i + 1]!, values[i + 2]!, values[i + 3]!].map(
        (v) => 2 * v,
      ) as Four;
      for (let slot = 0; slot < size; slot++) {
        out[slot]! -=
          p * columns[a + slot]! + q * columns[b + slot]! + r * columns[c + slot]! + s * columns[d + slot]!;
      }
    }
    for (; i < at.length; i++) {
      const from = at[i]! * CAPACITY;
      const twice = 2 * values[i]!;
      for (let slot = 0; slot < size; slot++) out[slot]! -= twice * columns[from + slot]!;
    }
  }

  private shift({ at, values }: LeadVector, sign: 1 | -1): void {
    for (let i = 0; i < at.length; i++) {
      const before = this.sums[at[i]!]!;
      const after = before + sign * values[i]!;
      this.sums[at[i]!] = after;
      this.sumNorm += after * after - before * before;
    }
  }
}
