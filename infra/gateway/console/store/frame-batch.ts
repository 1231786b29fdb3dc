/** Tells listeners at most once per animation frame, however much changed. */
export interface Batch {
  touch(): void;
  listen(listener: () => void): () => void;
}

export function createFrameBatch(): Batch {
  const listeners = new Set<() => void>();
  let scheduled = false;
  return {
    touch() {
      if (scheduled) return;
      scheduled = true;
      requestAnimationFrame(() => {
        scheduled = false;
        for (const listener of listeners) listener();
      });
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
