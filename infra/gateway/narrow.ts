/**
 * Leaves out of insights what a subscription did not ask for. Deltas replace these arrays whole, so that narrow
 * deltas over a narrow snapshot add up to the narrow state.
 */
import { type StreamOptions, streamOptions } from '../../schemas/frames.ts';
import { NEXT_EVENT_MINUTES } from '../../schemas/horizons.ts';
import type { InsightView, StreamingInsight } from '../../schemas/insight.ts';
import type { Snapshot } from './views.ts';

type Foresight = Partial<Pick<InsightView, 'nextEvents' | 'prebakedActions'>>;

export interface Narrow {
  /** A full insight. */
  insight<T extends Foresight>(insight: T): T;
  /** The JSON of one. */
  json(json: string): string;
  /** The JSON of a WireInsight, as bytes. */
  wire(insight: Uint8Array): Uint8Array;
}

/** Null where the options leave nothing out: bytes go through as they are. */
export function createNarrow(options: StreamOptions | undefined): Narrow | null {
  const { predictionHorizonSeconds, preemptiveAnalysis } = streamOptions(options);
  const horizonMinutes = predictionHorizonSeconds / 60;
  // Actions are prepared for next events, and those are foreseen so far ahead.
  const withActions = preemptiveAnalysis && horizonMinutes >= NEXT_EVENT_MINUTES;
  if (withActions) return null;
  const insight = <T extends Foresight>(whole: T): T => ({
    ...whole,
    ...(whole.nextEvents && {
      nextEvents: whole.nextEvents.filter(({ withinMinutes }) => withinMinutes <= horizonMinutes),
    }),
    ...(whole.prebakedActions && { prebakedActions: [] }),
  });
  return {
    insight,
    json: (json) => JSON.stringify(insight(JSON.parse(json))),
    wire(bytes) {
      const whole = JSON.parse(Buffer.from(bytes).toString()) as { insightDelta: Foresight };
      return Buffer.from(JSON.stringify({ ...whole, insightDelta: insight(whole.insightDelta) }));
    },
  };
}

/** The array in the snapshot's tail, insight by insight. */
export function narrowSnapshot({ tail, seqs }: Snapshot, narrow: Narrow): Snapshot {
  const text = Buffer.from(tail).toString();
  const start = text.indexOf('[');
  const insights = (JSON.parse(text.slice(start, -1)) as StreamingInsight[]).map(narrow.insight);
  return { seqs, tail: Buffer.from(`${text.slice(0, start)}${JSON.stringify(insights)}}`) };
}
