/**
 * Smooth curves of probabilities in few bytes: four decimals, second differences (how much the slope changes),
 * zigzag, then groups of three bits with a fourth that says whether more follow, two groups a byte, base64.
 * A forecast changes its slope by next to nothing from day to day: about half a byte a point.
 */

/** As probabilities are elsewhere. */
const SCALE = 10_000;
const MORE = 8;

/** Numbers in [0, 1], rounded to four decimals. */
export function packCurve(values: ArrayLike<number>): string {
  const bytes: number[] = [];
  let half: number | undefined;
  const put = (group: number) => {
    if (half === undefined) half = group;
    else {
      bytes.push((half << 4) | group);
      half = undefined;
    }
  };
  let before = 0;
  let slope = 0;
  for (let i = 0; i < values.length; i++) {
    const now = Math.round(Math.min(1, Math.max(0, values[i]!)) * SCALE);
    const bend = now - before - slope;
    let rest = bend < 0 ? -2 * bend - 1 : 2 * bend;
    for (; rest > 7; rest >>= 3) put((rest & 7) | MORE);
    put(rest);
    slope = now - before;
    before = now;
  }
  // An open group at the end is no number.
  if (half !== undefined) put(MORE);
  return btoa(String.fromCharCode(...bytes));
}

/** The inverse of {@link packCurve}. */
export function unpackCurve(packed: string): number[] {
  const values: number[] = [];
  visitCurve(packed, (value) => {
    values.push(value);
    return true;
  });
  return values;
}

/** Whether a packed curve is these values, give or take `tolerance` at each point. */
export function isNearCurve(packed: string, values: ArrayLike<number>, tolerance: number): boolean {
  let i = 0;
  const near = visitCurve(packed, (value) => Math.abs(value - values[i++]!) <= tolerance);
  return near && i === values.length;
}

/** Calls `visit` with one value after the other while it says so; whether it did to the end. */
function visitCurve(packed: string, visit: (value: number) => boolean): boolean {
  const bytes = atob(packed);
  let now = 0;
  let slope = 0;
  let number = 0;
  let shift = 0;
  for (let i = 0; i < bytes.length * 2; i++) {
    const byte = bytes.charCodeAt(i >> 1);
    const group = i & 1 ? byte & 15 : byte >> 4;
    number |= (group & 7) << shift;
    shift += 3;
    if (group & MORE) continue;
    slope += number & 1 ? -((number + 1) >> 1) : number >> 1;
    now += slope;
    if (!visit(now / SCALE)) return false;
    number = 0;
    shift = 0;
  }
  return true;
}
