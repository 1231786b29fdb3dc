/**
 * The interfaces every judge stands behind, baselines today and the ensemble tomorrow. Numbers in, numbers out:
 * no clock, no I/O, no randomness. A result never depends on the batch it was computed in.
 */
import type { Competitor, Mention } from '../schemas/competition.ts';
import type { SaidOptOut } from '../schemas/consent.ts';
import type { SaidReason } from '../schemas/escalation.ts';
import type { Entity } from '../schemas/insight.ts';
import type { Result } from '../schemas/lead-event.ts';
import type { Channel } from '../schemas/words.ts';

export type Language = 'en' | 'es' | 'mixed' | 'other';

/** What one reading of a text yields; made once a message, shared by every judge. */
export interface TextReading {
  /** Normalised tokens, in order. */
  tokens: string[];
  /** Hashed word and character n-grams: feature ids, and their L2-normalised weights. */
  grams: Uint32Array;
  weights: Float32Array;
  entities: Entity[];
  language: Language;
  characters: number;
}

/** Reads a text. `at` (epoch ms) and `timezone` (IANA) resolve relative times. Never throws, whatever the text. */
export type ReadText = (text: string, at: number, timezone: string | undefined) => TextReading;

/** What the running features are told of one event. */
export interface FeatureEvent {
  /** Event time, epoch ms. */
  at: number;
  kind: 'message' | 'activity' | 'profile' | 'outcome' | 'tick' | 'market';
  from?: 'lead' | 'agent' | 'system';
  channel?: Channel;
  activity?: string;
  reading?: TextReading;
  /** Probability of each intent, INTENTS order; lead messages only. */
  intents?: Float32Array;
  source?: string;
  timezone?: string;
  budget?: number;
  /** How an outcome ended the lead. */
  result?: Result;
  /** Signed relative changes that touch the lead, e.g. price −0.03. */
  market?: { price?: number; inventory?: number; rate?: number };
  /** What became of the listing the lead looked at last. */
  listing?: 'gone' | 'moved';
  /** The market of the lead's area (`MARKET_INPUTS`), and a node of its neighbourhood (`NODE_INPUTS`), told anew. */
  around?: {
    market?: readonly number[];
    node?: { kind: 'listing' | 'area' | 'agent'; inputs: readonly number[] };
  };
}

/**
 * Running features of one lead: a fixed-length vector of accumulators (counts, decayed counts, gaps, reply speed,
 * hour-of-week in the lead's time zone, intents, entities). Costs the same at message 10 and at 10,000.
 * Values are float64 so that a stored state continues to the bit.
 */
export interface FeatureState {
  v: number;
  acc: Float64Array;
}

export interface Features {
  initial(): FeatureState;
  /** The state after the event. Does not change `before`. An `at` earlier than the last one is clamped to it. */
  observe(before: FeatureState, event: FeatureEvent): FeatureState;
  /** Event time (epoch ms) of the latest event observed. */
  seenAt(state: FeatureState): number;
  /** Model inputs as of `at` (epoch ms), decays applied. Length `names.length`. */
  vector(state: FeatureState, at: number): Float32Array;
  names: readonly string[];
}

export interface Judge {
  name: string;
  version: string;
}

export interface IntentJudge extends Judge {
  /** Calibrated probability of each intent, INTENTS order. */
  predict(batch: TextReading[]): Float32Array[];
  /** Per-intent probability from which an intent counts as said. */
  thresholds: Float32Array;
}

export interface OptOutJudge extends Judge {
  /** What a message of the lead opts out of; undefined where it does not. Never throws on a text. */
  hear(text: string, cameBy: Channel): SaidOptOut | undefined;
}

/** The seven federal classes, 42 USC § 3604; orientation and gender identity count under sex. */
export type ProtectedClass =
  | 'race'
  | 'color'
  | 'religion'
  | 'sex'
  | 'disability'
  | 'familial_status'
  | 'national_origin';

/** Whether an outbound text may go out, by 42 USC § 3604(c). */
export interface FairHousingVerdict {
  label: 'block' | 'allow';
  /** Probability that the text prefers, limits, steers or discourages by a protected class. */
  p: number;
  /** The class most likely touched; none where allowed. */
  class: ProtectedClass | 'none';
  /** One sentence for the agent: which words, why they may be unlawful, what to say in their place. */
  why: string;
}

export interface FairHousingJudge extends Judge {
  /** Of a text that is to be sent. Never throws on a text. */
  judge(text: string): FairHousingVerdict;
}

export interface EscalationJudge extends Judge {
  /**
   * Why a message of the lead needs a person, and the calibrated probability that it does; undefined where none is
   * needed. Never throws on a text.
   *
   * @param intents probability of each intent, INTENTS order
   */
  hear(
    reading: TextReading,
    text: string,
    intents: Float32Array,
  ): { reason: SaidReason; p: number } | undefined;
}

/** One way to write a competitor's name. */
export interface CompetitorAlias {
  competitor: Pick<Competitor, 'id' | 'kind' | 'name'>;
  tokens: readonly string[];
  /** Whether it is an ordinary word, too, or a given name alone: then what is around it decides. */
  common: boolean;
}

