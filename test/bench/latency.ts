/** `bench latency`: the whole path at one rate, beside the floor in turns, so that drift hits both alike. */
import { percentileMs, type Quantiles, quantiles } from './hdr.ts';
import { measureSizes } from './sizes.ts';
import { mergeSegments, type Segment, type Stack, startStack, warmUpSeconds } from './stack.ts';

export interface LatencyReport {
  rate: number;
  /** From the scheduled instant to the frame at the client, ms. */
  e2e: Quantiles;
  stages: Record<string, { p50: number; p99: number }>;
  floor: Quantiles;
  /** Overrun of an idle sleeper beside it, ms. */
  hiccup: { p99: number; max: number };
  saturated: boolean;
  /** Share of one core. */
  cpu: { full: Record<string, number>; floor: Record<string, number> };
  sent: number;
}

export interface LatencyOptions {
  /** Events a second. */
  rate: number;
  /** Measured time of each, full and floor. */
  seconds: number;
  /** With leads nurtured: see {@link startStack}. */
  nurture?: boolean;
  say(line: string): void;
}

const SEGMENT_SECONDS = 5;

export async function measureLatency({
  rate,
  seconds,
  nurture = false,
  say,
}: LatencyOptions): Promise<LatencyReport> {
  say('Measuring the bytes of states and insights, starting both stacks');
  const sizes = await measureSizes();
  const stacks = await Promise.all([
    startStack({ kind: 'floor', sizes, nurture }),
    startStack({ kind: 'full', sizes, nurture }),
  ]);
  try {
    say(`Warming up at ${rate} events/s`);
    for (const stack of stacks) await stack.run(rate, warmUpSeconds(seconds));
    const [floor, full] = await inTurns(stacks, rate, seconds, say);
    return latencyReport(mergeSegments(full!), mergeSegments(floor!));
  } finally {
    await Promise.all(stacks.map((stack) => stack.stop()));
  }
}

/** Rounds of one segment a stack; the segments by stack. */
export async function inTurns(
  stacks: Stack[],
  rate: number,
  seconds: number,
  say: (line: string) => void,
): Promise<Segment[][]> {
  const rounds = Math.max(1, Math.round(seconds / SEGMENT_SECONDS));
  const segments: Segment[][] = stacks.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, stack] of stacks.entries()) {
      await stack.settle();
      const segment = await stack.run(rate, seconds / rounds);
      segments[i]!.push(segment);
      say(`${stack.kind.padEnd(5)} round ${round + 1} of ${rounds}: p99 ${percentileMs(segment.e2e, 99)} ms`);
    }
  }
  return segments;
}

function latencyReport(full: Segment, floor: Segment): LatencyReport {
  const stages = [...full.stages].map(([name, hdr]) => [
    name,
    { p50: percentileMs(hdr, 50), p99: percentileMs(hdr, 99) },
  ]);
  return {
    rate: full.rate,
    e2e: quantiles(full.e2e),
    stages: Object.fromEntries(stages),
    floor: quantiles(floor.e2e),
    hiccup: { p99: percentileMs(full.hiccup, 99), max: percentileMs(full.hiccup, 100) },
    saturated: full.saturated,
    cpu: { full: full.cpu, floor: floor.cpu },
    sent: full.sent,
  };
}
