/** How hard a text is to read. */

const words = (text: string): string[] => text.match(/[\p{L}'’]+/gu) ?? [];
const sentences = (text: string): number => Math.max(1, (text.match(/[.!?]+(?=\s|$)/g) ?? []).length);

/** Syllables by groups of vowels, a silent e at the end left out; at least one. */
function syllablesEn(word: string): number {
  const plain = word.toLowerCase().replace(/(?:[^laeiouy]es|[^aeiouyl]e|[^aeiouydt]ed)$/, (end) => end[0]!);
  return Math.max(1, (plain.match(/[aeiouy]+/g) ?? []).length);
}

/** Vowels that sound apart are two syllables: a, e, o beside each other, or with an accented í or ú. */
function syllablesEs(word: string): number {
  const split = word
    .toLowerCase()
    .replace(/qu|gu(?=[eiéí])/g, 'q')
    .replace(/([aeoáéó])(?=[aeoáéóíú])|([íú])(?=[aeo])/g, '$1$2-');
  return Math.max(1, (split.match(/[aeiouáéíóúü]+/g) ?? []).length);
}

const sum = (text: string, syllables: (word: string) => number): number =>
  words(text).reduce((all, word) => all + syllables(word), 0);

/**
 * Years of US schooling that a text asks for: Flesch–Kincaid grade level. Kincaid, Fishburne, Rogers & Chissom,
 * Derivation of new readability formulas, Naval Technical Training Command, 1975.
 */
export function gradeOf(text: string): number {
  const count = words(text).length;
  return 0.39 * (count / sentences(text)) + 11.8 * (sum(text, syllablesEn) / count) - 15.59;
}

/**
 * Ease of a Spanish text, 100 the easiest; from 55 on "normal", from 65 "fairly easy" (INFLESZ scale). Szigriszt
 * Pazos, Sistemas predictivos de legibilidad del mensaje escrito, Universidad Complutense, 1993.
 */
export function easeOf(text: string): number {
  const count = words(text).length;
  return 206.835 - 62.3 * (sum(text, syllablesEs) / count) - count / sentences(text);
}
