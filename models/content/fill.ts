/** Filling the slots of a phrase. */

/** A slot, with what comes before it where that begins a sentence. */
const SLOT = /(^|\n(?:- )?|[.?!] |[¿¡])?\{(\w+)\}/g;

/** A name that ends in a dot, "Inc.", at the end of a sentence: one dot is enough. */
const TWO_DOTS = /([.?!])\.(?=\s|$)/g;

/**
 * The phrase with its slots filled; what stands where a sentence begins is capitalised. Throws on a slot that is not
 * known: the phrase should not have been chosen.
 */
export function fill(template: string, slots: Readonly<Record<string, string>>): string {
  const filled = template.replace(SLOT, (_, start: string | undefined, slot: string) => {
    const value = slots[slot];
    if (value === undefined)
      throw new Error(`Phrase "${template}" needs {${slot}}: choose it only with that`);
    return start === undefined ? value : start + value[0]!.toUpperCase() + value.slice(1);
  });
  return filled.replace(TWO_DOTS, '$1');
}

/** The phrase as it goes on after a comma or a colon: a word loses its capital, a name or an acronym does not. */
export function continued(template: string, slots: Readonly<Record<string, string>>): string {
  const word = /^[¿¡]?\p{Lu}(?:\p{Ll}| )/u.test(template);
  const lower = word ? template.replace(/\p{Lu}/u, (letter) => letter.toLowerCase()) : template;
  // Behind a mark, a slot does not begin a sentence.
  return fill(`\0${lower}`, slots).slice(1);
}
