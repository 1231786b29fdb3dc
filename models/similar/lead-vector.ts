/**
 * A lead as a vector, for likeness. Every block is a distribution over bins (segments, price steps, parts of the day),
 * stored as square roots scaled by the block's weight, so that a squared distance is the weighted mean of squared
 * Hellinger distances and 1 − it is a similarity from 0 to 1 (Hellinger 1909; Bhattacharyya 1943). What is not known
 * of a lead is a block of zeros: half as far from anything known as the opposite would be.
 *
 * Never in here: text, name, language, contact, postcode, time zone, source, or anything else that stands for a
 * protected class; `test/unit/models/inputs.test.ts` holds the list.
 */
import { crc32 } from '../../schemas/crc32.ts';
import { SEGMENT_INDEX, SEGMENTS } from '../../schemas/segments.ts';

/** What likeness may know of a lead. */
export interface LeadTraits {
  /** Primary segment first, then the secondary ones, with probabilities. */
  segments: readonly { id: string; p: number }[];
  status: (typeof STATUSES)[number];
  /** P(converts within the horizon). */
  pConvert: number;
  /** Median days to conversion, given conversion. */
  medianDays: number;
  area?: string;
  /** US dollars; what the lead wants to spend or asked about. */
  price?: number;
  beds?: number;
  /** How often the lead did what; ids of activities. */
  activities: Readonly<Record<string, number>>;
  /** The lead's own messages. */
  messages: number;
  /** Events by local hour, 24 counts. */
  hours: readonly number[];
}

export const STATUSES = ['open', 'converted', 'lost', 'opted_out'] as const;

const AREA_BINS = 32;
const DAY_PARTS = 6;
/** Knots of quantities that people compare by ratio. */
const PRICES = Array.from({ length: 12 }, (_, i) => Math.log(60_000 * 1.5 ** i));
const DAYS = [3, 10, 30, 60, 120, 240].map(Math.log);
const MESSAGES = [0, 1, 3, 8, 20, 50].map(Math.log1p);
const CHANCES = [0, 0.1, 0.25, 0.45, 0.7, 1];
const BEDS = [0, 1, 2, 3, 4, 5, 6];

const STAGES: readonly (readonly string[])[] = [
  ['showing_booked', 'showing_attended'],
  ['offer_made'],
  ['listing_signed'],
  ['offer_accepted'],
];
const DOINGS: readonly (readonly string[])[] = [
  ['listing_view', 'saved_search', 'favorite'],
  ['email_open', 'link_click', 'doc_download', 'calculator_use'],
  ['showing_booked', 'showing_attended', 'showing_missed'],
  ['call_answered', 'call_missed'],
  ['offer_made', 'offer_accepted', 'listing_signed'],
];

interface Block {
  bins: number;
  /** Share of the whole distance. Set by judgement, not fitted: there is no label for likeness. */
  weight: number;
  /** Mass of each bin; all zero where nothing is known. Need not sum to 1. */
  fill(traits: LeadTraits, mass: Float64Array): void;
  /** Said of two leads that agree here. */
  word: string;
}

export const BLOCKS = {
  segments: { bins: SEGMENTS.length, weight: 0.38, fill: fillSegments, word: 'behaves the same way' },
  area: { bins: AREA_BINS, weight: 0.12, fill: fillArea, word: 'same area' },
  price: { bins: PRICES.length, weight: 0.12, word: 'similar price', fill: fillPrice },
  stage: { bins: 1 + STAGES.length, weight: 0.08, word: 'as far along', fill: fillStage },
  hours: { bins: DAY_PARTS, weight: 0.07, word: 'active at the same hours', fill: fillHours },
  activities: { bins: DOINGS.length, weight: 0.06, word: 'does the same things', fill: fillActivities },
  status: { bins: STATUSES.length, weight: 0.05, word: 'same status', fill: fillStatus },
  chance: { bins: CHANCES.length, weight: 0.04, word: 'similar chance', fill: fillChance },
  beds: { bins: BEDS.length, weight: 0.03, word: 'same number of beds', fill: fillBeds },
  days: { bins: DAYS.length, weight: 0.03, word: 'similar timing', fill: fillDays },
  messages: { bins: MESSAGES.length, weight: 0.02, word: 'writes as much', fill: fillMessages },
} satisfies Record<string, Block>;

export type BlockName = keyof typeof BLOCKS;
export const BLOCK_NAMES = Object.keys(BLOCKS) as BlockName[];

/** Length of a vector. */
export const DIMENSIONS = BLOCK_NAMES.reduce((sum, name) => sum + BLOCKS[name].bins, 0);

/** A vector's non-zero coordinates: square roots of mass and weight, times {@link SCALE}, rounded. */
export interface LeadVector {
  at: Uint8Array;
  values: Int8Array;
  /** Σ values². */
  norm: number;
}

const MOST_WEIGHT = Math.max(...BLOCK_NAMES.map((name) => BLOCKS[name].weight));
/** The heaviest coordinate becomes 127. */
export const SCALE = 127 / Math.sqrt(MOST_WEIGHT / 2);

