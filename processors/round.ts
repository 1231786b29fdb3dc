const SCALES = [1, 10, 100, 1000, 10_000, 100_000];

/** Rounds to `digits` decimals, 5 at most; done once, before a number enters a view, so that every form of it agrees. */
export function round(value: number, digits: number): number {
  const scale = SCALES[digits]!;
  return Math.round(value * scale) / scale;
}

/** A turn says the same few moments many times, and forecasts of many leads end on the same days. */
const said = new Map<number, string>();
const MOST_SAID = 4096;

/** RFC 3339 of epoch ms. Throws where that is no time. */
export function iso(at: number): string {
  const known = said.get(at);
  if (known !== undefined) return known;
  const text = new Date(at).toISOString();
  if (said.size === MOST_SAID) said.clear();
  said.set(at, text);
  return text;
}
