/**
 * Stretches of a message that may stand for a competitor: names that are known, names that are not, and nouns for
 * somebody without a name. Most of them do not; the model decides.
 */
import type { CompetitorAlias, CompetitorIndex } from '../judges.ts';
import { isSpelt, mayBeMisspelt, spellings } from './competitor-index.ts';
import { findLowerName, findName } from './find-name.ts';
import { isCapital, type Message } from './message.ts';
import { ADDRESSED, ARTICLES, HEADS, stem } from './words.ts';

/** `known`: an alias and nothing else. `common`: an alias that is an ordinary word or a given name, too. */
export const SOURCES = ['known', 'common', 'name', 'noun'] as const;

export interface Candidate {
  source: (typeof SOURCES)[number];
  /** Tokens from … to, the last not included. */
  from: number;
  to: number;
  alias?: CompetitorAlias;
}

/** Looked at in one message; a longer list would be noise or an attack. */
const MOST = 32;

/** In order of the text; none overlap. */
export function findCandidates(message: Message, index: CompetitorIndex): Candidate[] {
  const { tokens } = message;
  const found: Candidate[] = [];
  for (let i = 0; i < tokens.length && found.length < MOST; i++) {
    const candidate =
      likelier(findKnown(message, i, index), message, i, index) ??
      findLowerName(message, i, index) ??
      findNoun(tokens, i);
    if (candidate === undefined) continue;
    found.push(candidate);
    i = candidate.to - 1;
  }
  return found;
}

/** A known name, unless it is an ordinary word that begins a longer name: "Orchard Lane group". */
function likelier(
  known: Candidate | undefined,
  message: Message,
  at: number,
  index: CompetitorIndex,
): Candidate | undefined {
  if (known?.source === 'known') return known;
  const name = findName(message, at, index);
  return known !== undefined && (name === undefined || name.to <= known.to) ? known : name;
}

/** Whether the tokens after the first are those of the alias, or nearly. */
function goesOn({ tokens: wanted }: CompetitorAlias, tokens: readonly string[], at: number): boolean {
  for (let k = 1; k < wanted.length; k++) {
    const next = tokens[at + k];
    if (next === undefined || !(next === wanted[k] || isSpelt(stem(next), wanted[k]!))) return false;
  }
  return true;
}

const candidateOf = (alias: CompetitorAlias, from: number): Candidate => ({
  ...{ source: alias.common ? 'common' : 'known', from, to: from + alias.tokens.length, alias },
});

/** Companies are called without an article: "the compass" is a thing, "the Compass lady" is not. */
const isThing = (message: Message, at: number): boolean =>
  ARTICLES.has(message.tokens[at - 1] ?? '') && !isCapital(message, at);

function findKnown(message: Message, at: number, index: CompetitorIndex): Candidate | undefined {
  const { tokens } = message;
  const token = tokens[at]!;
  const plain = stem(token);
  const aliases = index.exact.get(token) ?? index.exact.get(plain);
  for (const alias of aliases ?? []) {
    if (goesOn(alias, tokens, at) && !(alias.common && isThing(message, at))) return candidateOf(alias, at);
  }
  if (!mayBeMisspelt(plain)) return undefined;
  return spellings(plain, (key) => {
    for (const alias of index.spelt.get(key) ?? []) {
      if (isSpelt(plain, alias.tokens[0]!) && goesOn(alias, tokens, at)) return candidateOf(alias, at);
    }
    return undefined;
  });
}

/** "realtor", "the other guy", "three of you". */
function findNoun(tokens: readonly string[], at: number): Candidate | undefined {
  const noun = stem(tokens[at]!);
  const isOne = HEADS.has(noun) || (ADDRESSED.has(noun) && tokens[at - 1] === 'of');
  return isOne ? { source: 'noun', from: at, to: at + 1 } : undefined;
}
