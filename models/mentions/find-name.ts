/** Names that nobody has registered, by how they are written and what is before and after. */
import type { CompetitorIndex } from '../judges.ts';
import { loadWordPool } from '../word-vectors/word-vectors.ts';
import type { Candidate } from './find-candidates.ts';
import { beginsSentence, hasInnerCapital, isCapital, type Message, written } from './message.ts';
import {
  AFTER_NAME,
  BEFORE_LOWER_NAME,
  BEFORE_NAME,
  COMPANY,
  HEADS,
  LOWER_COMPANY,
  NO_NAMES,
  OF_COMPANY,
  stem,
  TITLES,
} from './words.ts';

/** Tokens, and characters, of one name. */
const LONGEST = 6;
const MOST_CHARACTERS = 80;
const LETTER = /^\p{L}/u;

/** Where a run of capitalised words that begins at `from` ends: "Hollis & Finch", "Mr. Tolland"; `from` where none does. */
function endOfRun(message: Message, from: number): number {
  const { tokens } = message;
  let to = from;
  if (TITLES.has(tokens[from]!) && isCapital(message, from)) to += tokens[from + 1] === '.' ? 2 : 1;
  const isName = (i: number): boolean =>
    i < tokens.length && isCapital(message, i) && LETTER.test(tokens[i]!) && !NO_NAMES.has(stem(tokens[i]!));
  if (!isName(to)) return from;
  while (to - from < LONGEST) {
    if (isName(to)) to++;
    else if (tokens[to] === '&' && isName(to + 1)) to += 2;
    else break;
    if (tokens[to - 1]!.endsWith("'s")) return to;
  }
  if (to < tokens.length && COMPANY.has(tokens[to]!)) to++;
  return to;
}

const isCompany = ({ tokens }: Message, from: number, to: number): boolean => {
  for (let i = from; i < to; i++)
    if (tokens[i] === '&' || (i > from && COMPANY.has(stem(tokens[i]!)))) return true;
  return false;
};

function isPlace({ entities, text, starts }: Message, name: string, from: number): boolean {
  for (const entity of entities) {
    if ((entity.kind === 'area' || entity.kind === 'address') && entity.text.includes(name)) return true;
  }
  // "18 Poplar", "Keller Court": where somebody lives.
  return /\d $/.test(text.slice(Math.max(0, starts[from]! - 2), starts[from]!));
}

function isIgnored({ tokens }: Message, from: number, to: number, { ignored }: CompetitorIndex): boolean {
  if (ignored.size === 0) return false;
  const name = Array.from({ length: to - from }, (_, k) => stem(tokens[from + k]!));
  for (const other of ignored) {
    const own = other.split(' ');
    // Our own people are called by their given names.
    if (name.length === 1 && name[0] === own[0]) return true;
    if (` ${name.join(' ')} `.includes(` ${other} `)) return true;
  }
  return false;
}

/** A name that begins at token `from`, in company that lets it be somebody's: "at Crestview", "Vantage offered". */
export function findName(message: Message, from: number, index: CompetitorIndex): Candidate | undefined {
  const { tokens } = message;
  let to = endOfRun(message, from);
  if (to === from || (to === from + 1 && HEADS.has(stem(tokens[from]!)))) return undefined;
  const company = isCompany(message, from, to);
  const titled = TITLES.has(tokens[from]!);
  if (!company && OF_COMPANY.has(tokens[to] ?? '')) {
    const end = endOfRun(message, to + 1);
    if (end > to + 1 && (isCompany(message, to + 1, end) || !beginsSentence(message, from))) to = end;
  }
  const goesOn = AFTER_NAME.has(tokens[to] ?? '') || tokens[to - 1]!.endsWith("'s");
  const begins = beginsSentence(message, from);
  const cued =
    company ||
    titled ||
    goesOn ||
    hasInnerCapital(message, from) ||
    (!begins && BEFORE_NAME.has(tokens[from - 1]!));
  if (!cued) return undefined;
  const name = written(message, from, to);
  if (name.length > MOST_CHARACTERS || isIgnored(message, from, to, index)) return undefined;
  if (!company && !titled && isPlace(message, name, from)) return undefined;
  return { source: 'name', from, to };
}

/** From here on a word is rare enough to be a name in small letters (`tells` of the word vectors). */
const RARE = 0.986;

function isRare(word: string): boolean {
  const pool = loadWordPool();
  const row = pool.row(word);
  return row < 0 || pool.tell(row) >= RARE;
}

/** A word in small letters that may be (part of) a name. */
const mayBeName = ({ tokens, classes }: Message, i: number): boolean =>
  i < tokens.length &&
  classes[i] === 0 &&
  /^\p{L}{3,}('s)?$/u.test(tokens[i]!) &&
  isNoOther(stem(tokens[i]!));
const isNoOther = (word: string): boolean =>
  !HEADS.has(word) && !NO_NAMES.has(word) && !COMPANY.has(word) && !BEFORE_NAME.has(word);

/**
 * A name written in small letters: a rare word in company that lets it be somebody's ("homely says", "met meredith"), or
 * words that a company is called by ("with summit valley homes").
 */
export function findLowerName(message: Message, from: number, index: CompetitorIndex): Candidate | undefined {
  const { tokens } = message;
  const before = BEFORE_LOWER_NAME.has(tokens[from - 1] ?? '');
  const alone = before || AFTER_NAME.has(tokens[from + 1] ?? '') || tokens[from]!.endsWith("'s");
  if (!alone && from > 0) return undefined;
  const first = tokens[from] === 'team' ? from + 1 : from;
  let to = first + 1;
  while (to < tokens.length && to - first < 3 && !LOWER_COMPANY.has(tokens[to]!) && mayBeName(message, to))
    to++;
  const company = first > from || LOWER_COMPANY.has(tokens[to] ?? '');
  if (!(company ? before || from === 0 : alone) || !mayBeName(message, first)) return undefined;
  if (isCapital(message, first) || (!company && !isRare(stem(tokens[first]!)))) return undefined;
  if (first > from || !company) to = first + 1;
  else to++;
  const long = written(message, from, to).length > MOST_CHARACTERS;
  return long || isIgnored(message, from, to, index) ? undefined : { source: 'name', from, to };
}
