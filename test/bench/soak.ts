/**
 * `bench soak`: hours in little: at half the knee for as long as asked, the last quarter beside the first. Leads stay the
 * same and streams are trimmed early, so that what still grows is a leak.
 */

import { percentileMs } from './hdr.ts';
import { infoOf } from './redis-probe.ts';
import { type Memory, type Segment, type Stack, startStack } from './stack.ts';
import { findKnee } from './throughput.ts';

export interface SoakReport {
  /** Events a second, half the knee unless asked for. */
  rate: number;
  /** Where it was looked for. */
  knee?: number;
  minutes: number;
  sent: number;
  /** Medians of the segments of the first quarter and of the last. */
  first: SoakFigures;
  last: SoakFigures;
  /** In use after a collection, MiB by process, when load began and at the end. */
  alive: { first: Memory; last: Memory };
  /** Redis keeps the ids of seven days' events, so it grows with events and not with time. */
  redisBytesPerEvent: number;
  flat: { memory: boolean; lag: boolean; p99: boolean };
  segments: SoakFigures[];
}

export interface SoakFigures {
  p99: number;
  hiccupP99: number;
  /** Most unread events seen while it ran. */
  lag: number;
  /** Resident, MiB, by process. */
  memory: Memory;
  saturated: boolean;
}

export interface SoakOptions {
  /** Events a second; half the knee, which is looked for, where absent. */
  rate?: number;
  minutes: number;
  say(line: string): void;
}

const SEGMENT_SECONDS = 10;
const WARM_UP_SECONDS = 30;
const LAG_EVERY_MS = 500;
/** Sockets that are open meanwhile; they make the leads a fixed pool. */
const SOCKETS = 200;
const RETAIN_ENTRIES = 1000;
/** A heap breathes: it is marked when it has grown by a multiple of what is alive; the first mark comes late. */
const SETTLE_SECONDS = 180;
/** Of what is resident, in which the heap breathes, and of what is alive, in which caches fill. */
const TOLERANCE = { resident: 1.15, alive: 1.1 };
/** The last quarter's may be this much of the first's, or that many ms more. */
const P99_TOLERANCE = { ratio: 1.3, ms: 5 };

export async function measureSoak({ rate: asked, minutes, say }: SoakOptions): Promise<SoakReport> {
  const stack = await startStack({
    kind: 'full',
    sockets: SOCKETS,
    settings: { retainEntries: RETAIN_ENTRIES },
  });
  try {
    const knee = asked === undefined ? await findKnee(stack, say) : undefined;
    const rate = asked ?? Math.max(1, Math.round(knee! / 2));
    say(`Warming up at ${rate} events/s`);
    await stack.run(rate, WARM_UP_SECONDS);
    const first = await stack.alive();
    await stack.run(rate, SETTLE_SECONDS);
    const before = await redisBytes(stack);
    const segments: SoakFigures[] = [];
    let sent = 0;
    const count = Math.max(4, Math.round((minutes * 60) / SEGMENT_SECONDS));
    for (let n = 0; n < count; n++) {
      const { segment, lag } = await watched(stack, rate);
      sent += segment.sent;
      segments.push(await figuresOf(stack, segment, lag));
      const { p99, memory } = segments.at(-1)!;
      say(`${n + 1} of ${count}  p99 ${p99} ms  lag ${lag}  ${JSON.stringify(memory)}`);
    }
    const alive = { first, last: await stack.alive() };
    const grown = ((await redisBytes(stack)) - before) / sent;
    const told = { rate, ...(knee !== undefined && { knee }), minutes, sent };
    return { ...told, ...verdictOf(segments, alive), alive, redisBytesPerEvent: Math.round(grown), segments };
  } finally {
    await stack.stop();
  }
}

const redisBytes = (stack: Stack): Promise<number> => infoOf(stack.client, 'memory', 'used_memory');

/** A segment, and the most events that were unread while it ran. */
async function watched(stack: Stack, rate: number): Promise<{ segment: Segment; lag: number }> {
  let lag = 0;
  const look = () =>
    void stack.unread().then((now) => {
      lag = Math.max(lag, now);
    });
  const looking = setInterval(look, LAG_EVERY_MS);
  try {
    return { segment: await stack.run(rate, SEGMENT_SECONDS), lag };
  } finally {
    clearInterval(looking);
  }
}

async function figuresOf(
  stack: Stack,
  { e2e, hiccup, saturated }: Segment,
  lag: number,
): Promise<SoakFigures> {
  return {
    ...{ p99: percentileMs(e2e, 99), hiccupP99: percentileMs(hiccup, 99), lag, saturated },
    memory: await stack.memory(),
  };
}

/** Compares quarters, and what is alive. */
export function verdictOf(
  segments: SoakFigures[],
  alive: SoakReport['alive'],
): Pick<SoakReport, 'first' | 'last' | 'flat'> {
  const quarter = Math.max(1, segments.length >> 2);
  const [first, last] = [medianOf(segments.slice(0, quarter)), medianOf(segments.slice(-quarter))];
  const within = (before: Memory, after: Memory, tolerance: number) =>
    Object.keys(before).every((part) => after[part]! <= before[part]! * tolerance);
  const memory =
    within(first.memory, last.memory, TOLERANCE.resident) && within(alive.first, alive.last, TOLERANCE.alive);
  const p99 = last.p99 <= Math.max(first.p99 * P99_TOLERANCE.ratio, first.p99 + P99_TOLERANCE.ms);
  return {
    first,
    last,
    flat: { memory, lag: !last.saturated && last.lag <= Math.max(100, 2 * first.lag), p99 },
  };
}

function medianOf(some: SoakFigures[]): SoakFigures {
  const of = (read: (one: SoakFigures) => number) => some.map(read).sort((a, b) => a - b)[some.length >> 1]!;
  return {
    ...{ p99: of((one) => one.p99), hiccupP99: of((one) => one.hiccupP99), lag: of((one) => one.lag) },
    memory: Object.fromEntries(
      Object.keys(some[0]!.memory).map((part) => [part, of((one) => one.memory[part]!)]),
    ),
    saturated: some.every(({ saturated }) => saturated),
  };
}
