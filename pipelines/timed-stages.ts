/** Times the stages of a wave from outside. */
import type { Around } from '../processors/chain.ts';

export type Observe = (stage: string, size: number, ms: number) => void;

/** A timer for one wave. `stamp()`: what its insights report, in ms; stages that round to nothing are left out. */
export function timedStages(observe?: Observe) {
  const stages: Record<string, number> = {};
  const start = performance.now();
  const around: Around = (stage, size, work) => {
    const from = performance.now();
    const result = work();
    const ms = performance.now() - from;
    if (ms >= 0.005) stages[stage] = hundredths(ms);
    observe?.(stage, size, ms);
    return result;
  };
  return { around, stamp: () => ({ processingTimeMs: hundredths(performance.now() - start), stages }) };
}

const hundredths = (ms: number): number => Math.round(ms * 100) / 100;
