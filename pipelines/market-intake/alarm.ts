/** What webhooks announced, for somebody who waits. */
export interface Alarm {
  ring(sequence: number): void;
  /** Highest number announced so far; what was announced up to now wakes nobody any more. */
  heard(): number;
  /** Until it rings, the time is over, or the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function createAlarm(): Alarm {
  let highest = 0;
  let rung = false;
  let wake = () => {};
  return {
    ring(sequence) {
      highest = Math.max(highest, sequence);
      rung = true;
      wake();
    },
    heard() {
      rung = false;
      return highest;
    },
    wait(ms, signal) {
      if (rung || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          wake = () => {};
          resolve();
        };
        const timer = setTimeout(done, ms);
        signal.addEventListener('abort', done, { once: true });
        wake = done;
      });
    },
  };
}
