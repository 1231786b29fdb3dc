/**
 * What the grammar finds in a text: who is mentioned, what is done, and what of it is near what. Signs are numbered;
 * the model weighs them.
 */

import { PatternSet } from '../patterns/pattern-set.ts';
import { ACT_NAMES, ACT_PATTERNS, type Act, AGAINST } from './acts.ts';
import { EXPLAINED, explainAway } from './explain-away.ts';
import { CLASSES, MENTIONS } from './mentions.ts';
import { PHRASE_NAMES, PHRASE_PATTERNS } from './phrases.ts';

/** Characters between two marks that still belong together. */
const NEAR = 36;
/** Marks of one kind that are looked at; more of them say nothing new. */
const MOST_MARKS = 6;

const ACTS = ACT_NAMES.length;
const MENTION_AT = 0;
const ACT_AT = MENTION_AT + CLASSES.length;
const PHRASE_AT = ACT_AT + ACTS;
const EXPLAINED_AT = PHRASE_AT + PHRASE_NAMES.length;
/** An act before, and after, people of any class. */
export const NEARBY_AT = EXPLAINED_AT + EXPLAINED.length;
const AFTER_AT = NEARBY_AT + AGAINST;
/** An act near people of one class. */
const NEAR_AT = AFTER_AT + AGAINST;
/** What speaks for a text beside people near an act against them, and beside people alone. */
const DESPITE_AT = NEAR_AT + AGAINST * CLASSES.length;
const BESIDE_AT = DESPITE_AT + ACTS - AGAINST;
/** An act against people and another of either kind in one sentence. */
const PAIR_AT = BESIDE_AT + ACTS - AGAINST;
const COUNT_AT = PAIR_AT + AGAINST * ACTS;
const COUNTS = 4;
/** Signs are below it. */
export const SIGN_SPACE = COUNT_AT + COUNTS;

interface Mark {
  from: number;
  to: number;
}

function marksOf(pattern: RegExp, text: string): Mark[] {
  const marks: Mark[] = [];
  pattern.lastIndex = 0;
  while (marks.length < MOST_MARKS) {
    const match = pattern.exec(text);
    if (match === null) break;
    marks.push({ from: match.index, to: match.index + match[0].length });
  }
  return marks;
}

const near = (text: string, first: Mark, then: Mark): boolean =>
  then.from >= first.to && then.from - first.to <= NEAR && !text.slice(first.to, then.from).includes(' .');

function addNearby(found: Set<number>, text: string, acts: readonly Mark[][], mentions: readonly Mark[][]) {
  for (let act = 0; act < AGAINST; act++) {
    for (const mark of acts[act]!) {
      mentions.forEach((people, k) => {
        for (const person of people) {
          // "only" before people limits; "only" after them does, too: the order is told apart.
          const before = near(text, mark, person);
          if (!before && !near(text, person, mark)) continue;
          found.add((before ? NEARBY_AT : AFTER_AT) + act);
          found.add(NEAR_AT + act * CLASSES.length + k);
        }
      });
    }
  }
}

function addPairs(found: Set<number>, sentences: readonly ReadonlySet<number>[]): void {
  for (let a = 0; a < AGAINST; a++) {
    for (let b = a + 1; b < ACTS; b++) {
      for (const s of sentences[a]!) if (sentences[b]!.has(s)) found.add(PAIR_AT + a * ACTS + b);
    }
  }
}

/** Number of the sentence that a place in the text is in. */
function sentencesOf(text: string): (at: number) => number {
  const ends: number[] = [];
  for (let at = text.indexOf(' .'); at >= 0; at = text.indexOf(' .', at + 1)) ends.push(at);
  return (at) => {
    let s = 0;
    while (s < ends.length && ends[s]! < at) s++;
    return s;
  };
}

/** Acts that speak of people without naming a class. */
const COVERT = ['coded', 'photo', 'favour', 'letter'].map((name) => ACT_NAMES.indexOf(name as Act));
const isThere = (marks: readonly Mark[]): boolean => marks.length > 0;

/** Who is mentioned, and phrases, by number. */
const PEOPLE = new PatternSet([...MENTIONS, ...PHRASE_PATTERNS].map(({ pattern }) => pattern.source));
const NONE: Mark[] = [];

/** Numbers of the signs of a normalised text, each once, ascending. */
export function findSigns(normalised: string): number[] {
  const { left, kinds } = explainAway(normalised);
  const found = new Set<number>(kinds.map((kind) => EXPLAINED_AT + kind));
  PEOPLE.look(left);
  const mentions = MENTIONS.map(({ pattern }, k) => (PEOPLE.mayMatch(k) ? marksOf(pattern, left) : NONE));
  for (const [k, marks] of mentions.entries()) if (isThere(marks)) found.add(MENTION_AT + k);
  for (const [i, { pattern }] of PHRASE_PATTERNS.entries())
    if (PEOPLE.mayMatch(MENTIONS.length + i) && pattern.test(left)) found.add(PHRASE_AT + i);
  const named = mentions.filter(isThere).length;
  found.add(COUNT_AT + Math.min(COUNTS - 1, named));
  // What is done matters where it is done to people, an owner may prefer a quick closing: else it is not looked for.
  if (named > 0 || COVERT.some((act) => isThere(marksOf(ACT_PATTERNS[act]!.pattern, left))))
    addActs(found, { text: left, whole: normalised }, mentions);
  return [...found].sort((a, b) => a - b);
}

/** Sentences are the same in what was left of a text and in the whole of it. */
function addActs(
  found: Set<number>,
  { text, whole }: { text: string; whole: string },
  mentions: readonly Mark[][],
): void {
  // What speaks for a text may lie in what was taken out: "55 and older" is a reason, too.
  const acts = ACT_PATTERNS.map(({ pattern }, act) => marksOf(pattern, act < AGAINST ? text : whole));
  for (const [act, marks] of acts.entries()) if (isThere(marks)) found.add(ACT_AT + act);
  const before = found.size;
  addNearby(found, text, acts, mentions);
  const nearby = found.size > before;
  const [ofLeft, ofWhole] = [sentencesOf(text), sentencesOf(whole)];
  addPairs(
    found,
    acts.map((marks, act) => new Set(marks.map(({ from }) => (act < AGAINST ? ofLeft : ofWhole)(from)))),
  );
  for (let act = AGAINST; act < ACTS; act++) {
    if (!isThere(acts[act]!)) continue;
    found.add(BESIDE_AT + act - AGAINST);
    if (nearby) found.add(DESPITE_AT + act - AGAINST);
  }
}
