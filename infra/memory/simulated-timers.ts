/** Timers on a simulated clock: they fire when the clock is moved past them, in order of due time. */
import TinyQueue from 'tinyqueue';
import type { Timer, TimerPort } from '../ports.ts';

/** `nth` keeps timers of one moment in the order they came in. */
interface Waiting {
  key: string;
  timer: Timer;
  nth: number;
}

export class SimulatedTimers implements TimerPort {
  readonly #queue = new TinyQueue<Waiting>([], (a, b) => a.timer.due - b.timer.due || a.nth - b.nth);
  readonly #waiting = new Set<string>();
  readonly #fire: (timer: Timer) => Promise<void>;
  #nth = 0;

  constructor(fire: (timer: Timer) => Promise<void>) {
    this.#fire = fire;
  }

  async mirror(timers: Timer[]): Promise<void> {
    for (const timer of timers) {
      const key = [timer.space, timer.shard, timer.id, timer.generation].join('\0');
      if (this.#waiting.has(key)) continue;
      this.#waiting.add(key);
      this.#queue.push({ key, timer, nth: this.#nth++ });
    }
  }

  /** Due time of the next one, epoch ms; Infinity where none waits. */
  get next(): number {
    return this.#queue.peek()?.timer.due ?? Number.POSITIVE_INFINITY;
  }

  /** Fires everything due up to `now`, also what firing arms anew. */
  async advance(now: number): Promise<void> {
    while (this.next <= now) {
      const { key, timer } = this.#queue.pop()!;
      this.#waiting.delete(key);
      await this.#fire(timer);
    }
  }
}
