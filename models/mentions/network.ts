/**
 * The network beside the linear scores: it reads the words around a candidate by their vectors, each place through the
 * same projection, then one hidden layer (the window approach of Collobert et al., JMLR 2011). One network says what the
 * candidate stands for, its stance and whether the lead leaves. Plain arithmetic, one candidate at a time.
 */
import { COMPETITOR_KINDS, STANCES } from '../../schemas/competition.ts';
import { loadWordPool } from '../word-vectors/word-vectors.ts';
import { OUTCOMES } from './choose-mentions.ts';
import { type Candidate, SOURCES } from './find-candidates.ts';
import { formOf, groupOf } from './inputs.ts';
import { isCapital, type Message } from './message.ts';
import { ADDRESSED_HEAD, CLASS_BITS } from './words.ts';

/** Places on either side; beyond them words count together, so far. */
const PLACES = 5;
const FAR = 12;
const MOST_TOKENS = 200;
const OWN = 2 * PLACES;
const [BEFORE, AFTER, WHOLE] = [OWN + 1, OWN + 2, OWN + 3];
/** Word slots: five places left, five right, the candidate's own noun, what is near on either side, the message. */
export const SLOTS = WHOLE + 1;
/** A word's vector is projected to so many. */
export const PROJECTED = 24;

/** Where each group of yes-or-no inputs begins: classes of each place (one more: beyond the end), then of stretches … */
const PLACE_BITS = CLASS_BITS + 1;
const STRETCHES = OWN * PLACE_BITS;
const SOURCE = STRETCHES + 3 * CLASS_BITS;
const KIND = SOURCE + SOURCES.length;
const GROUP = KIND + COMPETITOR_KINDS.length;
const FORM = GROUP + ADDRESSED_HEAD + 1;
const CAPITAL = FORM + 7;
const BESIDE = CAPITAL + 1;
export const FLAGS = BESIDE + SOURCES.length;

/** What it says: OUTCOMES, STANCES, leaves. */
export const STANCE_FROM = OUTCOMES.length;
export const SWITCHING_AT = STANCE_FROM + STANCES.length;
export const OUTPUTS = SWITCHING_AT + 1;

export interface MentionNetwork {
  /** DIMENSIONS × PROJECTED, row by row, as all of these. */
  projection: Float32Array;
  /** SLOTS·PROJECTED × hidden. */
  words: Float32Array;
  /** FLAGS × hidden. */
  flags: Float32Array;
  hiddenBias: Float32Array;
  /** hidden × OUTPUTS. */
  out: Float32Array;
  outBias: Float32Array;
}

/** Rows of a message's words in the vectors, −1 where unknown. */
export function wordRows({ tokens }: Message): Int32Array {
  const pool = loadWordPool();
  return Int32Array.from(tokens.slice(0, MOST_TOKENS), (token) => pool.row(token));
}

/** Calls `visit` with each word of each slot; words of a stretch share a weight of 1 by how telling they are. */
export function eachWord(
  rows: Int32Array,
  { from, to, source }: Candidate,
  visit: (slot: number, row: number, weight: number) => void,
): void {
  for (let k = 0; k < PLACES; k++) {
    const left = rows[from - 1 - k] ?? -1;
    const right = rows[to + k] ?? -1;
    if (left >= 0) visit(k, left, 1);
    if (right >= 0) visit(PLACES + k, right, 1);
  }
  if (source === 'noun' && (rows[from] ?? -1) >= 0) visit(OWN, rows[from]!, 1);
  stretch(rows, from - FAR, from - PLACES, BEFORE, visit);
  stretch(rows, to + PLACES, to + FAR, AFTER, visit);
  stretch(rows, 0, rows.length, WHOLE, visit);
}

function stretch(
  rows: Int32Array,
  start: number,
  end: number,
  slot: number,
  visit: (slot: number, row: number, weight: number) => void,
): void {
  const pool = loadWordPool();
  const [first, last] = [Math.max(0, start), Math.min(rows.length, end)];
  let sum = 0;
  for (let i = first; i < last; i++) if (rows[i]! >= 0) sum += pool.tell(rows[i]!);
  for (let i = first; i < last; i++) if (rows[i]! >= 0) visit(slot, rows[i]!, pool.tell(rows[i]!) / sum);
}

/** Calls `visit` with each yes of the yes-or-no inputs. */
export function eachFlag(
  message: Message,
  candidate: Candidate,
  others: readonly Candidate[],
  visit: (flag: number) => void,
): void {
  const { classes } = message;
  const { from, to, source, alias } = candidate;
  const bits = (set: number, base: number): void => {
    for (let bit = 0; bit < CLASS_BITS; bit++) if ((set & (1 << bit)) !== 0) visit(base + bit);
  };
  for (let slot = 0; slot < OWN; slot++) {
    const at = slot < PLACES ? from - 1 - slot : to + slot - PLACES;
    if (at < 0 || at >= classes.length) visit(slot * PLACE_BITS + CLASS_BITS);
    else bits(classes[at]!, slot * PLACE_BITS);
  }
  let [left, right, all, beside] = [0, 0, 0, 0];
  for (let i = 0; i < Math.min(classes.length, MOST_TOKENS); i++) {
    if (i >= from && i < to) continue;
    all |= classes[i]!;
    if (i < from && from - i <= FAR) left |= classes[i]!;
    if (i >= to && i - to < FAR) right |= classes[i]!;
  }
  bits(left, STRETCHES);
  bits(right, STRETCHES + CLASS_BITS);
  bits(all, STRETCHES + 2 * CLASS_BITS);
  visit(SOURCE + SOURCES.indexOf(source));
  if (alias !== undefined) visit(KIND + COMPETITOR_KINDS.indexOf(alias.competitor.kind));
  if (source === 'noun') visit(GROUP + groupOf(candidate, message));
  if (source === 'name') visit(FORM + formOf(message, from, to));
  if (isCapital(message, from)) visit(CAPITAL);
  for (const other of others) if (other !== candidate) beside |= 1 << SOURCES.indexOf(other.source);
  for (let k = 0; k < SOURCES.length; k++) if ((beside & (1 << k)) !== 0) visit(BESIDE + k);
}
