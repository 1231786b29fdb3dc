/**
 * Log-rank scores: what an outcome counts in a split. Each row of a node gets martingale residuals, the event seen
 * minus the events expected under the node's own hazard; a split is good where their sums on its two sides lie far
 * apart (Hothorn and Lausen, Computational Statistics & Data Analysis 43, 2003). What met the competing end stays at
 * risk for ever after, so that sides are told apart by incidence and not by hazard (Gray, Annals of Statistics 16,
 * 1988). Residuals up to an early day are counted beside those of the whole time: soon is told from late where
 * hazards cross.
 */
export interface Outcomes {
  time: Float64Array;
  /** 0 censored, 1 event, 2 competing end. */
  kind: Uint8Array;
  weight: Float64Array;
}

/** Residuals up to the early day, and over the whole time. */
export const SCORES = 2;

/** Expected events up to each row's end (places of `rows`, by ascending time) where what was lost stays at risk. */
function expectedEvents(
  { time, kind, weight }: Outcomes,
  rows: Int32Array,
  early: number,
  out: Float64Array,
) {
  let atRisk = 0;
  for (const row of rows) atRisk += weight[row]!;
  let [soon, whole] = [0, 0];
  for (let i = 0; i < rows.length; ) {
    const day = time[rows[i]!]!;
    let [gone, events, end] = [0, 0, i];
    for (; end < rows.length && time[rows[end]!] === day; end++) {
      const row = rows[end]!;
      if (kind[row] !== 2) gone += weight[row]!;
      if (kind[row] === 1) events += weight[row]!;
    }
    whole += events / Math.max(atRisk, 1e-12);
    if (day <= early) soon = whole;
    for (; i < end; i++) {
      out[i * SCORES] = soon;
      out[i * SCORES + 1] = whole;
    }
    atRisk -= gone;
  }
  return { soon, whole };
}

/** Divides each score by its root mean square; nothing is done where it is 0 throughout. */
function toUnit({ weight }: Outcomes, rows: Int32Array, out: Float64Array): void {
  for (let k = 0; k < SCORES; k++) {
    let [squares, total] = [0, 0];
    rows.forEach((row, i) => {
      total += weight[row]!;
      squares += weight[row]! * out[i * SCORES + k]! ** 2;
    });
    if (!(squares > 0)) continue;
    const scale = Math.sqrt(total / squares);
    for (let i = 0; i < rows.length; i++) out[i * SCORES + k]! *= scale;
  }
}

/**
 * @param rows of the node, by ascending time
 * @param early day up to which the first score counts
 * @param out SCORES for each place among `rows`, each with mean 0 and variance 1
 */
export function outcomeScores(outcomes: Outcomes, rows: Int32Array, early: number, out: Float64Array): void {
  const { time, kind } = outcomes;
  const last = expectedEvents(outcomes, rows, early, out);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const lost = kind[row] === 2;
    const seen = kind[row] === 1 ? 1 : 0;
    out[i * SCORES] = (time[row]! <= early ? seen : 0) - (lost ? last.soon : out[i * SCORES]!);
    out[i * SCORES + 1] = seen - (lost ? last.whole : out[i * SCORES + 1]!);
  }
  toUnit(outcomes, rows, out);
}

/** Day by which half of the weight of a node's events has come. `rows` by ascending time. */
export function medianEventDay({ time, kind, weight }: Outcomes, rows: Int32Array): number {
  let events = 0;
  for (const row of rows) if (kind[row] === 1) events += weight[row]!;
  let seen = 0;
  for (const row of rows) {
    if (kind[row] === 1) seen += weight[row]!;
    if (seen >= events / 2 && seen > 0) return time[row]!;
  }
  return Number.POSITIVE_INFINITY;
}
