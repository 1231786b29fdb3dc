/**
 * What the model sees of a candidate: its own words, the words beside it by place, kinds of words around it, and those of
 * the whole message; hashed (Weinberger et al., ICML 2009).
 */
import { COMPETITOR_KINDS, type CompetitorKind } from '../../schemas/competition.ts';
import type { SparseVector } from '../linear/sparse-linear.ts';
import { type Candidate, SOURCES } from './find-candidates.ts';
import { add, addBits, begin, pair, taken, templates } from './hashed-inputs.ts';
import { hasInnerCapital, isCapital, type Message } from './message.ts';
import { ADDRESSED_HEAD, CLASS_BITS, COMPANY, HEADS, OF_COMPANY, stem, TITLES } from './words.ts';

/** Tokens on either side that have a place of their own, and that are near. */
const PLACES = 4;
const NEAR = 8;
/** Tokens of the message that are looked at. */
const MOST_TOKENS = 200;

const OWN_VALUE = 0.7;
const PLACE_VALUE = 0.6;
const PAIR_VALUE = 0.5;
const NEAR_VALUE = 0.35;
const MESSAGE_VALUE = 0.3;
/** In a message of more tokens each counts less, so that what is near still counts in a long one. */
const WHOLE = 20;
const CLASS_VALUE = 0.4;

const PLACED = ['LEFT', 'RIGHT', 'CLASS_LEFT', 'CLASS_RIGHT'] as const;
const SEEDS = templates([
  'OWN',
  'SOURCE',
  'KIND',
  'CAPITAL',
  'LAST_OWN',
  'FORM',
  'GROUP',
  'GROUP_FIRST',
  'GROUP_SECOND',
  'GROUP_NEXT',
  'GROUP_LEFT',
  'GROUP_RIGHT',
  'GROUP_BEFORE',
  'GROUP_AFTER',
  'GROUP_BOTH',
  'LEFT_PAIR',
  'RIGHT_PAIR',
  'LEFT_OWN',
  'OWN_RIGHT',
  'AROUND',
  'NEAR_LEFT',
  'NEAR_RIGHT',
  'SAID',
  'CLASS_NEAR_LEFT',
  'CLASS_NEAR_RIGHT',
  'CLASS_SAID',
  'OWN_NEAR_LEFT',
  'OWN_NEAR_RIGHT',
  'OWN_SAID',
  'BESIDE',
  'STANDS_FOR',
  ...PLACED,
]);
/** Of the template at a place `k` tokens away. */
const placed = (name: (typeof PLACED)[number], k: number): number => Math.imul(SEEDS[name] + k, 0x85ebca77);

/** Of a name nobody knows its words say little; of a noun everything. */
const ownHash = ({ source, from }: Candidate, { hashes }: Message): number =>
  source === 'noun' ? hashes[from]! : SOURCES.indexOf(source) + 1;

/** @param others all candidates of the message, in order */
export function mentionInputs(
  message: Message,
  candidate: Candidate,
  others: readonly Candidate[],
): SparseVector {
  const { from, to, source, alias } = candidate;
  const own = ownHash(candidate, message);
  begin();
  add(SEEDS.OWN, own, OWN_VALUE);
  add(SEEDS.SOURCE, SOURCES.indexOf(source), OWN_VALUE);
  const group = groupOf(candidate, message);
  add(SEEDS.GROUP, group, OWN_VALUE);
  if (alias !== undefined) add(SEEDS.KIND, COMPETITOR_KINDS.indexOf(alias.competitor.kind), OWN_VALUE);
  if (source !== 'noun') {
    add(SEEDS.CAPITAL, isCapital(message, from) ? 1 : 2, OWN_VALUE);
    add(SEEDS.CAPITAL, 2 + Math.min(to - from, 4), PLACE_VALUE);
    const last = message.hashes[to - 1]!;
    if (to - from > 1) add(SEEDS.LAST_OWN, last, PLACE_VALUE);
    if (source === 'name') add(SEEDS.FORM, formOf(message, from, to), OWN_VALUE);
  }
  addBeside(candidate, others, own);
  addPlaces(message, candidate, own);
  addGroup(message, candidate, group);
  addAround(message, candidate, own);
  return taken();
}

/** What a noun stands for; names are a group for each source. */
const groupOf = ({ source, from }: Candidate, { tokens }: Message): number =>
  source === 'noun' ? (HEADS.get(stem(tokens[from]!)) ?? ADDRESSED_HEAD) : 100 + SOURCES.indexOf(source);

/** Kinds of words around, each with what the candidate stands for: "another" before any person of the trade. */
function addGroup({ classes, hashes }: Message, { from, to }: Candidate, group: number): void {
  let [left, right] = [0, 0];
  for (let k = 1; k <= PLACES; k++) {
    left |= classes[from - k] ?? 0;
    right |= classes[to - 1 + k] ?? 0;
  }
  const first = classes[from - 1] ?? 0;
  const second = classes[from - 2] ?? 0;
  const next = classes[to] ?? 0;
  addBits(SEEDS.GROUP_FIRST, first, PAIR_VALUE, group);
  addBits(SEEDS.GROUP_SECOND, second, CLASS_VALUE, group);
  addBits(SEEDS.GROUP_NEXT, next, PAIR_VALUE, group);
  addBits(SEEDS.GROUP_LEFT, left, CLASS_VALUE, group);
  addBits(SEEDS.GROUP_RIGHT, right, CLASS_VALUE, group);
  add(SEEDS.GROUP_BEFORE, pair(group, hashes[from - 1] ?? NOTHING), PAIR_VALUE);
  add(SEEDS.GROUP_AFTER, pair(group, hashes[to] ?? NOTHING), PAIR_VALUE);
  for (let bit = 0; bit < CLASS_BITS; bit++) {
    if ((first & (1 << bit)) !== 0) addBits(SEEDS.GROUP_BOTH, right, NEAR_VALUE, pair(group, bit + 1));
  }
}

