/**
 * `bench prebake`: from an event to its insight with a prepared action that fits, and from the event that asked to the
 * insight by which the actions are there, open loop; beside it what keeping them costs on an event's way.
 */
import { startChild } from './child.ts';
import { decodeHdr, type Hdr, mergeHdrs, percentileMs, type Quantiles, quantiles } from './hdr.ts';
import type { PrebakeReception } from './prebake-client.ts';
import { measurePrebakeStep, type PrebakeStepReport } from './prebake-step.ts';
import { mergeSegments, type Segment, startStack, warmUpSeconds } from './stack.ts';

export interface PrebakeBenchReport {
  /** Events a second. */
  rate: number;
  sent: number;
  /** Insights that left with an action that fits, and insights by which actions were there. */
  fitting: number;
  made: number;
  /** From the scheduled instant to the frame at the client, ms: every insight; with an action that fits; made. */
  e2e: { all: Quantiles; fitting: Quantiles; made: Quantiles };
  /** Overrun of an idle sleeper beside it, ms. */
  hiccup: { p99: number; max: number };
  saturated: boolean;
  step: PrebakeStepReport;
}

interface Measured {
  segment: Segment;
  fitting: Hdr;
  made: Hdr;
}

const SEGMENT_SECONDS = 5;

export async function measurePrebake(load: {
  rate: number;
  seconds: number;
  say(line: string): void;
}): Promise<PrebakeBenchReport> {
  const { rate, seconds, say } = load;
  say('Measuring the step alone');
  const step = await measurePrebakeStep();
  const stack = await startStack({ kind: 'full', nurture: true });
  const client = startChild('./prebake-client', import.meta.url);
  try {
    await client.ask('connect', stack.socket);
    say(`Warming up at ${rate} events/s`);
    await stack.run(rate, warmUpSeconds(seconds));
    const rounds = Math.max(1, Math.round(seconds / SEGMENT_SECONDS));
    const measured: Measured[] = [];
    for (let round = 0; round < rounds; round++) {
      await stack.settle();
      await client.ask('begin', { segment: stack.nextSegment() });
      const segment = await stack.run(rate, seconds / rounds);
      const heard = await client.ask<PrebakeReception>('finish');
      measured.push({ segment, fitting: decodeHdr(heard.fitting), made: decodeHdr(heard.made) });
      say(`round ${round + 1} of ${rounds}: p99 ${percentileMs(measured.at(-1)!.fitting, 99)} ms`);
    }
    return prebakeReport(measured, step);
  } finally {
    await client.stop();
    await stack.stop();
  }
}

function prebakeReport(measured: readonly Measured[], step: PrebakeStepReport): PrebakeBenchReport {
  const { rate, sent, e2e, hiccup, saturated } = mergeSegments(measured.map(({ segment }) => segment));
  const fitting = mergeHdrs(measured.map((one) => one.fitting));
  const made = mergeHdrs(measured.map((one) => one.made));
  return {
    ...{ rate, sent, fitting: fitting.totalCount, made: made.totalCount },
    e2e: { all: quantiles(e2e), fitting: quantiles(fitting), made: quantiles(made) },
    hiccup: { p99: percentileMs(hiccup, 99), max: percentileMs(hiccup, 100) },
    ...{ saturated, step },
  };
}
