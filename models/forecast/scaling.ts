/** Inputs of a network on a common scale: mean 0, spread 1, and never farther out than training could know. */
export interface Scaling {
  means: Float32Array;
  spreads: Float32Array;
}

/** In spreads: what lies farther out is an exception, or another world. */
const FARTHEST = 4;

export function fitScaling(rows: readonly Float32Array[]): Scaling {
  const width = rows[0]?.length ?? 0;
  const means = new Float64Array(width);
  const squares = new Float64Array(width);
  for (const row of rows) for (let j = 0; j < width; j++) means[j]! += row[j]! / rows.length;
  for (const row of rows)
    for (let j = 0; j < width; j++) squares[j]! += (row[j]! - means[j]!) ** 2 / rows.length;
  // What hardly varies is not blown up.
  const spreads = Float32Array.from(squares, (square) => (square > 1e-6 ? Math.sqrt(square) : 1));
  return { means: Float32Array.from(means), spreads };
}

/** Writes the scaled row to `out` from `offset`. */
export function scaleInto(
  { means, spreads }: Scaling,
  row: Float32Array,
  out: Float32Array,
  offset: number,
): void {
  for (let j = 0; j < row.length; j++) {
    const x = (row[j]! - means[j]!) / spreads[j]!;
    out[offset + j] = Math.max(-FARTHEST, Math.min(FARTHEST, x));
  }
}
