/**
 * A message as the grammar of opting out reads it: one plain line of lower-case words. What people do to the word
 * "stop" (accents, digits for letters, letters spread or stretched, typing slips) is undone; what is only quoted is
 * left out, because a quoted keyword is not a request.
 */
import { undisguise } from '../features/undisguise.ts';

/** Longest text read, in characters. */
const MOST = 2000;

/** Words worth recognising through a slip of the fingers: a neighbour swapped, a letter lost, doubled or wrong. */
const REPAIRED =
  'stop unsubscribe texting calling messaging emailing contacting remove delete messages texts opt cancelar mensajes';
const SLIPS = new Map<string, string>();
/** Real words that a slip of a repaired word happens to spell. */
const WORDS = new Set(
  (
    'step top shop stoop stops stomp slop sop atop remote removed removes removal deleted deletes relete cancelara text tests tents message ' +
    'falling billing filling killing pulling caulking walking talking tasting testing nesting ailing mailing sexting ' +
    'balling galling welling calving culling selling telling contracting failing polling rolling tolling mopt apt out oat ' +
    'op pot tops spot post ops opts optic remover calming tailing taxing'
  ).split(' '),
);
for (const word of REPAIRED.split(' ')) {
  if (word.length < 4) continue;
  for (const slip of slipsOf(word)) if (!WORDS.has(slip)) SLIPS.set(slip, word);
}

function* slipsOf(word: string): Generator<string> {
  for (let i = 0; i < word.length; i++) {
    const head = word.slice(0, i);
    if (i + 1 < word.length) yield `${head}${word[i + 1]}${word[i]}${word.slice(i + 2)}`;
    if (word.length > 4) yield head + word.slice(i + 1);
    yield `${head}${word[i]}${word.slice(i)}`;
    if (word.length < 6) continue;
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') yield head + letter + word.slice(i + 1);
  }
}

const QUOTED_LINE = /^\s*(?:>|on .{3,60} wrote:).*$/gim;
const FORWARDED = /\b(?:fwd?|forwarded)\b[^"“\n]{0,20}["“][^"”]*["”]/gi;
const QUOTE = /["“][^"“”\n]{12,}["”]|(?<=\s)'[^'\n]{16,}'(?=[\s.,?!]|$)/g;
const SIGNATURE = /\bsent (?:from|via) my \w+.*$/gim;
const FOOTER =
  /\b(?:(?:reply|respond|press|type|texted|puse|hit|says?|word)(?: (?:with|back|in|the word))?|(?:text|txt|send)(?=.{0,3}(?:stop|quit|end|cancel|unsubscribe).{0,3}(?:to|2) )) ["'“]?(?:stop|quit|end|cancel|unsubscribe|stopall|optout|remove|baja|alto)\b["'”]?(?: (?:to|2) (?:opt[ -]?out|unsubscribe|end|cancel|stop|quit|be removed)\b)?/gi;

/** Text without what is quoted; the footer of automatic texts, quoted or retold, becomes the word "footer". */
function withoutQuotes(text: string): string {
  const hasQuotes = /["“']/.test(text);
  const unquoted = text.replace(QUOTED_LINE, ' ');
  const said = hasQuotes ? unquoted.replace(FORWARDED, ' forwarded ') : unquoted;
  const retold = said.replace(FOOTER, ' footer ');
  return (hasQuotes ? retold.replace(QUOTE, ' quoted ') : retold).replace(SIGNATURE, ' ');
}

/** Words, and ends of sentences. */
const WORD = /[\p{L}\p{N}]+|[.!?;\n…—]+|(?<=\s)-+(?=\s)/gu;

/** Lower-case words; an end of a sentence is ".", other signs are gone, emoji of refusal are "stop". */
export function normalisedWords(text: string): string[] {
  const plain = undisguise(
    withoutQuotes(text.slice(0, MOST).replace(/[’‘`´]/g, "'")).replace(/🛑|⛔|🚫/gu, ' stop '),
  );
  const words: string[] = [];
  for (const found of plain.replace(/#/g, ' number ').replace(/'/g, '').match(WORD) ?? []) {
    const isEnd = ENDS.test(found);
    if (!isEnd) words.push(SLIPS.get(found) ?? found);
    else if (words.at(-1) !== '.') words.push('.');
  }
  return words;
}
const ENDS = /^[.!?;\n…—-]/;

/** The same as one line, with single spaces. */
export const normalise = (text: string): string => normalisedWords(text).join(' ');
