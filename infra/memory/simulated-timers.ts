/** Timers on a simulated clock: they fire when the clock is moved past them, in order of due time. */
import type { Timer, TimerPort } from '../ports.ts';

export class SimulatedTimers implements TimerPort {
  readonly #timers = new Map<string, Timer>();
  readonly #fire: (timer: Timer) => Promise<void>;

  constructor(fire: (timer: Timer) => Promise<void>) {
    this.#fire = fire;
  }

  async mirror(timers: Timer[]): Promise<void> {
    for (const timer of timers) {
      this.#timers.set([timer.space, timer.shard, timer.id, timer.generation].join('\0'), timer);
    }
  }

  /** Fires everything due up to `now`, also what firing arms anew. */
  async advance(now: number): Promise<void> {
    for (;;) {
      const due = [...this.#timers].filter(([, timer]) => timer.due <= now);
      if (!due.length) return;
      const [key, timer] = due.reduce((a, b) => (b[1].due < a[1].due ? b : a));
      this.#timers.delete(key);
      await this.#fire(timer);
    }
  }
}
