/**
 * One event on its way through the leads chain, and what each step adds to it. The types line up as the steps do,
 * so that a chain in the wrong order does not compile.
 */
import type { TextReading } from '../models/judges.ts';
import type { PackedView } from '../schemas/apply-delta.ts';
import type { SaidOptOut } from '../schemas/consent.ts';
import type { Output, Work } from '../schemas/flow.ts';
import type { ForecastFacts } from '../schemas/forecast-facts.ts';
import type { BehavioralProfile, InsightView } from '../schemas/insight.ts';
import type { WireInsight } from '../schemas/insight-wire.ts';
import type { LeadsEvent } from './decode-lead-entry.ts';
import type { LeadState } from './lead-state.ts';
import type { ServingModel, TenantWide } from './shard-wide.ts';

export type LeadWork = Work<LeadState, LeadsEvent> & {
  serving?: ServingModel | undefined;
  wide?: TenantWide | undefined;
};

export interface Turn {
  key: string;
  event: LeadsEvent;
  /** When the entry reached the log, epoch ms. */
  receivedAt: number;
  /** The moment scores are of: the event's time, but never before the lead's latest event. Epoch ms. */
  asOf: number;
  /** What an operator or the outcomes put in force on this shard; undefined while nothing was. */
  serving: ServingModel | undefined;
  /** What the lead's tenant decided; undefined while it has said nothing. */
  wide: TenantWide | undefined;
  /** Whether this event is evidence; the others are recorded and change no score. */
  scored: boolean;
  before: LeadState | undefined;
  state: LeadState;
  outputs: Output[];
}

export interface ReadTurn extends Turn {
  /** Of a lead's message. */
  reading: TextReading | undefined;
  /** Of an agent's message. */
  heard: TextReading | undefined;
}
export interface IntentTurn extends ReadTurn {
  /** Probability of each intent of a lead's message, INTENTS order. */
  intents: Float32Array | undefined;
}
export interface ConsentTurn extends IntentTurn {
  /** What the lead's message opts out of. */
  optOut: SaidOptOut | undefined;
}
export interface FeatureTurn extends ConsentTurn {
  /** Whether there is anything new to forecast from. */
  judged: boolean;
  /** Model inputs as of `asOf`; undefined for what is not scored, or moves the forecast only. */
  vector: Float32Array | undefined;
}
export interface ProfileTurn extends FeatureTurn {
  /** Probability of each segment, SEGMENTS order. */
  segments: Float32Array | undefined;
  profile: BehavioralProfile | undefined;
}
export interface ForecastTurn extends ProfileTurn {
  /** Undefined: the forecast before still stands. */
  forecast: Pick<PackedView, 'forecast' | 'curves'> | undefined;
  /** The same by every model, the serving one first, and the lead's stage; undefined where nothing new was forecast. */
  told: Pick<ForecastFacts, 'stage' | 'forecasts'> | undefined;
}
export interface NextTurn extends ForecastTurn {
  nextEvents: InsightView['nextEvents'] | undefined;
}
export interface PrebakedTurn extends NextTurn {
  prebakedActions: InsightView['prebakedActions'];
}
export interface InsightTurn extends NextTurn {
  /** Without measured times: those are stamped on the way out. */
  wire: WireInsight;
}

export interface FactsTurn extends InsightTurn {
  facts: ForecastFacts | undefined;
}

/** Asks a judge about the turns that raise a question, all at once; undefined for the others. */
export function askTogether<T, Q, A>(
  turns: T[],
  question: (turn: T, index: number) => Q | undefined,
  predict: (batch: Q[]) => A[],
): (A | undefined)[] {
  const questions = turns.map(question);
  const answers = predict(questions.filter((q) => q !== undefined) as Q[]);
  let next = 0;
  return questions.map((q) => (q === undefined ? undefined : answers[next++]));
}

/** The turn with one more thing to happen in the commit. */
export const withOutputs = <T extends Turn>(turn: T, ...outputs: Output[]): T => ({
  ...turn,
  outputs: turn.outputs.concat(outputs),
});