/** Names of competitors ready to be found in texts; `models/mentions/competitor-index.ts` makes it. */
export interface CompetitorIndex {
  /** First token → aliases, longest first. */
  exact: ReadonlyMap<string, readonly CompetitorAlias[]>;
  /** First letter and consonants of a first token → aliases whose first token may be misspelt so. */
  spelt: ReadonlyMap<number, readonly CompetitorAlias[]>;
  /** Names that are no competitors, as tokens joined by blanks. */
  ignored: ReadonlySet<string>;
}

export interface MentionJudge extends Judge {
  /**
   * Competitors in a message of the lead, in order, each kind and name once. Never throws on a text.
   *
   * @param intents probability of each intent, INTENTS order
   * @param known of the lead's tenant
   */
  read(reading: TextReading, text: string, intents: Float32Array, known: CompetitorIndex): Mention[];
}

/** Running evidence for segments that a judge keeps beside the features; fixed length. */
export type SegmentMemory = Float64Array;

export interface SegmentJudge extends Judge {
  initial(): SegmentMemory;
  /** After one message. Does not change `before`. */
  observe(before: SegmentMemory, reading: TextReading, from: 'lead' | 'agent'): SegmentMemory;
  /** Probability of each segment, SEGMENTS order, summing to 1. `features` is `Features.vector`. */
  predict(batch: { memory: SegmentMemory; features: Float32Array }[]): Float32Array[];
}

/** What the forecast keeps of a lead beside the features; fixed length, float64 so that it continues to the bit. */
export type ForecastMemory = Float64Array;

/** A lead as of `at`, epoch ms. */
export interface ForecastQuestion {
  memory: ForecastMemory;
  features: FeatureState;
  at: number;
  /** pConvert when it was last explained: while it is about the same, that holds. */
  before?: number;
}

/** Days count from the question, given conversion. */
export interface Forecast {
  /** How far the lead has come. */
  stage: string;
  /** P(converted by the end of day d), d = 1 … HORIZON_DAYS. */
  curve: Float64Array;
  pConvert: number;
  medianDays: number;
  q05: number;
  q10: number;
  q25: number;
  q75: number;
  q90: number;
  q95: number;
  kind: 'date' | 'window' | 'insufficient';
  /** Undefined where pConvert is about what it was before. */
  explanation: Explanation | undefined;
}

/** Days of silence after which a forecast is looked at again, to see how it decays. */
export const SILENT_DAYS = [7, 30] as const;

/** What stands behind a forecast. It costs more than the forecast itself. */
export interface Explanation {
  /** Signed contributions in log-odds that add up, counted from the average lead; largest first. */
  reasons: { id: string; weight: number }[];
  /** Of each member alone, and its weight in the whole. */
  members: Record<string, { pConvert: number; medianDays: number; weight: number }>;
  /** Spread of the members' pConvert. */
  epistemic: number;
  /** P(converts within the horizon) if nothing happens for so many more days, one a {@link SILENT_DAYS}. */
  silent: number[];
}

export interface ForecastJudge extends Judge {
  initial(): ForecastMemory;
  /** How far a lead has come, 0 at first. */
  stageOf(memory: ForecastMemory): number;
  /** After one event each, of different leads. Changes no memory. `event.reading` is there for agents' texts, too. */
  observe(batch: { memory: ForecastMemory; event: FeatureEvent }[]): ForecastMemory[];
  predict(batch: ForecastQuestion[]): Forecast[];
}

/** What comes next within the hour. */
export interface NextEventJudge extends Judge {
  kinds: readonly string[];
  /** Probability of each kind; they need not sum to 1 (nothing may come). */
  predict(batch: { features: Float32Array; intents: Float32Array | undefined }[]): Float32Array[];
}

/** A lead after an event. */
export interface PrebakeQuestion {
  features: Float32Array;
  /** Of the message just read, INTENTS order; undefined where there was none. */
  intents: Float32Array | undefined;
  /** Whose message or which activity the event was; empty for any other. */
  last: string;
}

export interface PrebakeJudge extends Judge {
  /** Probability that each action of the menu is what the lead's next deed calls for, if it comes within the hour. */
  predict(question: PrebakeQuestion): Float32Array;
}

export interface ThreatJudge extends Judge {
  /** Probabilities from which each level of threat holds; `models/threat/level.ts` tells the level by them. */
  levels: { watch: number; high: number; critical: number; grave: number };
  /**
   * P(lost to a competitor within 14 days), and why: signed log-odds counted from the average lead, that add up to the
   * distance from it; largest first.
   *
   * @param inputs of `threatInputs`
   */
  predict(inputs: Float64Array): { p: number; parts: { id: string; weight: number }[] };
}

/** All judges a leads flow needs; `models/load-judges.ts` loads them. */
export interface Judges {
  readText: ReadText;
  features: Features;
  intents: IntentJudge;
  optOut: OptOutJudge;
  escalation: EscalationJudge;
  fairHousing: FairHousingJudge;
  mentions: MentionJudge;
  segments: SegmentJudge;
  forecast: ForecastJudge;
  /** A second forecast, of another version: in the shadow of the one that serves, or promoted to serve. */
  challenger?: ForecastJudge;
  nextEvent: NextEventJudge;
  prebake: PrebakeJudge;
  threat: ThreatJudge;
  /** Name → version, as insights report them. */
  versions: Record<string, string>;
  /** Of TensorFlow.js, as insights report it. */
  backend: string;
}
