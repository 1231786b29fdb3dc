/**
 * `bench update`: from an event's scheduled instant to the sockets that are open on its lead, 1,000 of them open, five
 * on a lead that is watched; beside it the floor in turns. One socket besides follows the whole tenant.
 */
import { percentileMs, type Quantiles, quantiles } from './hdr.ts';
import { inTurns, type LatencyOptions } from './latency.ts';
import { measureSizes } from './sizes.ts';
import { mergeSegments, type Segment, startStack, warmUpSeconds } from './stack.ts';
import { ON_A_LEAD, POOL } from './watchers.ts';

export interface UpdateReport {
  /** Events a second, on so many leads. */
  rate: number;
  leads: number;
  sockets: number;
  socketsOnALead: number;
  full: UpdateFigures;
  floor: UpdateFigures;
  /** Of a socket on the whole tenant, by stage, ms. */
  stages: Record<string, { p50: number; p99: number }>;
  sent: number;
}

/** At sockets on single leads. */
export interface UpdateFigures {
  /** From the scheduled instant to the frame, ms. */
  e2e: Quantiles;
  /** From the commit, known to 1 ms and rounded to the gateway's disadvantage, to the frame at the client, ms. */
  eventToSocket: Quantiles;
  delivered: number;
  expected: number;
  hiccup: { p99: number; max: number };
  /** How late the event loop of the process that reads was, p99, ms. */
  readerLoopP99: number;
  /** Share of one core. */
  cpu: Record<string, number>;
  saturated: boolean;
}

export async function measureUpdate(options: LatencyOptions & { sockets: number }): Promise<UpdateReport> {
  const { rate, seconds, sockets, say } = options;
  say(`Measuring the bytes of states and insights, starting both stacks, ${sockets} sockets each`);
  const sizes = await measureSizes();
  const stacks = await Promise.all([
    startStack({ kind: 'floor', sizes, sockets }),
    startStack({ kind: 'full', sizes, sockets }),
  ]);
  try {
    say(`Warming up at ${rate} events/s`);
    for (const stack of stacks) await stack.run(rate, warmUpSeconds(seconds));
    const [floor, full] = (await inTurns(stacks, rate, seconds, say)).map(mergeSegments) as [
      Segment,
      Segment,
    ];
    const stages = [...full.stages].map(([name, hdr]) => [
      name,
      { p50: percentileMs(hdr, 50), p99: percentileMs(hdr, 99) },
    ]);
    return {
      ...{ rate, leads: POOL, sockets, socketsOnALead: ON_A_LEAD, sent: full.sent },
      ...{ full: figuresOf(full), floor: figuresOf(floor), stages: Object.fromEntries(stages) },
    };
  } finally {
    await Promise.all(stacks.map((stack) => stack.stop()));
  }
}

function figuresOf({ watched, hiccup, cpu, saturated }: Segment): UpdateFigures {
  const { e2e, fromCommit, received, expected, loopP99 } = watched!;
  return {
    ...{ e2e: quantiles(e2e), eventToSocket: quantiles(fromCommit), delivered: received, expected },
    hiccup: { p99: percentileMs(hiccup, 99), max: percentileMs(hiccup, 100) },
    ...{ readerLoopP99: loopP99, cpu, saturated },
  };
}
