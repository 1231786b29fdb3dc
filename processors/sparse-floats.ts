/**
 * Float64Array in few bytes, to the bit: the length, one bit a number that says whether it is there, and those
 * that are not zero. Most of what is counted of a lead never happens.
 */

const HEADER = 2;

/** @param values at most 65,535 */
export function packFloats(values: Float64Array): Uint8Array {
  const dense = new Float64Array(values.length);
  const bitmap = HEADER + ((values.length + 7) >> 3);
  const bytes = new Uint8Array(bitmap + values.length * 8);
  bytes[0] = values.length & 255;
  bytes[1] = values.length >> 8;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    // Negative zero is not nothing.
    if (values[i] === 0 && !Object.is(values[i], -0)) continue;
    bytes[HEADER + (i >> 3)]! |= 1 << (i & 7);
    dense[count++] = values[i]!;
  }
  bytes.set(new Uint8Array(dense.buffer, 0, count * 8), bitmap);
  return bytes.subarray(0, bitmap + count * 8);
}

/** The inverse of {@link packFloats}; the result shares nothing with `bytes`. */
export function unpackFloats(bytes: Uint8Array): Float64Array {
  const values = new Float64Array(bytes[0]! | (bytes[1]! << 8));
  const bitmap = HEADER + ((values.length + 7) >> 3);
  // Floats need an aligned buffer of their own; a Buffer's `slice` would be a window on the message.
  const dense = new Float64Array((bytes.length - bitmap) >> 3);
  new Uint8Array(dense.buffer).set(bytes.subarray(bitmap));
  let next = 0;
  for (let i = 0; i < values.length; i++) {
    if (bytes[HEADER + (i >> 3)]! & (1 << (i & 7))) values[i] = dense[next++]!;
  }
  return values;
}
