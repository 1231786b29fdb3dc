/**
 * Where a source stands in its log, and what is missing before that. A missing number may come later (it was written
 * down before it was committed) or never: RCP-27 lets a producer hide numbers as long as a later one tells of the same
 * record. So a gap holds nothing up; it is asked for a few times more, ever more rarely, and then given up.
 */

/** Numbers from and to that were not served, both among them. */
export interface Gap {
  from: number;
  to: number;
  tries: number;
  /** When it is asked for again, epoch ms. */
  nextAt: number;
}

export interface Place {
  /** Highest number taken in. */
  sequence: number;
  /** Lowest first, apart from each other. */
  gaps: Gap[];
  /** Numbers given up so far, and the latest range of them. */
  lost: { count: number; last?: [number, number] };
}

export interface GapRules {
  /** How often a gap is asked for again before it is given up. */
  tries: number;
  /** To the first try; doubles from try to try, ms. */
  firstMs: number;
  mostMs: number;
}

/** Eight tries over eight and a half minutes. */
export const GAP_RULES: GapRules = { tries: 8, firstMs: 2000, mostMs: 300_000 };
/** More are not kept: a feed that hides most of its log would else fill its place with them. The oldest are given up. */
export const MOST_GAPS = 2000;

export const startPlace = (): Place => ({ sequence: 0, gaps: [], lost: { count: 0 } });

export const isMissing = ({ sequence, gaps }: Place, number: number): boolean =>
  number > sequence || gaps.some(({ from, to }) => number >= from && number <= to);

/** The place after these numbers were served, in any order; those known already change nothing. */
export function takeNumbers(place: Place, numbers: readonly number[], now: number, rules: GapRules): Place {
  const fresh = [...new Set(numbers)].sort((a, b) => a - b);
  let { sequence } = place;
  const found: Gap[] = [];
  for (const number of fresh.filter((n) => n > place.sequence)) {
    if (number > sequence + 1)
      found.push({ from: sequence + 1, to: number - 1, tries: 0, nextAt: now + rules.firstMs });
    sequence = number;
  }
  const late = fresh.filter((number) => number <= place.sequence);
  return giveUp(
    { ...place, sequence, gaps: [...place.gaps.flatMap((gap) => without(gap, late)), ...found] },
    (_, i, all) => i < all - MOST_GAPS,
  );
}

/** What is left of a gap once these numbers (ascending) are known. */
function without(gap: Gap, numbers: readonly number[]): Gap[] {
  const left: Gap[] = [];
  let { from } = gap;
  for (const number of numbers) {
    if (number < from || number > gap.to) continue;
    if (number > from) left.push({ ...gap, from, to: number - 1 });
    from = number + 1;
  }
  return from <= gap.to ? [...left, { ...gap, from }] : left;
}

export interface Span {
  from: number;
  to: number;
}

/** What to ask for now: due gaps, as one where so few numbers (at most `near`) lie between that one answer holds all. */
export function dueSpans({ gaps }: Place, now: number, near: number): Span[] {
  const spans: Span[] = [];
  for (const { from, to, nextAt } of gaps) {
    if (nextAt > now) continue;
    const last = spans.at(-1);
    if (last && from - last.to <= near) last.to = to;
    else spans.push({ from, to });
  }
  return spans;
}

/** The place after a span was asked for: what is still missing there waits longer, or is given up. */
export function triedSpan(place: Place, { from, to }: Span, now: number, rules: GapRules): Place {
  const gaps = place.gaps.map((gap) => {
    if (gap.nextAt > now || gap.from < from || gap.to > to) return gap;
    const tries = gap.tries + 1;
    return { ...gap, tries, nextAt: now + Math.min(rules.mostMs, rules.firstMs * 2 ** tries) };
  });
  return giveUp({ ...place, gaps }, ({ tries }) => tries >= rules.tries);
}

function giveUp(place: Place, hopeless: (gap: Gap, index: number, all: number) => boolean): Place {
  const { gaps } = place;
  const given = gaps.filter((gap, i) => hopeless(gap, i, gaps.length));
  if (!given.length) return place;
  const { from, to } = given.at(-1)!;
  const count = place.lost.count + given.reduce((sum, gap) => sum + gap.to - gap.from + 1, 0);
  return { ...place, gaps: gaps.filter((gap) => !given.includes(gap)), lost: { count, last: [from, to] } };
}

/** When the next gap is due, epoch ms; Infinity without one. */
export const nextDue = ({ gaps }: Place): number =>
  gaps.reduce((soonest, { nextAt }) => Math.min(soonest, nextAt), Number.POSITIVE_INFINITY);
