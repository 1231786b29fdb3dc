const SCALES = [1, 10, 100, 1000, 10_000, 100_000];

/** Rounds to `digits` decimals, 5 at most; done once, before a number enters a view, so that every form of it agrees. */
export function round(value: number, digits: number): number {
  const scale = SCALES[digits]!;
  return Math.round(value * scale) / scale;
}

/** RFC 3339 of epoch ms. */
export const iso = (at: number): string => new Date(at).toISOString();
