/**
 * The text of a conversation as one bag of n-grams, both sides in it: what an agent answers tells as much of what a
 * lead is about as the lead's own words. Kept as running sums, so a message costs the same however long the talk.
 * Weighted by inverse document frequency (Spärck Jones, Journal of Documentation 28, 1972).
 */
import { SEGMENTS } from '../../schemas/segments.ts';
import type { TextReading } from '../judges.ts';
import { addRows, Picked } from '../linear/add-rows.ts';
import type { SparseLinear } from '../linear/sparse-linear.ts';

export interface BagModel {
  text: SparseLinear;
  /** Inverse document frequency of each row of `text`. */
  rarity: Float32Array;
}

/** A message weighs by its length: "ok thanks" says less than a paragraph. */
export const messageWeight = ({ tokens }: TextReading): number => Math.sqrt(Math.max(1, tokens.length));

/** What a bag keeps of a conversation: Σ of the messages' squared lengths, then Σ evidence of each segment. */
export const BAG_LENGTH = 1 + SEGMENTS.length;

const picked = new Picked();

/** Adds a message to what the bag keeps, in place. */
export function addToBag({ text, rarity }: BagModel, kept: Float64Array, reading: TextReading): void {
  const { bytes, scales, classes } = text.rows;
  const scale = messageWeight(reading);
  picked.count = 0;
  let square = 0;
  for (let i = 0; i < reading.grams.length; i++) {
    const row = text.index.row(reading.grams[i]!);
    if (row < 0) continue;
    const value = reading.weights[i]! * scale * rarity[row]!;
    square += value * value;
    picked.add(row, value * scales[row]!);
  }
  kept[0]! += square;
  addRows(bytes, classes, picked, kept.subarray(1));
}

/** Logits of the text so far into `out` from `at`; left as they are before the first known word. */
export function bagLogits({ text }: BagModel, kept: Float64Array, out: Float32Array, at: number): void {
  const square = kept[0]!;
  if (square === 0) return;
  const scale = 1 / Math.sqrt(square);
  for (let k = 0; k < SEGMENTS.length; k++) out[at + k] = kept[1 + k]! * scale + text.bias[k]!;
}
