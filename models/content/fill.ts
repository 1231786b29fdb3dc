/** Filling the slots of a phrase. */

/** A slot, with what comes before it where that begins a sentence. */
const SLOT = /(\n(?:- )?|[.?!] |[¿¡])?\{(\w+)\}/g;

/** A name that ends in a dot, "Inc.", at the end of a sentence: one dot is enough. */
const TWO_DOTS = /([.?!])\.(?=\s|$)/g;

/** A phrase taken apart at its slots. */
interface Template {
  parts: { before: string; slot: string; begins: boolean }[];
  rest: string;
}

/** Of the bank's phrases, each taken apart once. */
const templates = new Map<string, Template>();

function templateOf(phrase: string): Template {
  const known = templates.get(phrase);
  if (known) return known;
  let from = 0;
  const parts = [...phrase.matchAll(SLOT)].map(({ 0: match, 1: start, 2: slot, index }) => {
    const before = phrase.slice(from, index) + (start ?? '');
    from = index + match.length;
    // What is optional and empty JavaScript leaves out, so the very beginning is told by its place.
    return { before, slot: slot!, begins: start !== undefined || index === 0 };
  });
  const made = { parts, rest: phrase.slice(from) };
  templates.set(phrase, made);
  return made;
}

/**
 * The phrase with its slots filled; what stands where a sentence begins is capitalised. Throws on a slot that is not
 * known: the phrase should not have been chosen.
 */
export function fill(phrase: string, slots: Readonly<Record<string, string>>): string {
  const { parts, rest } = templateOf(phrase);
  let filled = '';
  for (const { before, slot, begins } of parts) {
    const value = slots[slot];
    if (value === undefined) throw new Error(`Phrase "${phrase}" needs {${slot}}: choose it only with that`);
    filled += before + (begins ? value[0]!.toUpperCase() + value.slice(1) : value);
  }
  return (filled + rest).replace(TWO_DOTS, '$1');
}

const goingOn = new Map<string, string>();

/** The phrase as it goes on after a comma or a colon: a word loses its capital, a name or an acronym does not. */
export function continued(phrase: string, slots: Readonly<Record<string, string>>): string {
  const known = goingOn.get(phrase) ?? lowered(phrase);
  goingOn.set(phrase, known);
  // Behind a mark, a slot does not begin a sentence.
  return fill(`\0${known}`, slots).slice(1);
}

function lowered(phrase: string): string {
  const word = /^[¿¡]?\p{Lu}(?:\p{Ll}| )/u.test(phrase);
  return word ? phrase.replace(/\p{Lu}/u, (letter) => letter.toLowerCase()) : phrase;
}
