/** Insights made up for tests of what carries them: every part moves with each, as little as it takes to see it. */
import { diffPatch, type PackedView, packCurve } from '../schemas/apply-delta.ts';
import type { CompetitionView } from '../schemas/competition.ts';
import { CONFIDENCE_POINTS, DECAY_DAYS, HORIZON_DAYS } from '../schemas/horizons.ts';
import type { WireInsight } from '../schemas/insight-wire.ts';
import type { NurtureView } from '../schemas/nurture-view.ts';

export interface MadeUp {
  view: PackedView;
  /** With the delta that led to the view. */
  head: WireInsight;
}

export interface MadeUpOptions {
  tenant: string;
  lead: string;
  agent: string;
  text: string;
  attention: number;
  nurture?: NurtureView | undefined;
  competition?: CompetitionView | undefined;
  /** Number of the latest insight, where there was one whose view is gone: erased. */
  after?: number;
}

/** The lead's next insight. */
export function nextInsight(before: MadeUp | undefined, options: MadeUpOptions): MadeUp {
  const seq = (before?.head.seq ?? options.after ?? 0) + 1;
  const at = timeOf(seq);
  const { confidenceEvolution: points = [], ...known } = before?.view ?? ({} as Partial<PackedView>);
  const view = viewOf(seq, options);
  const point = { at, confidence: view.profile!.confidenceScore };
  const patch = diffPatch(known, view) as Record<string, unknown>;
  return {
    view: { ...view, confidenceEvolution: [...points, point].slice(-CONFIDENCE_POINTS) } as PackedView,
    head: headOf(options, seq, { ...patch, confidencePoint: point }),
  };
}

/** The insight of an erasure, which leaves no view. */
export function erasure({ head }: MadeUp): WireInsight {
  const seq = head.seq + 1;
  return { ...head, seq, event: `e${seq}`, cause: { kind: 'erase', id: `e${seq}` }, insightDelta: {} };
}

const timeOf = (seq: number): string => new Date(1_764_000_000_000 + seq * 1000).toISOString();

function headOf(
  { tenant, lead, text }: MadeUpOptions,
  seq: number,
  insightDelta: Record<string, unknown>,
): WireInsight {
  return {
    ...{ v: 1, tenant, lead, seq, event: `e${seq}`, cause: { kind: 'event', id: `e${seq}` } },
    ...{ at: timeOf(seq), happening: { type: 'message', from: 'lead', channel: 'sms', text } },
    ...{ intents: [{ id: 'schedule_showing', p: 0.9 }], entities: [], processingTimeMs: 1, stages: {} },
    insightDelta,
  };
}

const wave = (length: number, seq: number) =>
  Array.from({ length }, (_, day) => Math.round(5000 + 4000 * Math.sin(seq + day / 40)) / 10_000);

/** Members come and go too: an agent, nurturing, the median. */
function viewOf(
  seq: number,
  { agent, attention, nurture, competition }: MadeUpOptions,
): Partial<Omit<PackedView, 'confidenceEvolution'>> {
  const p = (seq % 100) / 100;
  const quantiles = { q05: 1, q10: 2, q25: 5, q75: 40, q90: 90, q95: 120 };
  const forecast = {
    ...{ kind: 'window' as const, pConvert: p, medianDays: 20, quantileDays: quantiles, intervalLevel: 0.8 },
    ...{ optimalTouchpoints: [], marketContext: { text: 'unknown' }, epistemic: 0, weights: {} },
    members: { baseline: { pConvert: p, medianDays: 20, weight: 1 } },
    ...(seq % 3 === 0 && { expectedConversionDate: timeOf(seq) }),
  };
  const view = {
    ...{ contact: { name: 'Ann', ...(agent && { agent }) }, consent: {}, status: 'open' as const },
    ...{ attention, messages: seq, lastFrom: 'lead' },
    nextEvents: [{ kind: 'message', p, withinMinutes: 60 }],
    prebakedActions:
      seq % 2 ? [{ id: `a${seq}`, kind: 'reply', title: 'Answer', expiresAt: timeOf(seq) }] : [],
    ...{ models: { text: '1' }, backend: 'js' },
    curves: { probability: packCurve(wave(HORIZON_DAYS, seq)), decay: packCurve(wave(DECAY_DAYS, seq)) },
    forecast,
    profile: {
      ...{ primaryMicrosegment: 'browser', secondarySegments: [], confidenceScore: p, behaviorEvolution: [] },
      ...{ similarLeads: [], optimizationStrategy: 'wait', conversionApproach: 'listen' },
    },
    ...(nurture && { nurture }),
    ...(competition && { competition }),
  };
  // Absent means null in a packed forecast.
  return view as unknown as Partial<PackedView>;
}
