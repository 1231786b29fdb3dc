/** Counts that fade by event time: each halves every half-life, and is brought up to date when touched or read. */

/** What is left of a count after `ms`, given its half-life in days. */
export const kept = (ms: number, halfLifeDays: number): number =>
  2 ** (-Math.max(0, ms) / 86_400_000 / halfLifeDays);
