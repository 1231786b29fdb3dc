/** Tells listeners at most once per animation frame, however much changed. */
export interface Batch {
  touch(): void;
  /** How often it was touched: who drew at another count has missed something. */
  touches(): number;
  listen(listener: () => void): () => void;
}

export function createFrameBatch(): Batch {
  const listeners = new Set<() => void>();
  let scheduled = false;
  let touches = 0;
  return {
    touches: () => touches,
    touch() {
      touches++;
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
