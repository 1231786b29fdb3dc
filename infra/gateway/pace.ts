/** How often a subscription may be told something: at once after a quiet interval, and then no sooner than each. */
export interface Pace {
  /** Whether something may be told now. If not, `due` is called when it may. */
  open(): boolean;
  /** Something was told. */
  spend(): void;
  end(): void;
}

export function createPace(everyMs: number, due: () => void): Pace {
  let opensAt = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    open() {
      const left = opensAt - performance.now();
      if (left <= 0) return true;
      timer ??= setTimeout(() => {
        timer = undefined;
        // A timer may fire a little early by the finer clock.
        opensAt = 0;
        due();
      }, left);
      return false;
    },
    spend() {
      opensAt = performance.now() + everyMs;
    },
    end: () => clearTimeout(timer),
  };
}
