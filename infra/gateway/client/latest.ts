/**
 * Between a producer that does not wait and a consumer that may be slow: the latest of each lead, in the order in
 * which they changed first. It holds one entry a lead, however long nobody takes any.
 */
export interface Latest {
  /** The lead has changed. */
  put(lead: string): void;
  drop(lead: string): void;
  /** Resolves with a lead that changed, taken out; undefined once it is over. Rejects with what it failed of, once. */
  next(): Promise<string | undefined>;
  /** What was not taken yet is let go. */
  end(error?: Error): void;
}

export function createLatest(): Latest {
  const changed = new Set<string>();
  /** Those who wait for a change, first come first served. */
  let takers: { resolve(lead: string | undefined): void; reject(error: Error): void }[] = [];
  let ended = false;
  let failure: Error | undefined;
  return {
    put(lead) {
      if (ended) return;
      const taker = takers.shift();
      if (taker) taker.resolve(lead);
      else changed.add(lead);
    },
    drop: (lead) => void changed.delete(lead),
    async next() {
      const [lead] = changed;
      if (lead !== undefined) {
        changed.delete(lead);
        return lead;
      }
      if (failure) {
        const error = failure;
        failure = undefined;
        throw error;
      }
      if (ended) return undefined;
      return new Promise((resolve, reject) => takers.push({ resolve, reject }));
    },
    end(error) {
      if (ended) return;
      ended = true;
      changed.clear();
      const [first, ...others] = takers;
      takers = [];
      if (first && error) first.reject(error);
      else {
        failure = error;
        first?.resolve(undefined);
      }
      for (const taker of others) taker.resolve(undefined);
    },
  };
}
