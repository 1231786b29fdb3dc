/** What is to happen in a simulated brokerage, in order of time; of one moment, in the order it was planned in. */
import TinyQueue from 'tinyqueue';

interface Planned {
  at: number;
  nth: number;
  run: () => void;
}

export interface Happenings {
  /** @param at epoch ms */
  plan(at: number, run: () => void): void;
  /** Time of the next one; Infinity where there is none. */
  next(): number;
  runNext(): void;
}

export function createHappenings(): Happenings {
  const queue = new TinyQueue<Planned>([], (a, b) => a.at - b.at || a.nth - b.nth);
  let nth = 0;
  return {
    plan: (at, run) => queue.push({ at, nth: nth++, run }),
    next: () => queue.peek()?.at ?? Number.POSITIVE_INFINITY,
    runNext: () => queue.pop()?.run(),
  };
}
