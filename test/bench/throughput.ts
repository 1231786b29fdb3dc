/** `bench throughput`: the highest rate whose p99 stays within the limit, for the full flow and for the floor. */
import { percentileMs } from './hdr.ts';
import { measureSizes } from './sizes.ts';
import { type Kind, type Segment, type Stack, startStack } from './stack.ts';

export interface ThroughputReport {
  /** Events a second with p99 ≤ 30 ms from the scheduled instant to the socket. */
  knee: number;
  floorKnee: number;
  ratio: number;
  limitMs: number;
  steps: { kind: Kind; rate: number; p99: number; passed: boolean; cpu: Record<string, number> }[];
}

export const LIMIT_MS = 30;
const FIRST_RATE = 250;
const WARM_UP_RATE = 1000;
const MAX_RATE = 64_000;
const SECONDS = 4;
/** As long as `bench update` warms up: until then the engine still compiles what it will run. */
const WARM_UP_SECONDS = 20;
/** The search ends when the highest rate that passed is this near to the lowest that failed. */
const NEAR = 1.08;
/** Rates are whole multiples of this. */
const STEP = 50;

export async function measureThroughput(say: (line: string) => void): Promise<ThroughputReport> {
  const sizes = await measureSizes();
  const stacks = await Promise.all([
    startStack({ kind: 'floor', sizes }),
    startStack({ kind: 'full', sizes }),
  ]);
  const steps: ThroughputReport['steps'] = [];
  try {
    for (const stack of stacks) await stack.run(WARM_UP_RATE, WARM_UP_SECONDS);
    const searches = stacks.map((stack) => ({ stack, search: createSearch() }));
    while (searches.some(({ search }) => search.next() !== null)) {
      for (const { stack, search } of searches) {
        const rate = search.next();
        if (rate === null) continue;
        const step = await tryRate(stack, rate);
        steps.push(step);
        search.learn(step.passed);
        say(
          `${step.kind.padEnd(5)} ${String(rate).padStart(6)}/s  p99 ${step.p99} ms${step.passed ? '' : '  ✗'}`,
        );
      }
    }
    const [floorKnee, knee] = searches.map(({ search }) => search.best()) as [number, number];
    return { knee, floorKnee, ratio: Math.round((1000 * knee) / floorKnee) / 1000, limitMs: LIMIT_MS, steps };
  } finally {
    await Promise.all(stacks.map((stack) => stack.stop()));
  }
}

/** The highest rate of one stack that passes. */
export async function findKnee(stack: Stack, say: (line: string) => void): Promise<number> {
  const search = createSearch();
  await stack.run(WARM_UP_RATE, WARM_UP_SECONDS);
  for (let rate = search.next(); rate !== null; rate = search.next()) {
    const { passed, p99 } = await tryRate(stack, rate);
    search.learn(passed);
    say(`${String(rate).padStart(6)}/s  p99 ${p99} ms${passed ? '' : '  ✗'}`);
  }
  return search.best();
}

/** A rate that fails once is tried again: one hiccup of the machine is not the end of the road. */
async function tryRate(stack: Stack, rate: number): Promise<ThroughputReport['steps'][number]> {
  let segment: Segment | undefined;
  for (let attempt = 0; attempt < 2; attempt++) {
    await stack.settle();
    segment = await stack.run(rate, SECONDS);
    if (passes(segment)) break;
  }
  const { e2e, cpu } = segment!;
  return { kind: stack.kind, rate, p99: percentileMs(e2e, 99), passed: passes(segment!), cpu };
}

const passes = ({ e2e, saturated }: Segment) => !saturated && percentileMs(e2e, 99) <= LIMIT_MS;

export interface Search {
  /** The rate to try now; null when the knee is found. */
  next(): number | null;
  learn(passed: boolean): void;
  best(): number;
}

/** Doubles until a rate fails, then halves the distance. */
export function createSearch(): Search {
  let passed = 0;
  let failed = Number.POSITIVE_INFINITY;
  const next = () => {
    if (failed === Number.POSITIVE_INFINITY) {
      const rate = passed === 0 ? FIRST_RATE : passed * 2;
      return rate > MAX_RATE ? null : rate;
    }
    if (failed / passed <= NEAR) return null;
    const between = Math.round((passed + failed) / 2 / STEP) * STEP;
    return between > passed && between < failed ? between : null;
  };
  return {
    next,
    learn(ok) {
      const rate = next()!;
      if (ok) passed = rate;
      else failed = rate;
    },
    best: () => passed,
  };
}