/** How a name is made tells people from companies: titles, "&", "HomeHawk", what companies are called. */
function formOf(message: Message, from: number, to: number): number {
  const { tokens } = message;
  if (TITLES.has(tokens[from]!)) return 1;
  if (hasInnerCapital(message, from)) return 6;
  for (let i = from + 1; i < to; i++) {
    if (tokens[i] === '&') return 2;
    if (OF_COMPANY.has(tokens[i]!)) return 3;
    if (COMPANY.has(stem(tokens[i]!))) return 4;
  }
  return 5;
}

/** What kind of candidate is near: "a gal at Mojave Homes" is said once. */
function addBeside({ from, to }: Candidate, others: readonly Candidate[], own: number): void {
  for (const other of others) {
    const after = other.from - to;
    const before = from - other.to;
    if (after >= 0 && after < PLACES) {
      add(SEEDS.BESIDE, pair(SOURCES.indexOf(other.source) + 1, after), PLACE_VALUE);
      add(SEEDS.BESIDE, pair(own, SOURCES.indexOf(other.source) + 1), PAIR_VALUE);
    } else if (before >= 0 && before < PLACES) {
      add(SEEDS.BESIDE, pair(SOURCES.indexOf(other.source) + 11, before), PLACE_VALUE);
      add(SEEDS.BESIDE, pair(own, SOURCES.indexOf(other.source) + 11), PAIR_VALUE);
    }
  }
}

/** The inputs of a candidate that stands for a competitor of this kind: what its stance is read from. */
export function stanceInputs({ ids: seen, values: their }: SparseVector, kind: CompetitorKind): SparseVector {
  begin();
  add(SEEDS.STANDS_FOR, COMPETITOR_KINDS.indexOf(kind) + 1, OWN_VALUE);
  const own = taken();
  const ids = new Uint32Array(seen.length + 1);
  const values = new Float32Array(ids.length);
  ids.set(seen);
  values.set(their);
  ids[seen.length] = own.ids[0]!;
  values[seen.length] = own.values[0]!;
  return { ids, values };
}

/** Beyond the ends of the message. */
const NOTHING = 0x2545f491;

function addPlaces({ hashes, classes }: Message, { from, to }: Candidate, own: number): void {
  const at = (i: number): number => (i < 0 || i >= hashes.length ? NOTHING : hashes[i]!);
  for (let k = 0; k < PLACES; k++) {
    add(placed('LEFT', k), at(from - 1 - k), PLACE_VALUE / (1 + k / 4));
    add(placed('RIGHT', k), at(to + k), PLACE_VALUE / (1 + k / 4));
    addBits(placed('CLASS_LEFT', k), classes[from - 1 - k] ?? 0, CLASS_VALUE);
    addBits(placed('CLASS_RIGHT', k), classes[to + k] ?? 0, CLASS_VALUE);
  }
  add(SEEDS.LEFT_PAIR, pair(at(from - 2), at(from - 1)), PAIR_VALUE);
  add(SEEDS.RIGHT_PAIR, pair(at(to), at(to + 1)), PAIR_VALUE);
  add(SEEDS.LEFT_OWN, pair(at(from - 1), own), PAIR_VALUE);
  add(SEEDS.OWN_RIGHT, pair(own, at(to)), PAIR_VALUE);
  add(SEEDS.AROUND, pair(at(from - 1), at(to)), PAIR_VALUE);
}

function addAround({ hashes, classes }: Message, { from, to }: Candidate, own: number): void {
  let [left, right, said] = [0, 0, 0];
  const end = Math.min(hashes.length, MOST_TOKENS);
  const each = MESSAGE_VALUE * Math.min(1, Math.sqrt(WHOLE / end));
  for (let i = 0; i < end; i++) {
    if (i >= from && i < to) continue;
    said |= classes[i]!;
    const isLeft = i < from;
    if (isLeft ? from - i <= NEAR : i - to < NEAR) {
      add(isLeft ? SEEDS.NEAR_LEFT : SEEDS.NEAR_RIGHT, hashes[i]!, NEAR_VALUE);
      if (isLeft) left |= classes[i]!;
      else right |= classes[i]!;
    }
    add(SEEDS.SAID, hashes[i]!, each);
  }
  addBits(SEEDS.CLASS_NEAR_LEFT, left, CLASS_VALUE);
  addBits(SEEDS.CLASS_NEAR_RIGHT, right, CLASS_VALUE);
  addBits(SEEDS.CLASS_SAID, said, NEAR_VALUE);
  addBits(SEEDS.OWN_NEAR_LEFT, left, NEAR_VALUE, own);
  addBits(SEEDS.OWN_NEAR_RIGHT, right, NEAR_VALUE, own);
  addBits(SEEDS.OWN_SAID, said, MESSAGE_VALUE, own);
}
