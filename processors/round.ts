/** Rounds to `digits` decimals; done once, before a number enters a view, so that every form of it agrees. */
export function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

/** RFC 3339 of epoch ms. */
export const iso = (at: number): string => new Date(at).toISOString();
