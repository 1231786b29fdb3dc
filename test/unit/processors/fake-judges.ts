/** Judges small enough to predict by hand: intents by keyword, a hazard that grows with the lead's messages. */
import {
  type FeatureEvent,
  type FeatureState,
  type Forecast,
  type ForecastQuestion,
  type Judges,
  SILENT_DAYS,
  type TextReading,
} from '../../../models/judges.ts';
import { MENU } from '../../../models/prebake/menu.ts';
import { THREAT_INPUTS } from '../../../models/threat/inputs.ts';
import {
  COMPETITOR_KINDS,
  type CompetitorKind,
  type Mention,
  STANCES,
  type Stance,
} from '../../../schemas/competition.ts';
import type { SaidOptOut } from '../../../schemas/consent.ts';
import { SAID_REASONS } from '../../../schemas/escalation.ts';
import { HORIZON_DAYS } from '../../../schemas/horizons.ts';
import type { Entity } from '../../../schemas/insight.ts';
import { INTENTS } from '../../../schemas/intents.ts';
import { SEGMENTS } from '../../../schemas/segments.ts';

/** Index of what the fake features count. */
const [COUNT, LEAD_MESSAGES, LAST_AT, PRICE_MOVES] = [0, 1, 2, 3];

/** `end_channel` opts out of the channel it came by; `in Clintonvale` is an area; `5.5%` a share; a word that names an intent is that intent. */
function readText(text: string): TextReading {
  const tokens = text.toLowerCase().match(/[\p{L}_]+/gu) ?? [];
  const area = /\bin ([A-Z]\w+)/.exec(text)?.[1];
  const share = /[\d.]+(?=%)/.exec(text)?.[0];
  const entities: Entity[] = [
    ...(area ? [{ kind: 'area' as const, text: area, value: area }] : []),
    ...(share ? [{ kind: 'percent' as const, text: `${share}%`, value: Number(share) }] : []),
  ];
  return {
    tokens,
    grams: new Uint32Array(0),
    weights: new Float32Array(0),
    entities,
    language: 'en',
    characters: text.length,
  };
}

function observe({ acc }: FeatureState, event: FeatureEvent): FeatureState {
  const next = acc.slice();
  next[COUNT]! += 1;
  if (event.kind === 'message' && event.from === 'lead') next[LEAD_MESSAGES]! += 1;
  next[LAST_AT] = Math.max(acc[LAST_AT]!, event.at);
  next[PRICE_MOVES]! += event.market?.price ?? 0;
  return { v: 1, acc: next };
}

/** Segment evidence: how often a message holds a word of the segment's name. */
function observeSegments(memory: Float64Array, reading: TextReading): Float64Array {
  const next = memory.slice();
  SEGMENTS.forEach((segment, i) => {
    if (reading.tokens.includes(segment)) next[i]! += 1;
  });
  return next;
}

function softmax(scores: Float64Array): Float32Array {
  const powers = Array.from(scores, (score) => Math.exp(3 * score));
  const sum = powers.reduce((a, b) => a + b, 0);
  return Float32Array.from(powers, (power) => power / sum);
}

/** Converts by day d with a probability that grows with the lead's messages. */
function forecastOf({ features: { acc } }: ForecastQuestion): Forecast {
  const pConvert = Math.min(0.9, 0.1 * acc[LEAD_MESSAGES]!);
  const curve = Float64Array.from({ length: HORIZON_DAYS }, (_, d) => (pConvert * (d + 1)) / HORIZON_DAYS);
  const day = (q: number) => q * HORIZON_DAYS;
  return {
    ...{ stage: 'inquiry', curve, pConvert, medianDays: day(0.5) },
    ...{ q05: day(0.05), q10: day(0.1), q25: day(0.25), q75: day(0.75), q90: day(0.9), q95: day(0.95) },
    kind: acc[COUNT]! < 2 ? 'insufficient' : 'window',
    explanation: {
      members: { fake: { pConvert, medianDays: day(0.5), weight: 1 } },
      epistemic: 0,
      reasons: [
        { id: 'lead_messages', weight: 0.31 * acc[LEAD_MESSAGES]! },
        { id: 'idle', weight: -0.123 },
      ],
      silent: SILENT_DAYS.map((days) => pConvert * 0.97 ** days),
    },
  };
}

/** `[agent|kw|comparing]` mentions an agent; without a name nobody is named; with `!` at the end the lead means to leave. */
const MENTION = new RegExp(
  `\\[(${COMPETITOR_KINDS.join('|')})\\|([^|\\]]*)\\|(${STANCES.join('|')})(!?)\\]`,
  'g',
);

