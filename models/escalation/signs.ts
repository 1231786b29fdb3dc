/** The signs that a person is needed (or only seems to be): words and phrases found in the plain words of a text. */
import type { TextReading } from '../judges.ts';
import { PatternSet } from '../patterns/pattern-set.ts';
import { PHRASES } from './phrases.ts';
import { WORDS } from './words.ts';

const PATTERNS: Record<string, string> = { ...PHRASES, ...WORDS };

/** Names of the signs; the order is the order of the model's inputs. */
export const SIGNS = Object.keys(PATTERNS);
const COMPILED = new PatternSet(
  SIGNS.map((sign) => `(?<![\\p{L}\\p{N}])(?:${PATTERNS[sign]})(?![\\p{L}\\p{N}])`),
);

const ACCENTS = /\p{M}/gu;
/** What is searched of a text, in characters: what a person must read is said early, and patterns cost by length. */
const MOST = 2000;

/** Tokens as one line, without accents and apostrophes; every sign of punctuation stands by itself. */
export const plainWords = ({ tokens }: TextReading): string =>
  tokens.join(' ').slice(0, MOST).replaceAll("'", '').normalize('NFD').replace(ACCENTS, '');

/** Indexes into {@link SIGNS} of those shown, ascending. */
export const findSigns = (plain: string): number[] => COMPILED.find(plain);
