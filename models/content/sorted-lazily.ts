/** Order among hundreds of which the first few are looked at. */
import TinyQueue from 'tinyqueue';

/** The items in order, sorted only as far as somebody looks; may be gone through again. Takes the array over. */
export function sortedLazily<T>(items: T[], compare: (a: T, b: T) => number): Iterable<T> {
  const waiting = new TinyQueue(items, compare);
  const sorted: T[] = [];
  return {
    *[Symbol.iterator]() {
      for (let i = 0; ; i++) {
        if (i === sorted.length) {
          const next = waiting.pop();
          if (next === undefined) return;
          sorted.push(next);
        }
        yield sorted[i]!;
      }
    },
  };
}
