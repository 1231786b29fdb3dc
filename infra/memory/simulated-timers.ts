/** Timers on a simulated clock: they fire when the clock is moved past them, in order of due time. */
import TinyQueue from 'tinyqueue';
import type { Timer, TimerPort } from '../ports.ts';

interface Waiting {
  key: string;
  timer: Timer;
}

/** Timers of one moment fire in the order of their names: in whatever order they were mirrored, also after a crash. */
const sooner = (a: Waiting, b: Waiting): number => a.timer.due - b.timer.due || (a.key < b.key ? -1 : 1);

export class SimulatedTimers implements TimerPort {
  readonly #queue = new TinyQueue<Waiting>([], sooner);
  readonly #waiting = new Set<string>();
  readonly #fire: (timer: Timer) => Promise<void>;

  constructor(fire: (timer: Timer) => Promise<void>) {
    this.#fire = fire;
  }

  async mirror(timers: Timer[]): Promise<void> {
    for (const timer of timers) {
      const key = [timer.space, timer.shard, timer.id, timer.generation].join('\0');
      if (this.#waiting.has(key)) continue;
      this.#waiting.add(key);
      this.#queue.push({ key, timer });
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
