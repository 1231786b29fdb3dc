/**
 * Float64Array in few bytes, to the bit: the length, two bits a number that say how it is kept, and the numbers.
 * Most of what is counted of a lead never happens, and most of what happens is a small count or came from a
 * Float32Array.
 */

const HEADER = 2;
/** How a number is kept: not at all, in four bytes, in eight. */
const [ZERO, SINGLE, DOUBLE] = [0, 1, 2] as const;

/** Of the array under way: made anew only where it is too small, zeroed arrays being dear. */
let bytes = new Uint8Array(0);
let view = new DataView(bytes.buffer);

/** @param values at most 65,535; @returns bytes that are good until the next call */
export function packFloats(values: Float64Array): Uint8Array {
  const codes = HEADER + ((values.length + 3) >> 2);
  const most = codes + values.length * 8;
  if (bytes.length < most) {
    bytes = new Uint8Array(most);
    view = new DataView(bytes.buffer);
  }
  bytes.fill(0, 0, codes);
  view.setUint16(0, values.length);
  let end = codes;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const kept = keepAs(value);
    bytes[HEADER + (i >> 2)]! |= kept << ((i & 3) * 2);
    if (kept === SINGLE) view.setFloat32(end, value);
    else if (kept === DOUBLE) view.setFloat64(end, value);
    end += kept * 4;
  }
  return bytes.subarray(0, end);
}

/** Negative zero is not nothing, and NaN keeps its payload only in full. */
function keepAs(value: number): 0 | 1 | 2 {
  if (Object.is(value, 0)) return ZERO;
  return Math.fround(value) === value ? SINGLE : DOUBLE;
}

/** The inverse of {@link packFloats}; the result shares nothing with `bytes`. */
export function unpackFloats(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(view.getUint16(0));
  let from = HEADER + ((values.length + 3) >> 2);
  for (let i = 0; i < values.length; i++) {
    const kept = (bytes[HEADER + (i >> 2)]! >> ((i & 3) * 2)) & 3;
    if (kept === SINGLE) values[i] = view.getFloat32(from);
    else if (kept === DOUBLE) values[i] = view.getFloat64(from);
    from += kept * 4;
  }
  return values;
}
