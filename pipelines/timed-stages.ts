/** Times the stages of a wave from outside. */
import type { Around } from '../processors/chain.ts';

export type Observe = (stage: string, size: number, ms: number) => void;

/** A timer for one wave. `stamp()`: what its insights report, in ms to the microsecond. */
export function timedStages(observe?: Observe) {
  const stages: Record<string, number> = {};
  const start = performance.now();
  const around: Around = (stage, size, work) => {
    const from = performance.now();
    const result = work();
    const ms = performance.now() - from;
    stages[stage] = micro(ms);
    observe?.(stage, size, ms);
    return result;
  };
  return { around, stamp: () => ({ processingTimeMs: micro(performance.now() - start), stages }) };
}

const micro = (ms: number): number => Math.round(ms * 1000) / 1000;
