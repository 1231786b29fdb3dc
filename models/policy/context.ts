/** What the policy sees of a lead at one moment: one vector of a fixed length, kept with every choice. */
import { SEGMENT_CARDS } from '../../schemas/segments.ts';
import { Channel } from '../../schemas/words.ts';

/** Groups of the microsegments, in order of first mention. */
export const SEGMENT_GROUPS: readonly string[] = [
  ...new Set(Object.values(SEGMENT_CARDS).map(({ group }) => group)),
];

export interface ContextInputs {
  /** P(converts within the horizon), 0 … 1. */
  pConvert: number;
  /** Median days to conversion, given conversion; undefined where the forecast names none. */
  medianDays: number | undefined;
  /** Of the forecast, 0 … 1. */
  confidence: number;
  /** One of {@link SEGMENT_GROUPS}; any other word counts for no group. */
  segmentGroup: string;
  /** Channel the lead itself uses most. */
  favourite: Channel | undefined;
  /** How far the lead has come: 0 inquiry … 4 contract, as `ForecastJudge.stageOf` tells. */
  stage: number;
  /** Days since the lead last did anything. */
  idleDays: number;
  /** Messages from the lead so far. */
  messages: number;
  /** Share of past touches that were answered, shrunk, 0 … 1. */
  replyRate: number;
  touchesLast30: number;
  /** Days since the last touch; undefined where there was none. */
  lastTouchDays: number | undefined;
  habitKnown: boolean;
  /** Hour 0 … 23 and day of the week (0 = Sunday) of the lead's own clock. */
  localHour: number;
  weekday: number;
  /** Relative change of the lead's market, e.g. −0.02. */
  marketMove: number;
  /** How much what the lead said last waits for an answer, 0 … 1. */
  waiting: number;
  /** Days since the lead's status last changed. */
  statusAgeDays: number;
}

/**
 * The entries in order, all in [−1, 1] but two: `group` and `favourite` are categories, an index from 0 or −1 for
 * none. Days are on a log scale, 0 for none and 1 for a year or more (and where there is no such day).
 */
export const CONTEXT_NAMES = [
  'pConvert',
  'medianDays',
  'confidence',
  'group',
  'favourite',
  'stage',
  'idle',
  'messages',
  'replyRate',
  'touches',
  'lastTouch',
  'habitKnown',
  'hourSin',
  'hourCos',
  'weekend',
  'marketMove',
  'waiting',
  'statusAge',
] as const;
export type ContextName = (typeof CONTEXT_NAMES)[number];

/** Index of each entry. */
export const CONTEXT = Object.fromEntries(CONTEXT_NAMES.map((name, i) => [name, i])) as Record<
  ContextName,
  number
>;

const YEAR = 365;
const LAST_STAGE = 4;
/** Messages, touches of a month, and a market's move from which on it is all one. */
const MANY_MESSAGES = 100;
const MANY_TOUCHES = 10;
const LARGE_MOVE = 0.1;

/** @returns CONTEXT_NAMES.length numbers */
export function contextOf(inputs: ContextInputs): Float64Array {
  const hour = (2 * Math.PI * inputs.localHour) / 24;
  const values: Record<ContextName, number> = {
    pConvert: within(inputs.pConvert, 0, 1),
    medianDays: logScale(inputs.medianDays ?? YEAR, YEAR),
    confidence: within(inputs.confidence, 0, 1),
    group: SEGMENT_GROUPS.indexOf(inputs.segmentGroup),
    favourite: inputs.favourite === undefined ? -1 : Channel.enum.indexOf(inputs.favourite),
    stage: within(inputs.stage / LAST_STAGE, 0, 1),
    idle: logScale(inputs.idleDays, YEAR),
    messages: logScale(inputs.messages, MANY_MESSAGES),
    replyRate: within(inputs.replyRate, 0, 1),
    touches: within(inputs.touchesLast30 / MANY_TOUCHES, 0, 1),
    lastTouch: logScale(inputs.lastTouchDays ?? YEAR, YEAR),
    habitKnown: inputs.habitKnown ? 1 : 0,
    hourSin: Math.sin(hour),
    hourCos: Math.cos(hour),
    weekend: inputs.weekday === 0 || inputs.weekday === 6 ? 1 : 0,
    marketMove: within(inputs.marketMove / LARGE_MOVE, -1, 1),
    waiting: within(inputs.waiting, 0, 1),
    statusAge: logScale(inputs.statusAgeDays, YEAR),
  };
  return Float64Array.from(CONTEXT_NAMES, (name) => values[name]);
}

/** Days behind a scaled entry; a year for a year or more. */
export const daysOf = (scaled: number): number => Math.expm1(scaled * Math.log1p(YEAR));

/** Segment group of a context, '' where there is none. */
export const groupOf = (context: ArrayLike<number>): string => SEGMENT_GROUPS[context[CONTEXT.group]!] ?? '';

export const favouriteOf = (context: ArrayLike<number>): Channel | undefined =>
  Channel.enum[context[CONTEXT.favourite]!];

const within = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));
const logScale = (x: number, full: number): number =>
  within(Math.log1p(Math.max(0, x)) / Math.log1p(full), 0, 1);
