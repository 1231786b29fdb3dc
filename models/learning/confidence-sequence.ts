/**
 * An interval for a mean that may be looked at after every observation: over all looks together it misses the mean
 * with probability at most alpha, so stopping when it pleases is no cheating.
 *
 * The predictable plug-in empirical Bernstein confidence sequence of Waudby-Smith and Ramdas, "Estimating means of
 * bounded random variables by betting", JRSS B 86 (2024), theorem 2. For differences of forecasters' scores see Choe
 * and Ramdas, "Comparing sequential forecasters", Operations Research 72 (2024).
 */

export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/** Largest bet; c in the paper. */
const MOST = 0.5;

/**
 * @param values in the order they became known, each in [−1, 1]
 * @param alpha e.g. 0.05
 * @returns the running intersection, as of the last value: [−1, 1] before the first
 */
export function confidenceSequence(values: ArrayLike<number>, alpha: number): Interval {
  const log = Math.log(2 / alpha);
  let [sum, spread, bets, weighted, penalty] = [0, 0, 0, 0, 0];
  let [low, high] = [-1, 1];
  for (let i = 0; i < values.length; i++) {
    const x = (values[i]! + 1) / 2;
    const t = i + 1;
    const meanBefore = (0.5 + sum) / t;
    const varianceBefore = (0.25 + spread) / t;
    const bet = Math.min(MOST, Math.sqrt((2 * log) / (varianceBefore * t * Math.log(1 + t))));
    bets += bet;
    weighted += bet * x;
    penalty += 4 * (x - meanBefore) ** 2 * psi(bet);
    sum += x;
    spread += (x - (0.5 + sum) / (t + 1)) ** 2;
    const [middle, margin] = [weighted / bets, (log + penalty) / bets];
    low = Math.max(low, 2 * (middle - margin) - 1);
    high = Math.min(high, 2 * (middle + margin) - 1);
  }
  const mean = values.length ? (2 * sum) / values.length - 1 : 0;
  return { mean, low, high };
}

/** ψ_E of the paper. */
const psi = (bet: number): number => (-Math.log1p(-bet) - bet) / 4;
