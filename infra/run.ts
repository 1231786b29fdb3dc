/** Everything long-lived is `run(signal)`: it settles after the signal aborts, or throws. */
export type Run = (signal: AbortSignal) => Promise<void>;

/** Waits `ms`, or less when the signal aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/**
 * What the work gives, or undefined as soon as the signal aborts; what becomes of the work then is nobody's business.
 * A race against one promise that lives as long as the signal would do the same and leak: a promise that stays open
 * keeps all that ever waited for it, and what they got.
 */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const end = () => resolve(undefined);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    const leave = () => signal.removeEventListener('abort', end);
    work.finally(leave).then(resolve, reject);
  });
}

/** Back-off with full jitter: attempt 1, 2, 3 … → up to base·2^(n−1), at most `cap`. Source: AWS Architecture Blog, 2015. */
export const backoff = (attempt: number, base = 20, cap = 2000): number =>
  Math.random() * Math.min(cap, base * 2 ** (attempt - 1)) + base / 2;
