/**
 * What the model sees of a candidate: its own words, the words beside it by place, kinds of words around it, and those of
 * the whole message; hashed (Weinberger et al., ICML 2009).
 */
import { COMPETITOR_KINDS, type CompetitorKind } from '../../schemas/competition.ts';
import type { SparseVector } from '../linear/sparse-linear.ts';
import { type Candidate, SOURCES } from './find-candidates.ts';
import { isCapital, type Message } from './message.ts';
import { CLASS_BITS } from './words.ts';

const SPACE_BITS = 18;
/** Ids of inputs are below it. */
export const MENTION_SPACE = 1 << SPACE_BITS;

/** Tokens on either side that have a place of their own, and that are near. */
const PLACES = 4;
const NEAR = 8;
/** Tokens of the message that are looked at. */
const MOST_TOKENS = 200;

const OWN_VALUE = 0.7;
const PLACE_VALUE = 0.6;
const PAIR_VALUE = 0.5;
const NEAR_VALUE = 0.35;
const MESSAGE_VALUE = 0.15;
const CLASS_VALUE = 0.4;

/** Templates of inputs; each gives its hashes a seed of its own. */
const seeds = new Map<string, number>();
const seed = (name: string): number => {
  const made = seeds.get(name) ?? Math.imul(seeds.size + 1, 0x9e3779b1);
  seeds.set(name, made);
  return made;
};
const OWN = seed('own');
const SOURCE = seed('source');
const KIND = seed('kind');
const CAPITAL = seed('capital');
const LEFT = Array.from({ length: PLACES }, (_, k) => seed(`left ${k}`));
const RIGHT = Array.from({ length: PLACES }, (_, k) => seed(`right ${k}`));
const LEFT_PAIR = seed('left pair');
const RIGHT_PAIR = seed('right pair');
const LEFT_OWN = seed('left own');
const OWN_RIGHT = seed('own right');
const AROUND = seed('around');
const NEAR_LEFT = seed('near left');
const NEAR_RIGHT = seed('near right');
const SAID = seed('said');
const CLASS_LEFT = Array.from({ length: PLACES }, (_, k) => seed(`class left ${k}`));
const CLASS_RIGHT = Array.from({ length: PLACES }, (_, k) => seed(`class right ${k}`));
const CLASS_NEAR_LEFT = seed('class near left');
const CLASS_NEAR_RIGHT = seed('class near right');
const CLASS_SAID = seed('class said');
const OWN_NEAR_LEFT = seed('own near left');
const OWN_NEAR_RIGHT = seed('own near right');
const OWN_SAID = seed('own said');
const BESIDE = seed('beside');
const STANDS_FOR = seed('stands for');

let ids = new Uint32Array(1024);
let values = new Float32Array(1024);
let used = 0;

/** Finaliser of MurmurHash3 over a hash and the seed of its template. */
function add(template: number, hash: number, value: number): void {
  if (used === ids.length) {
    const [more, their] = [new Uint32Array(used * 2), new Float32Array(used * 2)];
    more.set(ids);
    their.set(values);
    [ids, values] = [more, their];
  }
  let h = Math.imul(hash ^ template, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  ids[used] = (h ^ (h >>> 16)) >>> (32 - SPACE_BITS);
  values[used++] = value;
}

const pair = (a: number, b: number): number => Math.imul(a, 0x01000193) ^ Math.imul(b ^ 0x5bd1e995, 0x27d4eb2f);

function addBits(template: number, bits: number, value: number, own?: number): void {
  for (let bit = 0; bit < CLASS_BITS; bit++) {
    if ((bits & (1 << bit)) !== 0) add(template, own === undefined ? bit + 1 : pair(own, bit + 1), value);
  }
}

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
  used = 0;
  add(OWN, own, OWN_VALUE);
  add(SOURCE, SOURCES.indexOf(source), OWN_VALUE);
  if (alias !== undefined) add(KIND, COMPETITOR_KINDS.indexOf(alias.competitor.kind), OWN_VALUE);
  if (source !== 'noun') {
    add(CAPITAL, isCapital(message, from) ? 1 : 2, OWN_VALUE);
    add(CAPITAL, 2 + Math.min(to - from, 4), PLACE_VALUE);
    const last = message.hashes[to - 1]!;
    if (to - from > 1) add(LEFT_OWN, last, PLACE_VALUE);
  }
  addBeside(candidate, others, own);
  addPlaces(message, candidate, own);
  addAround(message, candidate, own);
  return { ids: ids.slice(0, used), values: values.slice(0, used) };
}

