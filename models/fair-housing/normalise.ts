/**
 * An outbound text as the grammar of fair housing reads it: one plain line of lower-case words. Quoted words stay,
 * because a draft that repeats a landlord's words says them.
 */
import { READ_CHARACTERS } from '../features/tokens.ts';
import { undisguise } from '../features/undisguise.ts';

/** Words that people disguise: a sign in place of a letter is read as the letter that makes one of these. */
const DISGUISED = (
  'children child kids kid adults families family christian christians catholic catholics muslim muslims jewish jews hindu ' +
  'hindus white whites black blacks asian asians mexican mexicans latino latinos hispanic hispanics indian indians chinese ' +
  'african africans immigrants foreigners dark skinned colored disabled handicapped wheelchair wheelchairs mental female ' +
  'females male males women men woman girls gays lesbian trans'
).split(' ');

const INVISIBLE = /[\p{Cf}\u00ad]/gu;
/** A word with signs or digits inside it. */
const MASKED = /(?<![\p{L}\p{N}])\p{L}+[\d*!|@$#]+[\p{L}\d*!|@$#]*\p{L}(?![\p{L}\p{N}])/gu;
const SIGN = /[^\p{L}]/u;

/** The disguised word a masked one stands for, or itself. Every letter must agree, and at least half are letters. */
function unmask(masked: string): string {
  const letters = [...masked.toLowerCase()];
  const hidden = letters.filter((letter) => SIGN.test(letter)).length;
  if (hidden * 2 > letters.length) return masked;
  const fits = (word: string) =>
    word.length === letters.length && letters.every((letter, i) => SIGN.test(letter) || word[i] === letter);
  return DISGUISED.find(fits) ?? masked;
}

/** Words between quotation marks: marked, because who sets a wrong right quotes it. */
const QUOTED =
  /(?<=^|[\s(])(["“'])(?=[^"“”'\s])(?:[^"“”'\n]|'(?=\p{L}{1,2}\b)){3,120}["”'](?=$|[\s.,;:!?)])/gu;

/** Lower-case words with single spaces; sentence ends are " . ", other signs are gone, "quoted" goes before a quotation. */
export function normalise(text: string): string {
  const readable = text
    .slice(0, READ_CHARACTERS)
    .replace(INVISIBLE, '')
    .replace(/[’‘`´]/g, "'")
    .replace(QUOTED, ' quoted $&');
  return undisguise(readable.replace(MASKED, unmask))
    .replace(/'/g, '')
    .replace(/(?<=\d)\+/g, ' plus ')
    .replace(/[.!?;:\n…—]+|(?<=\s)-+(?=\s)/g, ' . ')
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .replace(/(?:\s\.)+(?=\s|$)/g, ' .')
    .replace(/\s+/g, ' ')
    .trim();
}
