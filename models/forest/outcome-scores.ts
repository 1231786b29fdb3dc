/**
 * Log-rank scores: what an outcome counts in a split. Each row of a node gets its martingale residuals, events seen
 * minus events expected under the node's own hazard; a split is good where their sums on its two sides lie far apart
 * (Hothorn and Lausen, Computational Statistics & Data Analysis 43, 2003). Residuals up to an early day are counted
 * beside those of the whole time, so that who is soon and who is late are told apart where hazards cross.
 */
export interface Outcomes {
  time: Float64Array;
  /** 0 censored, 1 event, 2 competing end. */
  kind: Uint8Array;
  weight: Float64Array;
}

/** Event early, event, competing end. */
export const SCORES = 3;

/**
 * @param rows of the node, by ascending time
 * @param early day up to which the first score counts
 * @param out SCORES by place among `rows`; each divided by its standard deviation, 0 where nothing happens
 */
export function outcomeScores(
  { time, kind, weight }: Outcomes,
  rows: Int32Array,
  early: number,
  out: Float64Array,
): void {
  let atRisk = 0;
  for (const row of rows) atRisk += weight[row]!;
  const squares = [0, 0, 0];
  let [soon, event, other, total] = [0, 0, 0, atRisk];
  for (let i = 0; i < rows.length; ) {
    const day = time[rows[i]!]!;
    let [left, events, others, end] = [0, 0, 0, i];
    for (; end < rows.length && time[rows[end]!] === day; end++) {
      const row = rows[end]!;
      left += weight[row]!;
      if (kind[row] === 1) events += weight[row]!;
      else if (kind[row] === 2) others += weight[row]!;
    }
    const risk = Math.max(atRisk, 1e-12);
    if (day <= early) soon += events / risk;
    event += events / risk;
    other += others / risk;
    for (; i < end; i++) {
      const is = kind[rows[i]!]!;
      const w = weight[rows[i]!]!;
      const a = (is === 1 && day <= early ? 1 : 0) - soon;
      const b = (is === 1 ? 1 : 0) - event;
      const c = (is === 2 ? 1 : 0) - other;
      out[i * SCORES] = a;
      out[i * SCORES + 1] = b;
      out[i * SCORES + 2] = c;
      squares[0]! += w * a * a;
      squares[1]! += w * b * b;
      squares[2]! += w * c * c;
    }
    atRisk -= left;
  }
  total = Math.max(total, 1e-12);
  for (let k = 0; k < SCORES; k++) {
    const scale = squares[k]! > 0 ? Math.sqrt(total / squares[k]!) : 0;
    for (let i = 0; i < rows.length; i++) out[i * SCORES + k]! *= scale;
  }
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
