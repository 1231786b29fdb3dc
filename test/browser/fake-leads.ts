/** Leads for the console's tests: realistic insights from a small seeded generator. Not a model of anything. */
import { diffPatch, fullInsight, type PackedView, packCurve } from '../../schemas/apply-delta.ts';
import type { CompetitionView } from '../../schemas/competition.ts';
import { CONFIDENCE_POINTS, DECAY_DAYS, HORIZON_DAYS } from '../../schemas/horizons.ts';
import type { Happening, StreamingInsight } from '../../schemas/insight.ts';
import type { WireInsight } from '../../schemas/insight-wire.ts';
import type { NurtureView } from '../../schemas/nurture-view.ts';
import { SEGMENT_CARDS, type Segment } from '../../schemas/segments.ts';
import { NO_COMPETITION } from '../made-up-competition.ts';
import { nothingPlanned } from '../made-up-nurture.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What the generator is told of a lead; everything else follows. */
export interface Sketch {
  lead: string;
  contact: PackedView['contact'];
  segment: Segment;
  second: Segment;
  /** P(convert) within the horizon. */
  p: number;
  /** Median days, given conversion. */
  median: number;
  confidence: number;
  attention: number;
  consent?: PackedView['consent'];
  nurture?: NurtureView;
  competition?: CompetitionView;
  ready?: PackedView['prebakedActions'];
  kind: PackedView['forecast']['kind'];
}

export interface Happened extends Happening {
  intents?: string[];
  /** Changes of the sketch that come with it. */
  moved?: Partial<Sketch>;
}

export interface TalkEntry extends Happening {
  seq: number;
  at: string;
  intents: WireInsight['intents'];
}

export interface FakeLead {
  readonly lead: string;
  readonly talk: TalkEntry[];
  full(): StreamingInsight;
  /** One more insight, `at` in epoch ms. */
  happen(happened: Happened, at: number): WireInsight;
}

