/** One pass over a text that all finders of entities share: its numbers, and who has claimed which stretch. */
import type { Entity } from '../../../schemas/insight.ts';

/** The lead's own day, against which relative dates are read. Weekday 0 is Sunday, months are 1–12. */
export interface LocalDay {
  year: number;
  month: number;
  day: number;
  weekday: number;
}

/** A number in figures or words. */
export interface Num {
  start: number;
  end: number;
  value: number;
  /** The word before it, '' at the beginning. */
  before: string;
}

type Kind = Entity['kind'];
interface Span {
  start: number;
  end: number;
}

/** Entities kept of one text, and numbers looked at; a longer list would be noise or an attack. */
const MOST_ENTITIES = 32;
const MOST_NUMBERS = 64;

const SMALL = new Map(
  Object.entries({
    a: 1,
    an: 1,
    one: 1,
    two: 2,
    couple: 2,
    three: 3,
    few: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    seventeen: 17,
    eighteen: 18,
    nineteen: 19,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
    dos: 2,
    tres: 3,
    cuatro: 4,
    cinco: 5,
    seis: 6,
  }),
);
const UNITS = 'one|two|three|four|five|six|seven|eight|nine';
const IN_WORDS = new RegExp(
  `\\b(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:${UNITS})\\b)?|${UNITS}|ten|eleven|twelve` +
    '|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|dos|tres|cuatro|cinco|seis|couple of|couple|few)\\b',
  'g',
);
const IN_FIGURES = /\d+(?:,\d{3})*(?:\.\d+)?/g;

function wordsValue(words: string): number {
  let sum = 0;
  for (const word of words.split(/[ -]/)) sum += SMALL.get(word) ?? 0;
  return sum;
}

/**
 * What a global pattern finds, none of it empty. `matchAll` would make a pattern of its own and an iterator each time,
 * which costs as much as the search.
 */
export function allMatches(pattern: RegExp, text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let m = pattern.exec(text); m !== null; m = pattern.exec(text)) found.push(m);
  return found;
}

export class Scan {
  readonly text: string;
  readonly lower: string;
  readonly bits: number;
  readonly today: LocalDay;
  readonly numbers: Num[] = [];
  readonly found: (Entity & Span)[] = [];

  /** `lower` is `text` in lower case and just as long. */
  constructor(text: string, lower: string, bits: number, today: LocalDay) {
    this.text = text;
    this.lower = lower;
    this.bits = bits;
    this.today = today;
  }

  has(hint: number): boolean {
    return (this.bits & hint) !== 0;
  }

  readFigures(): void {
    for (const m of allMatches(IN_FIGURES, this.lower)) {
      if (this.numbers.length === MOST_NUMBERS) return;
      this.addNumber(m.index, m[0], Number(m[0].replaceAll(',', '')));
    }
  }

  readNumberWords(): void {
    for (const m of allMatches(IN_WORDS, this.lower)) {
      if (this.numbers.length === MOST_NUMBERS) return;
      this.addNumber(m.index, m[0], wordsValue(m[0]));
    }
  }

  private addNumber(start: number, word: string, value: number): void {
    this.numbers.push({ start, end: start + word.length, value, before: this.wordBefore(start) });
  }

  /** The word that ends just before `start` (one space between), at most 20 letters of it. */
  wordBefore(start: number): string {
    if (this.lower.charCodeAt(start - 1) !== 32) return '';
    let from = start - 1;
    while (from > 0 && start - from < 20 && this.lower.charCodeAt(from - 1) > 32) from--;
    return this.lower.slice(from, start - 1);
  }

  /** What a sticky pattern finds in the lower-cased text right at `index`. */
  at(pattern: RegExp, index: number): RegExpExecArray | null {
    pattern.lastIndex = index;
    return pattern.exec(this.lower);
  }

  /** Whether the stretch is still free. */
  free(start: number, end: number): boolean {
    for (const other of this.found) if (start < other.end && other.start < end) return false;
    return true;
  }

  /** The first finder to claim a stretch of text keeps it. */
  claim(kind: Kind, start: number, end: number, value: number | string): boolean {
    if (this.found.length >= MOST_ENTITIES || !this.free(start, end)) return false;
    this.found.push({ kind, text: this.text.slice(start, end), value, start, end });
    return true;
  }
}