/** 1 − d², from what an index computes of two vectors. */
export const similarityOf = (squaredDistance: number): number =>
  Math.min(1, Math.max(0, 1 - squaredDistance / SCALE ** 2));

/** The vector before it is rounded: {@link DIMENSIONS} square roots of mass times half the block's weight. */
export function coordinates(traits: LeadTraits): Float64Array {
  const all = new Float64Array(DIMENSIONS);
  let from = 0;
  for (const name of BLOCK_NAMES) {
    const { bins, weight, fill }: Block = BLOCKS[name];
    const part = all.subarray(from, from + bins);
    fill(traits, part);
    const total = part.reduce((sum, x) => sum + x, 0);
    for (let i = 0; i < bins && total > 0; i++) part[i] = Math.sqrt(((weight / 2) * part[i]!) / total);
    from += bins;
  }
  return all;
}

export function leadVector(traits: LeadTraits): LeadVector {
  const at: number[] = [];
  const values: number[] = [];
  coordinates(traits).forEach((x, d) => {
    const value = Math.round(SCALE * x);
    if (value === 0) return;
    at.push(d);
    values.push(value);
  });
  return { at: Uint8Array.from(at), values: Int8Array.from(values), norm: squares(values) };
}

const squares = (values: readonly number[]): number => values.reduce((sum, v) => sum + v * v, 0);

/**
 * How far two leads agree in each block, 0 … 1 (the Bhattacharyya coefficient); 0 where one of them is unknown.
 */
export function agreement(a: LeadVector, b: LeadVector): Record<BlockName, number> {
  const other = new Float64Array(DIMENSIONS);
  b.at.forEach((at, i) => {
    other[at] = b.values[i]!;
  });
  const products = new Float64Array(DIMENSIONS);
  a.at.forEach((at, i) => {
    products[at] = other[at]! * a.values[i]!;
  });
  let from = 0;
  const agreed = {} as Record<BlockName, number>;
  for (const name of BLOCK_NAMES) {
    const { bins, weight } = BLOCKS[name];
    const sum = products.subarray(from, from + bins).reduce((total, x) => total + x, 0);
    agreed[name] = sum / (SCALE ** 2 * (weight / 2));
    from += bins;
  }
  return agreed;
}

function fillSegments({ segments }: LeadTraits, mass: Float64Array): void {
  for (const { id, p } of segments) {
    const index = SEGMENT_INDEX.get(id);
    if (index !== undefined) mass[index] = p;
  }
}

/** Text of digits alone is a postcode, not a name of a place: it counts as unknown. */
const POSTCODE = /^[\d\s-]+$/;

/** Two hashed bins: areas that share one are half alike by accident, those that share both one pair in 500. */
function fillArea({ area }: LeadTraits, mass: Float64Array): void {
  const name = area?.trim().toLowerCase() ?? '';
  if (name === '' || POSTCODE.test(name)) return;
  const hash = crc32(name);
  const first = hash % AREA_BINS;
  mass[first] = 1;
  mass[(first + 1 + (Math.floor(hash / AREA_BINS) % (AREA_BINS - 1))) % AREA_BINS] = 1;
}

function fillPrice({ price }: LeadTraits, mass: Float64Array): void {
  if (price !== undefined && price > 0) between(PRICES, Math.log(price), mass);
}

function fillBeds({ beds }: LeadTraits, mass: Float64Array): void {
  if (beds !== undefined) between(BEDS, beds, mass);
}

function fillStage({ activities }: LeadTraits, mass: Float64Array): void {
  const stage = STAGES.findLastIndex((ids) => ids.some((id) => (activities[id] ?? 0) > 0));
  mass[1 + stage] = 1;
}

function fillActivities({ activities }: LeadTraits, mass: Float64Array): void {
  DOINGS.forEach((ids, i) => {
    mass[i] = Math.log1p(ids.reduce((sum, id) => sum + (activities[id] ?? 0), 0));
  });
}

function fillHours({ hours }: LeadTraits, mass: Float64Array): void {
  for (let hour = 0; hour < 24; hour++) mass[Math.floor((hour * DAY_PARTS) / 24)]! += hours[hour] ?? 0;
}

function fillStatus({ status }: LeadTraits, mass: Float64Array): void {
  mass[STATUSES.indexOf(status)] = 1;
}

function fillChance({ pConvert }: LeadTraits, mass: Float64Array): void {
  between(CHANCES, pConvert, mass);
}

function fillDays({ medianDays }: LeadTraits, mass: Float64Array): void {
  between(DAYS, Math.log(Math.max(1, medianDays)), mass);
}

function fillMessages({ messages }: LeadTraits, mass: Float64Array): void {
  between(MESSAGES, Math.log1p(messages), mass);
}

/** Shares a value between its two nearest knots, so that near values overlap and far ones do not. */
function between(knots: readonly number[], value: number, mass: Float64Array): void {
  const last = knots.length - 1;
  const clamped = Math.min(knots[last]!, Math.max(knots[0]!, value));
  let i = 0;
  while (i < last - 1 && knots[i + 1]! <= clamped) i++;
  const share = (clamped - knots[i]!) / (knots[i + 1]! - knots[i]!);
  mass[i] = 1 - share;
  mass[i + 1] = share;
}
