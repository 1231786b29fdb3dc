/** Something that happens again and again, and can be awaited. */
export class Signal {
  readonly #waiting = new Set<() => void>();

  raise(): void {
    for (const resolve of this.#waiting) resolve();
  }

  /** Resolves at the next `raise`, or after `ms`. */
  next(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = ms === undefined ? undefined : setTimeout(done, ms);
      this.#waiting.add(done);
    });
  }
}
