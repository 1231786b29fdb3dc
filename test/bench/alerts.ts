/** `bench alerts`: from a message that makes an alert to the alert at a socket, open loop, with what idling costs beside it. */
import { percentileMs, type Quantiles, quantiles } from './hdr.ts';
import { mergeSegments, type Segment, startStack } from './stack.ts';

export interface AlertsReport {
  /** Messages a second, each of a new lead. */
  rate: number;
  sent: number;
  /** Alerts that arrived within patience. */
  alerted: number;
  /** From the scheduled instant of the message to the frame at the client, ms. */
  e2e: Quantiles;
  /** `commit to socket`: from the record on the stream, to a millisecond. */
  stages: Record<string, { p50: number; p99: number }>;
  /** Overrun of an idle sleeper beside it, ms. */
  hiccup: { p99: number; max: number };
  saturated: boolean;
}

const SEGMENT_SECONDS = 5;
const WARM_UP_SECONDS = 10;

export async function measureAlerts(load: {
  rate: number;
  seconds: number;
  say(line: string): void;
}): Promise<AlertsReport> {
  const { rate, seconds, say } = load;
  const stack = await startStack({ kind: 'full', alerts: true });
  try {
    say(`Warming up at ${rate} alerts/s`);
    await stack.run(rate, Math.min(WARM_UP_SECONDS, seconds));
    const rounds = Math.max(1, Math.round(seconds / SEGMENT_SECONDS));
    const segments: Segment[] = [];
    for (let round = 0; round < rounds; round++) {
      await stack.settle();
      const segment = await stack.run(rate, seconds / rounds);
      segments.push(segment);
      say(`round ${round + 1} of ${rounds}: p99 ${percentileMs(segment.e2e, 99)} ms`);
    }
    return alertsReport(mergeSegments(segments));
  } finally {
    await stack.stop();
  }
}

function alertsReport({ rate, sent, received, e2e, stages, hiccup, saturated }: Segment): AlertsReport {
  const told = [...stages].map(([name, hdr]) => [
    name,
    { p50: percentileMs(hdr, 50), p99: percentileMs(hdr, 99) },
  ]);
  return {
    ...{ rate, sent, alerted: received, e2e: quantiles(e2e), stages: Object.fromEntries(told) },
    hiccup: { p99: percentileMs(hiccup, 99), max: percentileMs(hiccup, 100) },
    saturated,
  };
}
