/** From candidates and their probabilities to mentions: each kind and name of a message once. */
import { COMPETITOR_KINDS, type CompetitorKind } from '../../schemas/competition.ts';
import type { SparseVector } from '../linear/sparse-linear.ts';
import type { Candidate } from './find-candidates.ts';
import { type Message, written } from './message.ts';
import { JOINS } from './words.ts';

/** Classes of a candidate: what it stands for, or nothing. */
export const OUTCOMES = [...COMPETITOR_KINDS, 'none'] as const;
const NONE = COMPETITOR_KINDS.length;

/** A name that means nothing else is a mention whatever is around it. */
const KNOWN_P = 0.95;

export interface Scored {
  candidate: Candidate;
  inputs: SparseVector;
  /** Probability of each of OUTCOMES. */
  outcomes: Float64Array;
}

/** A candidate taken for a mention. */
export interface Found {
  scored: Scored;
  kind: CompetitorKind;
  name: string;
  competitor?: string;
  p: number;
}

/** The name of a candidate as it is written, without article and possessive. */
const nameOf = (message: Message, { from, to }: Candidate): string =>
  written(message, from, to).replace(/['’]s$/, '');

/** What a candidate would be: the likeliest kind, a known competitor's own. */
export function standing(message: Message, scored: Scored): Found {
  const { candidate, outcomes } = scored;
  const { alias, source } = candidate;
  const p = 1 - outcomes[NONE]!;
  if (alias !== undefined) {
    const { id, kind, name } = alias.competitor;
    return { scored, kind, name, competitor: id, p: source === 'known' ? Math.max(p, KNOWN_P) : p };
  }
  let best = 0;
  for (let k = 1; k < NONE; k++) if (outcomes[k]! > outcomes[best]!) best = k;
  const name = source === 'noun' ? '' : nameOf(message, candidate);
  return { scored, kind: COMPETITOR_KINDS[best]!, name, p };
}

/** Whether one name is part of the other: "Tolland" of "Mr. Tolland". */
const within = (part: string, whole: string): boolean =>
  part !== '' && ` ${whole.toLowerCase()} `.includes(` ${part.toLowerCase()} `);

/**
 * Whether a noun only says what a named one is: "the agent at Corner Oak", "a Bluestem agent", "that fella Dorn".
 */
function belongsTo(noun: Candidate, name: Candidate, { tokens }: Message): boolean {
  if (noun.source !== 'noun' || name.source === 'noun') return false;
  if (name.to === noun.from) return true;
  const between = name.from - noun.to;
  return between === 0 || (between > 0 && between <= 3 && JOINS.has(tokens[noun.to]!));
}

/** Candidates that are mentions: each kind and name once, by its surest candidate, in order of the text. */
export function choose(message: Message, found: readonly Found[], threshold: number): Found[] {
  const kept: Found[] = [];
  for (const one of [...found].sort((a, b) => b.p - a.p)) {
    if (one.p < threshold) break;
    const again = kept.some(
      (other) =>
        other.kind === one.kind &&
        (other.competitor ?? '') === (one.competitor ?? '') &&
        (other.name.toLowerCase() === one.name.toLowerCase() ||
          within(one.name, other.name) ||
          within(other.name, one.name)),
    );
    if (!again) kept.push(one);
  }
  const alone = kept.filter(
    ({ scored, kind, name }) =>
      !(name === '' && kind === 'ibuyer' && kept.some((other) => other.kind === kind && other.name !== '')) &&
      !kept.some((other) => belongsTo(scored.candidate, other.scored.candidate, message)),
  );
  return alone.sort((a, b) => a.scored.candidate.from - b.scored.candidate.from);
}
