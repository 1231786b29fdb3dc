/** The names that a text about a lead may say, taken out of it before it is read for figures, days and places. */

/** Stands in for what is accounted for: as long, so that places in the text stay. */
export const MASK = '\u0001';

/** Letters that have one small form each, and that no letter beyond them is a form of: Latin-1, and quotes and dashes. */
const PLAIN = /^[\0-\xff\u2010-\u2027]*$/;
const LETTER_OR_DIGIT = /[\p{L}\d]/u;
const DAY_OF = /\d de $/;
const DIGIT_NEXT = /^ \d/;

/**
 * The text with every name that stands alone in it masked, whatever its case; but April with a number is a month. Names
 * are sought one after the other, in their order. A lead's name is nobody else's: to compile a pattern of it costs more
 * than all the rest of the reading, so plain texts are gone through by hand, with the same result.
 */
export function maskNames(text: string, names: readonly string[]): string {
  let masked = text;
  let lower = PLAIN.test(text) ? text.toLowerCase() : undefined;
  for (const name of names) {
    if (lower === undefined || !PLAIN.test(name)) {
      masked = masked.replace(naming(name), (match) => MASK.repeat(match.length));
      lower &&= masked.toLowerCase();
      continue;
    }
    const sought = name.toLowerCase();
    const seen: string = lower;
    for (let at = seen.indexOf(sought); at >= 0; ) {
      const end: number = at + sought.length;
      const isName = standsAlone(seen, at, end);
      if (isName) {
        masked = withMask(masked, at, end);
        lower = withMask(lower, at, end);
      }
      at = seen.indexOf(sought, isName ? end : at + 1);
    }
  }
  return masked;
}

const withMask = (text: string, from: number, to: number): string =>
  text.slice(0, from) + MASK.repeat(to - from) + text.slice(to);

const standsAlone = (lower: string, from: number, to: number): boolean =>
  !LETTER_OR_DIGIT.test(lower.charAt(from - 1)) &&
  !DAY_OF.test(lower.slice(Math.max(0, from - 5), from)) &&
  !LETTER_OR_DIGIT.test(lower.charAt(to)) &&
  !DIGIT_NEXT.test(lower.slice(to, to + 2));

/** The same as a pattern, for any letters. */
export const naming = (name: string): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\d]|\\d de )${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\d]| \\d)`,
    'giu',
  );
