/** P(converted by day d), d = 1 … length, from a daily hazard and the probability of never. */
export function convertedCurve(hazard: ArrayLike<number>, cure: number): Float64Array {
  const curve = new Float64Array(hazard.length);
  let open = 1;
  for (let d = 0; d < hazard.length; d++) {
    open *= 1 - hazard[d]!;
    curve[d] = (1 - cure) * (1 - open);
  }
  return curve;
}

/** First day by which a share `q` of the conversions within the curve has come. */
export function quantileDay(curve: Float64Array, q: number): number {
  const wanted = q * curve[curve.length - 1]!;
  const day = curve.findIndex((p) => p >= wanted);
  return day < 0 ? curve.length : day + 1;
}