/** What kind of candidate is near: "a gal at Mojave Homes" is said once. */
function addBeside({ from, to }: Candidate, others: readonly Candidate[], own: number): void {
  for (const other of others) {
    const after = other.from - to;
    const before = from - other.to;
    if (after >= 0 && after < PLACES) {
      add(BESIDE, pair(SOURCES.indexOf(other.source) + 1, after), PLACE_VALUE);
      add(BESIDE, pair(own, SOURCES.indexOf(other.source) + 1), PAIR_VALUE);
    } else if (before >= 0 && before < PLACES) {
      add(BESIDE, pair(SOURCES.indexOf(other.source) + 11, before), PLACE_VALUE);
      add(BESIDE, pair(own, SOURCES.indexOf(other.source) + 11), PAIR_VALUE);
    }
  }
}

/** The inputs of a candidate that stands for a competitor of this kind: what its stance is read from. */
export function stanceInputs({ ids: seen, values: their }: SparseVector, kind: CompetitorKind): SparseVector {
  used = 0;
  add(STANDS_FOR, COMPETITOR_KINDS.indexOf(kind) + 1, OWN_VALUE);
  const both = { ids: new Uint32Array(seen.length + 1), values: new Float32Array(seen.length + 1) };
  both.ids.set(seen);
  both.values.set(their);
  both.ids[seen.length] = ids[0]!;
  both.values[seen.length] = values[0]!;
  return both;
}

/** Beyond the ends of the message. */
const NOTHING = 0x2545f491;

function addPlaces({ hashes, classes }: Message, { from, to }: Candidate, own: number): void {
  const at = (i: number): number => (i < 0 || i >= hashes.length ? NOTHING : hashes[i]!);
  for (let k = 0; k < PLACES; k++) {
    add(LEFT[k]!, at(from - 1 - k), PLACE_VALUE / (1 + k / 4));
    add(RIGHT[k]!, at(to + k), PLACE_VALUE / (1 + k / 4));
    addBits(CLASS_LEFT[k]!, classes[from - 1 - k] ?? 0, CLASS_VALUE);
    addBits(CLASS_RIGHT[k]!, classes[to + k] ?? 0, CLASS_VALUE);
  }
  add(LEFT_PAIR, pair(at(from - 2), at(from - 1)), PAIR_VALUE);
  add(RIGHT_PAIR, pair(at(to), at(to + 1)), PAIR_VALUE);
  add(LEFT_OWN, pair(at(from - 1), own), PAIR_VALUE);
  add(OWN_RIGHT, pair(own, at(to)), PAIR_VALUE);
  add(AROUND, pair(at(from - 1), at(to)), PAIR_VALUE);
}

function addAround({ hashes, classes }: Message, { from, to }: Candidate, own: number): void {
  let [left, right, said] = [0, 0, 0];
  const end = Math.min(hashes.length, MOST_TOKENS);
  for (let i = 0; i < end; i++) {
    if (i >= from && i < to) continue;
    said |= classes[i]!;
    const isLeft = i < from;
    if (isLeft ? from - i <= NEAR : i - to < NEAR) {
      add(isLeft ? NEAR_LEFT : NEAR_RIGHT, hashes[i]!, NEAR_VALUE);
      if (isLeft) left |= classes[i]!;
      else right |= classes[i]!;
    }
    add(SAID, hashes[i]!, MESSAGE_VALUE);
  }
  addBits(CLASS_NEAR_LEFT, left, CLASS_VALUE);
  addBits(CLASS_NEAR_RIGHT, right, CLASS_VALUE);
  addBits(CLASS_SAID, said, NEAR_VALUE);
  addBits(OWN_NEAR_LEFT, left, NEAR_VALUE, own);
  addBits(OWN_NEAR_RIGHT, right, NEAR_VALUE, own);
  addBits(OWN_SAID, said, MESSAGE_VALUE, own);
}
