/** How many frames a tenant's sockets may send together: token buckets, one a tenant that has sockets open. */

/** Seconds of its rate that a tenant may send at once: after a restart every socket subscribes anew. */
const BURST_SECONDS = 5;

export interface FrameBudget {
  /** Takes one frame out of the tenant's budget; false where none is left. */
  spend(tenant: string): boolean;
  /** The tenant has no socket any more. */
  forget(tenant: string): void;
}

/** @param perSecond frames of one tenant */
export function createFrameBudget(
  perSecond: number,
  now: () => number = () => performance.now(),
): FrameBudget {
  const most = perSecond * BURST_SECONDS;
  const buckets = new Map<string, { tokens: number; filledAt: number }>();
  return {
    spend(tenant) {
      const at = now();
      const bucket = buckets.get(tenant) ?? { tokens: most, filledAt: at };
      buckets.set(tenant, bucket);
      bucket.tokens = Math.min(most, bucket.tokens + ((at - bucket.filledAt) * perSecond) / 1000);
      bucket.filledAt = at;
      if (bucket.tokens < 1) return false;
      bucket.tokens--;
      return true;
    },
    forget: (tenant) => void buckets.delete(tenant),
  };
}
