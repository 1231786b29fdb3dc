/** Who works a lead that a client opens, and what is warm there. `infra/redis/lead-nodes.ts` is the real one. */
import type { Owner, Warm } from '../../schemas/frames.ts';
import type { Warmth } from '../runtime/warm-state.ts';

export interface LeadNodes {
  /**
   * Tells the owner that the lead was opened, so that it has it warm before its next event.
   *
   * @param warmWithinMs how long to wait for what it says; null: it is not told
   * @returns no owner where nobody works the shard; no warmth where the owner has not said in time. Rejects with
   *   StoreAway.
   */
  open(
    tenant: string,
    lead: string,
    warmWithinMs: number | null,
  ): Promise<{ owner?: Owner; warmth?: Warmth }>;
}

/** What is warm in the words of a frame. */
export function warmOf({ ages, wasHeld }: Warmth, now: number): Warm {
  const ageOf = (at: number) => Math.max(0, Math.round(now - at));
  const { state, neighbours, modelInputs } = ages;
  return {
    ...(state !== undefined && { state: { ageMs: ageOf(state), wasHeld } }),
    ...(neighbours && {
      neighbours: {
        count: neighbours.count,
        ...(neighbours.at !== undefined && { ageMs: ageOf(neighbours.at) }),
      },
    }),
    ...(modelInputs !== undefined && { modelInputs: { ageMs: ageOf(modelInputs) } }),
  };
}