export function createFakeLead(first: Sketch): FakeLead {
  let sketch = first;
  let view: PackedView | undefined;
  let head: WireInsight | undefined;
  const talk: TalkEntry[] = [];
  return {
    lead: first.lead,
    talk,
    full: () => fullInsight(view!, head!),
    happen({ intents = [], moved, ...happening }, at) {
      sketch = { ...sketch, ...moved };
      const seq = (head?.seq ?? 0) + 1;
      const before: Partial<PackedView> = view ?? {};
      const next = viewOf(sketch, at, (before.messages ?? 0) + (happening.from === 'lead' ? 1 : 0));
      const confidencePoint = { at: iso(at), confidence: sketch.confidence };
      const points = [...(before.confidenceEvolution ?? []), confidencePoint].slice(-CONFIDENCE_POINTS);
      const { confidenceEvolution: _, ...compared } = before;
      const patch = diffPatch(compared, next) as Record<string, unknown> | undefined;
      view = { ...next, confidenceEvolution: points } as PackedView;
      head = headOf(sketch.lead, seq, at, happening, intents);
      head.insightDelta = { ...patch, confidencePoint };
      talk.push({ ...happening, seq, at: head.at, intents: head.intents });
      return head;
    },
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

function headOf(lead: string, seq: number, at: number, happening: Happening, ids: string[]): WireInsight {
  const event = `${lead}-${seq}`;
  return {
    ...{ v: 1, tenant: 'main', lead, seq, event, cause: { kind: happening.type, id: event }, at: iso(at) },
    happening,
    intents: ids.map((id, i) => ({ id, p: 0.91 - i * 0.17 })),
    entities: [],
    processingTimeMs: 1.84,
    stages: { text: 0.42, intents: 0.31, features: 0.12, segment: 0.38, forecast: 0.47, commit: 0.14 },
    insightDelta: {},
  };
}

type View = Omit<PackedView, 'confidenceEvolution'>;

function viewOf(sketch: Sketch, at: number, messages: number): View {
  const { contact, attention, segment, second, confidence } = sketch;
  return {
    ...{ contact, consent: sketch.consent ?? {}, attention, messages, status: 'open', lastFrom: 'lead' },
    forecast: forecastOf(sketch, at),
    curves: curvesOf(sketch),
    profile: {
      primaryMicrosegment: segment,
      secondarySegments: [
        { id: second, p: (1 - confidence) * 0.55 },
        { id: 'speed_responder', p: (1 - confidence) * 0.2 },
      ],
      confidenceScore: confidence,
      behaviorEvolution: [
        { at: iso(at - 9 * DAY_MS), segment: second, p: 0.34 },
        { at: iso(at - 2 * DAY_MS), segment, p: 0.51 },
      ],
      similarLeads: [],
      optimizationStrategy: SEGMENT_CARDS[segment].optimization,
      conversionApproach: SEGMENT_CARDS[segment].conversion_strategy,
    },
    nextEvents: [
      { kind: 'lead_message', p: 0.46, withinMinutes: 60 },
      { kind: 'listing_view', p: 0.31, withinMinutes: 60 },
    ],
    prebakedActions: sketch.ready ?? [],
    nurture: sketch.nurture ?? nothingPlanned(),
    competition: sketch.competition ?? NO_COMPETITION,
    models: { intents: 'ngram-1', segments: 'ngram-1', forecast: 'hazard-1', threat: '2' },
    backend: 'js',
  };
}

/** A cure fraction and a Weibull: P(converted by day d). */
const convertedBy = ({ p, median }: Sketch, d: number): number =>
  p * (1 - Math.exp(-Math.log(2) * (d / median) ** 1.3));

function curvesOf(sketch: Sketch): PackedView['curves'] {
  const days = (count: number, value: (d: number) => number) =>
    packCurve(Array.from({ length: count }, (_, i) => value(i + 1)));
  return {
    probability: days(HORIZON_DAYS, (d) => convertedBy(sketch, d)),
    decay: days(DECAY_DAYS, (d) => sketch.p * Math.exp(-d / 38)),
  };
}

function forecastOf({ p, median, kind, contact }: Sketch, at: number): PackedView['forecast'] {
  const quantile = (q: number) => median * (Math.log(1 / (1 - q)) / Math.log(2)) ** (1 / 1.3);
  const inDays = (days: number) => iso(at + days * DAY_MS);
  const known = kind !== 'insufficient';
  const tomorrow = Math.floor(at / DAY_MS + 1) * DAY_MS;
  const dates = {
    ...(known && { confidenceInterval: [inDays(quantile(0.1)), inDays(quantile(0.9))] }),
    ...(kind === 'date' && { expectedConversionDate: inDays(median) }),
  };
  return {
    ...{ kind, pConvert: p, medianDays: median, intervalLevel: 0.8, epistemic: 0 },
    // Null cannot travel in a merge patch: absent means null, as everywhere in packed views.
    ...(dates as Pick<PackedView['forecast'], 'confidenceInterval' | 'expectedConversionDate'>),
    quantileDays: {
      ...{ q05: quantile(0.05), q10: quantile(0.1), q25: quantile(0.25) },
      ...{ q75: quantile(0.75), q90: quantile(0.9), q95: quantile(0.95) },
    },
    optimalTouchpoints: [
      {
        ...{
          from: iso(tomorrow + 17 * HOUR_MS),
          to: iso(tomorrow + 19 * HOUR_MS),
          channel: 'sms',
          uplift: 0,
        },
        reason: 'Usually answers at this hour',
      },
    ],
    touchpointNote: "The lead's own hours; their effect is not measured.",
    marketContext: {
      area: contact.area ?? 'the area',
      ...{ medianPrice: 612_000, inventory: 184, daysOnMarket: 21, mortgageRate: 6.18 },
      asOf: iso(at - 3 * DAY_MS),
      text: 'Prices up 1.2 % on last month, fewer homes for sale.',
    },
    members: { hazard: { pConvert: p, medianDays: median, weight: 1 } },
    weights: {
      'intent.viewing_request': 0.82,
      'intent.financing_status': 0.36,
      'intent.rate_concern': -0.31,
      ...{ pace: 0.44, silence: -0.18 },
    },
  };
}
