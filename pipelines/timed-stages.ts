/** Times the stages of a wave from outside. */
import type { Around } from '../processors/chain.ts';

export type Observe = (stage: string, size: number, ms: number) => void;

export interface Times {
  /** From the start of the wave to now, ms. */
  processingTimeMs: number;
  /** Stages that took a twentieth of it or more; metrics have them all. */
  stages: Record<string, number>;
}

const SHARE = 1 / 20;

/** A timer for one wave. */
export function timedStages(observe?: Observe) {
  const spent: [stage: string, ms: number][] = [];
  const start = performance.now();
  const around: Around = (stage, size, work) => {
    const from = performance.now();
    const result = work();
    const ms = performance.now() - from;
    spent.push([stage, ms]);
    observe?.(stage, size, ms);
    return result;
  };
  /** What the insights of the wave report. */
  function stamp(): Times {
    const total = performance.now() - start;
    const stages: Record<string, number> = {};
    for (const [stage, ms] of spent) if (ms >= total * SHARE) stages[stage] = micro(ms);
    return { processingTimeMs: micro(total), stages };
  }
  return { around, stamp };
}

const micro = (ms: number): number => Math.round(ms * 1000) / 1000;
