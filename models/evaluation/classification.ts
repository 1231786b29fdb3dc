/** Metrics of classifiers. All take what was predicted and what was true; none knows a model. */

/** Index of the greatest; of equals, the first. */
export function argmax(p: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < p.length; k++) if (p[k]! > p[best]!) best = k;
  return best;
}

/** Share of cases whose true class is among the `k` most probable. */
export function topK(cases: readonly { p: ArrayLike<number>; truth: number }[], k: number): number {
  let hits = 0;
  for (const { p, truth } of cases) {
    let above = 0;
    for (let i = 0; i < p.length; i++) if (p[i]! > p[truth]! || (p[i] === p[truth] && i < truth)) above++;
    if (above < k) hits++;
  }
  return hits / cases.length;
}

/** Mean −ln p of the true class. */
export const logLoss = (cases: readonly { p: ArrayLike<number>; truth: number }[]): number =>
  cases.reduce((sum, { p, truth }) => sum - Math.log(Math.max(p[truth]!, 1e-9)), 0) / cases.length;

/**
 * Expected calibration error of the most probable class over ten equal bins of confidence (Guo et al., ICML 2017),
 * with the mean confidence and accuracy behind it.
 */
export function calibrationError(cases: readonly { p: ArrayLike<number>; truth: number }[]): number {
  const bins = Array.from({ length: 10 }, () => ({ n: 0, confidence: 0, right: 0 }));
  for (const { p, truth } of cases) {
    const top = argmax(p);
    const bin = bins[Math.min(9, Math.floor(p[top]! * 10))]!;
    bin.n++;
    bin.confidence += p[top]!;
    if (top === truth) bin.right++;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / cases.length;
}

export interface MultiLabelCase {
  p: ArrayLike<number>;
  labels: readonly number[];
}

export interface F1 {
  micro: number;
  macro: number;
  perLabel: number[];
}

/** F1 of multi-label decisions `p ≥ threshold`; labels that never occur and are never called count as 0 in macro. */
export function f1(cases: readonly MultiLabelCase[], thresholds: ArrayLike<number>): F1 {
  const hits = new Float64Array(thresholds.length);
  const calls = new Float64Array(thresholds.length);
  const truths = new Float64Array(thresholds.length);
  for (const { p, labels } of cases) {
    for (const k of labels) truths[k]!++;
    for (let k = 0; k < thresholds.length; k++) {
      if (p[k]! < thresholds[k]!) continue;
      calls[k]!++;
      if (labels.includes(k)) hits[k]!++;
    }
  }
  const of = (hit: number, called: number, true_: number) => (2 * hit) / Math.max(1, called + true_);
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  const perLabel = Array.from(hits, (hit, k) => of(hit, calls[k]!, truths[k]!));
  return {
    micro: of(sum(hits), sum(calls), sum(truths)),
    macro: perLabel.reduce((a, b) => a + b, 0) / perLabel.length,
    perLabel,
  };
}
