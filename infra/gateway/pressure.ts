/** Watches how far intake runs ahead, so that a writer hears 429 before memory runs out. */
import type { Space } from '../../schemas/shards.ts';
import { pause } from '../run.ts';
import { type GatewayStore, type Pressure, StoreAway } from './store.ts';

export const PRESSURE_MS = 500;

/** What intake should say now: take it, slow down (and retry after some seconds), or the store is away. */
export type Advice =
  | { kind: 'take' }
  | { kind: 'slow'; message: string; retryAfter: number }
  | { kind: 'away' };

export interface PressureGauge {
  advice(space: Space, shards: Iterable<number>): Advice;
  run(signal: AbortSignal): Promise<void>;
}

export interface PressureLimits {
  maxLag: number;
  maxMemoryPercent: number;
}

const TAKE: Advice = { kind: 'take' };

/** @param onError hears failures that are no plain absence of the store */
export function createPressureGauge(
  store: GatewayStore,
  limits: PressureLimits,
  onError: (error: unknown) => void,
): PressureGauge {
  let known: Pressure | 'away' | undefined;
  return {
    advice(space, shards) {
      if (known === 'away') return { kind: 'away' };
      if (!known) return TAKE; // not looked yet: a start-up takes milliseconds
      if (known.memoryPercent > limits.maxMemoryPercent) {
        return { kind: 'slow', message: 'The store is nearly full', retryAfter: 5 };
      }
      for (const shard of shards) {
        if ((known.lag[space][shard] ?? 0) > limits.maxLag) {
          return { kind: 'slow', message: 'Events come faster than they are worked', retryAfter: 1 };
        }
      }
      return TAKE;
    },
    async run(signal) {
      while (!signal.aborted) {
        known = await store.pressure().catch((error: unknown) => {
          if (!(error instanceof StoreAway) && known !== 'away') onError(error);
          return 'away' as const;
        });
        await pause(PRESSURE_MS, signal);
      }
    },
  };
}
