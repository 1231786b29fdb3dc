/** The place in a log: numbers in any order, missing, late, or never. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dueSpans,
  type GapRules,
  isMissing,
  MOST_GAPS,
  nextDue,
  type Place,
  startPlace,
  takeNumbers,
  triedSpan,
} from '../../../../processors/intake/sequence-gaps.ts';

const RULES: GapRules = { tries: 3, firstMs: 100, mostMs: 350 };
const take = (place: Place, numbers: number[], now = 0) => takeNumbers(place, numbers, now, RULES);
const ranges = ({ gaps }: Place) => gaps.map(({ from, to }) => [from, to]);

describe('numbers of a log', () => {
  it('leave gaps where some are missing, and fill them', () => {
    const place = take(startPlace(), [2, 3, 7]);
    expect([place.sequence, ranges(place)]).toEqual([
      7,
      [
        [1, 1],
        [4, 6],
      ],
    ]);
    const filled = take(place, [5, 1]);
    expect([filled.sequence, ranges(filled)]).toEqual([
      7,
      [
        [4, 4],
        [6, 6],
      ],
    ]);
    expect(take(filled, [4, 6]).gaps).toEqual([]);
  });

  it('are missing until they were served, in whatever order and however often', () => {
    const number = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(fc.array(fc.array(number, { maxLength: 12 }), { maxLength: 12 }), (pages) => {
        const place = pages.reduce((before, page) => take(before, page), startPlace());
        const served = new Set(pages.flat());
        expect(place.sequence).toBe(Math.max(0, ...served));
        for (let n = 1; n <= 61; n++) expect(isMissing(place, n)).toBe(!served.has(n));
        const apart = place.gaps.every(({ from }, i) => i === 0 || from > place.gaps[i - 1]!.to + 1);
        expect(apart && place.gaps.every(({ from, to }) => from <= to)).toBe(true);
      }),
    );
  });

  it('change nothing when they are known', () => {
    const place = take(startPlace(), [1, 2, 3]);
    expect(take(place, [3, 1, 2])).toEqual(place);
  });
});

describe('a gap', () => {
  it('is asked for ever more rarely, then given up and counted', () => {
    let place = take(startPlace(), [1, 4]);
    const asked: number[] = [];
    for (let now = 0; now < 2000; now += 10)
      for (const span of dueSpans(place, now, 10)) {
        asked.push(now);
        place = triedSpan(place, span, now, RULES);
      }
    expect(asked).toEqual([100, 300, 650]);
    expect(place).toEqual({ sequence: 4, gaps: [], lost: { count: 2, last: [2, 3] } });
    expect(nextDue(place)).toBe(Number.POSITIVE_INFINITY);
    expect(isMissing(place, 2)).toBe(false);
  });

  it('is asked for with its neighbours where one answer holds all', () => {
    const place = take(startPlace(), [1, 3, 5, 100, 102]);
    expect(dueSpans(place, 99, 10)).toEqual([]);
    expect(dueSpans(place, 100, 10)).toEqual([{ from: 2, to: 101 }]);
    expect(dueSpans(place, 100, 1)).toEqual([
      { from: 2, to: 2 },
      { from: 4, to: 4 },
      { from: 6, to: 99 },
      { from: 101, to: 101 },
    ]);
  });

  it('found while others are tried keeps its own time', () => {
    const old = take(startPlace(), [1, 3]);
    const both = take(old, [5], 90);
    const [span] = dueSpans(both, 100, 10);
    expect(span).toEqual({ from: 2, to: 2 });
    expect(triedSpan(both, span!, 100, RULES).gaps.map(({ tries }) => tries)).toEqual([1, 0]);
  });

  it('is given up early where a feed hides most of its log', () => {
    const odd = Array.from({ length: MOST_GAPS + 5 }, (_, i) => 2 * i + 2);
    const place = take(startPlace(), odd);
    expect(place.gaps).toHaveLength(MOST_GAPS);
    expect(place.lost).toEqual({ count: 5, last: [9, 9] });
  });
});
