/** Tokens of a text: words with their apostrophes, numbers with their separators, every other sign by itself. */

/** What is read of a text; the rest of a longer one adds cost, hardly evidence. */
export const READ_CHARACTERS = 4096;

// Linear on any input: no alternative can start where another has begun. Control, format and lone surrogate
// code points (\p{C}) are no tokens.
const TOKEN = /[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*|\d+(?:[.,:/]\d+)*|[^\s\p{C}]/gu;

/** The text as readers see it: cut to {@link READ_CHARACTERS}, typographic apostrophes made plain. */
export function readable(text: string): string {
  const head = text.length > READ_CHARACTERS ? text.slice(0, READ_CHARACTERS) : text;
  return head.includes('’') ? head.replaceAll('’', "'") : head;
}

/** Lower-cased tokens of a readable text, in order. */
export const tokenise = (text: string): string[] => text.toLowerCase().match(TOKEN) ?? [];
