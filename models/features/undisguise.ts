/**
 * Undoes what people do to a word to hide or stress it: letters spread ("s.t.o.p"), digits and signs for letters
 * ("k1ds"), stretched letters, accents, full-width forms.
 */

const LOOKALIKES: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't' };
const SIGNS: Record<string, string> = { '@': 'a', $: 's' };

const SPREAD = /(?<![\p{L}\p{N}'])(?:\p{L}[ .\-_*]{1,2}){3,}\p{L}(?![\p{L}\p{N}'])/gu;
const LETTERS_WITH_DIGITS = /(?<![\p{L}\p{N}$@])(?=[\p{L}\d@$]*\p{L})(?=[\p{L}\d@$]*[\d@$])[\p{L}\d@$]{3,}/gu;
/** House numbers with letters, ordinals, sizes and prices are what they look like. */
const REAL_MIXTURE =
  /^(?:\$?\d+(?:st|nd|rd|th|am|pm|k|m|bd|ba|br|sf|sq\w*|x\d+|s|mo|yrs?|hrs?|min|ft)?|\w\d{1,4}|\d+\w|.*@.+\..*)$/;

function plainToken(token: string): string {
  if (REAL_MIXTURE.test(token)) return token;
  return token.replace(/[\d@$]/g, (sign) => LOOKALIKES[sign] ?? SIGNS[sign] ?? sign);
}

const BEYOND_ASCII = /[\u0080-\uffff]/;
const withoutAccents = (text: string): string =>
  BEYOND_ASCII.test(text) ? text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC') : text;

/** Lower case, NFC, punctuation kept. */
export function undisguise(text: string): string {
  const lower = (BEYOND_ASCII.test(text) ? text.normalize('NFKC') : text).toLowerCase();
  const joined = lower.replace(SPREAD, (letters) => letters.replace(/[ .\-_*]/g, ''));
  const spelt = /[\d@$]/.test(joined) ? joined.replace(LETTERS_WITH_DIGITS, plainToken) : joined;
  return withoutAccents(spelt).replace(/(\p{L})\1{2,}/gu, '$1');
}