function readMentions(text: string, known: Parameters<Judges['mentions']['read']>[3]): Mention[] {
  return [...text.matchAll(MENTION)].flatMap(([quote, kind, name, stance, leaves]): Mention[] => {
    const word = name!.toLowerCase();
    if (known.ignored.has(word)) return [];
    const competitor = known.exact.get(word)?.[0]?.competitor;
    return [
      {
        ...(competitor && { competitor: competitor.id }),
        ...{ kind: kind as CompetitorKind, name: competitor?.name ?? name!, stance: stance as Stance },
        ...{ p: 0.9, switching: leaves ? 0.9 : 0.1, quote },
      },
    ];
  });
}

/** P(lost) by what is known of rivals, as threat inputs have it: they fade. */
const THREATENS: Record<string, number> = {
  ...{ 'mentioned.lately': 0.1, considering: 0.15, comparing: 0.15, committed: 0.2 },
  ...{ switching: 0.2, 'quiet.after.mention': 0.1, portal: 0.1 },
};
const threatens = THREAT_INPUTS.map(([name]) => THREATENS[name] ?? 0);

export const fakeJudges: Judges = {
  readText,
  features: {
    initial: () => ({ v: 1, acc: new Float64Array(4) }),
    observe,
    seenAt: ({ acc }) => acc[LAST_AT]!,
    vector: ({ acc }, at) =>
      Float32Array.of(acc[COUNT]!, acc[LEAD_MESSAGES]!, at - acc[LAST_AT]!, acc[PRICE_MOVES]!),
    names: ['count', 'lead_messages', 'idle', 'price_moves'],
  },
  intents: {
    ...{ name: 'fake-intents', version: 'f1' },
    predict: (batch) =>
      batch.map(({ tokens }) => Float32Array.from(INTENTS, (id) => (tokens.includes(id) ? 0.9 : 0.02))),
    thresholds: new Float32Array(INTENTS.length).fill(0.5),
  },
  optOut: {
    ...{ name: 'fake-opt-out', version: 'f1' },
    hear: (text, cameBy) => {
      const [, maybe, scope] = /\b(maybe_)?end_(all|channel|topic)\b/.exec(text) ?? [];
      if (!scope) return undefined;
      const channels = scope === 'channel' ? [cameBy] : [];
      return { scope: scope as SaidOptOut['scope'], channels, p: maybe ? 0.31 : 0.87654 };
    },
  },
  escalation: {
    ...{ name: 'fake-escalation', version: 'f1' },
    hear: ({ tokens }) => {
      const reason = SAID_REASONS.find((id) => tokens.includes(id));
      return reason && { reason, p: 0.9 };
    },
  },
  fairHousing: {
    ...{ name: 'fake-fair-housing', version: 'f1' },
    judge: (text) =>
      text.includes('no kids')
        ? { label: 'block', p: 0.97, class: 'familial_status', why: 'It keeps families out.' }
        : { label: 'allow', p: 0.01, class: 'none', why: '' },
  },
  mentions: {
    ...{ name: 'fake-mentions', version: 'f1' },
    read: (_reading, text, _intents, known) => readMentions(text, known),
  },
  threat: {
    ...{ name: 'fake-threat', version: 'f1' },
    levels: { watch: 0.15, high: 0.35, critical: 0.6, grave: 0.75 },
    predict: (inputs) => ({
      p: Math.min(0.95, 0.02 + threatens.reduce((sum, weight, i) => sum + weight * inputs[i]!, 0)),
      parts: THREAT_INPUTS.map(([, id], i) => ({ id, weight: threatens[i]! * inputs[i]! * 5 })).sort(
        (a, b) => b.weight - a.weight,
      ),
    }),
  },
  segments: {
    ...{ name: 'fake-segments', version: 'f1' },
    initial: () => new Float64Array(SEGMENTS.length),
    observe: observeSegments,
    predict: (batch) => batch.map(({ memory }) => softmax(memory)),
  },
  forecast: {
    ...{ name: 'fake-forecast', version: 'f1' },
    initial: () => new Float64Array(1),
    stageOf: () => 0,
    observe: (batch) => batch.map(({ memory }) => memory.map((seen) => seen + 1)),
    predict: (batch) => batch.map(forecastOf),
  },
  nextEvent: {
    ...{ name: 'fake-next', version: 'f1' },
    kinds: ['message', 'showing_booked', 'nothing'],
    predict: (batch) => batch.map(() => Float32Array.of(0.41, 0.02, 0.3)),
  },
  // Nothing is expected of anybody.
  prebake: {
    ...{ name: 'fake-prebake', version: 'f1' },
    predict: () => new Float32Array(MENU.length),
  },
  versions: { intents: 'f1', segments: 'f1', forecast: 'f1', nextEvent: 'f1' },
  backend: 'js',
};
