/** Names of competitors by their tokens: those that everybody knows and a tenant's own, misspellings among them. */
import { readFileSync } from 'node:fs';
import type { Competitor, CompetitorRegistry } from '../../schemas/competition.ts';
import { tokenise } from '../features/tokens.ts';
import type { CompetitorAlias, CompetitorIndex } from '../judges.ts';
import { editDistance } from './edit-distance.ts';

interface Known extends Competitor {
  /** Aliases that are ordinary words, too. */
  common?: string[];
}

const KNOWN = JSON.parse(readFileSync(new URL('known.json', import.meta.url), 'utf8')) as Known[];

/** Competitors that every brokerage knows. */
export const KNOWN_COMPETITORS: readonly Competitor[] = KNOWN.map(({ common: _, ...known }) => known);

/** Shorter words are too near to others ("remax" to "relax"). */
const LEAST_LETTERS = 6;
/** An alias beside the name is a name of its own where it is so long, else just a way to write it. */
const LONG_ALIAS = 9;
const VOWELS = 0x1504191;

/** Which consonants a word has after its first letter, as bits: vowels, h, w and y are what is misspelt most. */
function consonants(word: string): number {
  let set = 0;
  for (let i = 1; i < word.length; i++) set |= 1 << (word.charCodeAt(i) - 97);
  return set & ~VOWELS & 0x3ffffff;
}
const keyOf = (word: string, set: number): number => (word.charCodeAt(0) & 31) * 0x4000000 + set;

/**
 * Calls `look` with the key of a word and of the word without each one of its consonants, until it answers: words one
 * edit apart share a key. At most as many calls as the word has letters.
 */
export function spellings<T>(word: string, look: (key: number) => T | undefined): T | undefined {
  const set = consonants(word);
  let found = look(keyOf(word, set));
  for (let rest = set; rest !== 0 && found === undefined; rest &= rest - 1)
    found = look(keyOf(word, set & ~(rest & -rest)));
  return found;
}

/** Whether `token` is `word`, or nearly: one edit, two in long words, the same first letter. */
export function isSpelt(token: string, word: string): boolean {
  if (token === word) return true;
  if (word.length < LEAST_LETTERS || token.charCodeAt(0) !== word.charCodeAt(0)) return false;
  const most = word.length >= 8 ? 2 : 1;
  return editDistance(token, word, most) <= most;
}

/** Whether a token may be a name misspelt: nothing but letters, enough of them. */
export function mayBeMisspelt(token: string): boolean {
  if (token.length < LEAST_LETTERS - 1) return false;
  for (let i = 0; i < token.length; i++) {
    const code = token.charCodeAt(i);
    if (code < 97 || code > 122) return false;
  }
  return true;
}

const byLength = (a: CompetitorAlias, b: CompetitorAlias): number =>
  b.tokens.length - a.tokens.length || (a.competitor.id < b.competitor.id ? -1 : 1);

function aliasesOf({ id, kind, name, aliases, common = [] }: Known): CompetitorAlias[] {
  const competitor = { id, kind, name };
  const ordinary = new Set(common.map((word) => word.toLowerCase()));
  const names = [...new Set([name, ...aliases, ...common].map((written) => written.toLowerCase()))];
  const given = kind === 'agent' ? name.toLowerCase().split(' ')[0]! : undefined;
  if (given !== undefined && given.length > 1 && !names.includes(given)) {
    names.push(given);
    ordinary.add(given);
  }
  return names.map((written) => ({ competitor, tokens: tokenise(written), common: ordinary.has(written) }));
}

const add = <K>(map: Map<K, CompetitorAlias[]>, key: K, alias: CompetitorAlias): void => {
  const there = map.get(key);
  if (there === undefined) map.set(key, [alias]);
  else if (!there.includes(alias)) there.push(alias);
};

function build({
  competitors,
  ignored,
}: Pick<CompetitorRegistry, 'competitors' | 'ignored'>): CompetitorIndex {
  const none = new Set(ignored.map((name) => tokenise(name).join(' ')));
  // A tenant's entry replaces the one that everybody knows.
  const theirs = new Set(competitors.map(({ id }) => id));
  const all: Known[] = [...competitors, ...KNOWN.filter(({ id }) => !theirs.has(id))];
  const exact = new Map<string, CompetitorAlias[]>();
  const spelt = new Map<number, CompetitorAlias[]>();
  for (const known of all) {
    const aliases = aliasesOf(known);
    if (none.has(tokenise(known.name).join(' '))) {
      for (const { tokens } of aliases) none.add(tokens.join(' '));
      continue;
    }
    for (const alias of aliases) {
      const first = alias.tokens[0];
      if (first === undefined || none.has(alias.tokens.join(' '))) continue;
      add(exact, first, alias);
      const own = alias.tokens.join(' ') === tokenise(known.name).join(' ') || first.length >= LONG_ALIAS;
      if (own && !alias.common && first.length >= LEAST_LETTERS && mayBeMisspelt(first))
        spellings(first, (key) => void add(spelt, key, alias));
    }
  }
  for (const list of [...exact.values(), ...spelt.values()]) list.sort(byLength);
  return { exact, spelt, ignored: none };
}

const EVERYBODY: Pick<CompetitorRegistry, 'competitors' | 'ignored'> = { competitors: [], ignored: [] };
const built = new WeakMap<object, CompetitorIndex>();

/** Built once a registry (the same object), then remembered. */
export function competitorIndex(registry: CompetitorRegistry | undefined): CompetitorIndex {
  const of = registry ?? EVERYBODY;
  let index = built.get(of);
  if (index === undefined) {
    index = build(of);
    built.set(of, index);
  }
  return index;
}
