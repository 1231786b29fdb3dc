/** Which competitors a message speaks of, how it stands to them, and whether the lead means to leave us for one. */
import { COMPETITOR_KINDS, type CompetitorKind, type Mention, STANCES } from '../../schemas/competition.ts';
import { readArtefact } from '../artefact.ts';
import type { CompetitorIndex, MentionJudge, TextReading } from '../judges.ts';
import { softmax } from '../linear/softmax.ts';
import { readSparse, sparseArrays } from '../linear/sparse-artefact.ts';
import { addEvidence, type SparseLinear, type SparseVector } from '../linear/sparse-linear.ts';
import { type Candidate, findCandidates } from './find-candidates.ts';
import { MENTION_SPACE, mentionInputs, stanceInputs } from './inputs.ts';
import { type Message, readMessage, written } from './message.ts';
import { quoteOf } from './quote.ts';

/** Classes of a candidate: what it stands for, or nothing. */
export const OUTCOMES = [...COMPETITOR_KINDS, 'none'] as const;
const NONE = COMPETITOR_KINDS.length;

export interface MentionModel {
  /** OUTCOMES of a candidate. */
  kinds: SparseLinear;
  /** STANCES of a mention. */
  stances: SparseLinear;
  /** Of a mention: stays, leaves. */
  switching: SparseLinear;
  /** Probability from which a candidate is a mention. */
  threshold: number;
}

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
  competitor: string | undefined;
  p: number;
}

export function probabilities(linear: SparseLinear, inputs: SparseVector): Float64Array {
  const scores = Float64Array.from(linear.bias);
  addEvidence(linear, inputs, scores);
  softmax(scores);
  return scores;
}

/** The name of a candidate as it is written, without article and possessive. */
const nameOf = (message: Message, { from, to }: Candidate): string =>
  written(message, from, to).replace(/['’]s$/, '');

/** What a candidate would be: the likeliest kind, a known competitor's own. */
export function reading(message: Message, scored: Scored): Found {
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
  return { scored, kind: COMPETITOR_KINDS[best]!, name, competitor: undefined, p };
}

/** Whether one name is part of the other: "Tolland" of "Mr. Tolland". */
const within = (part: string, whole: string): boolean =>
  part !== '' && ` ${whole.toLowerCase()} `.includes(` ${part.toLowerCase()} `);

/** Candidates that are mentions: each kind and name once, by its surest candidate, in order of the text. */
export function choose(found: readonly Found[], threshold: number): Found[] {
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
  return kept.sort((a, b) => a.scored.candidate.from - b.scored.candidate.from);
}

/** Candidates of a message and what stands for what in it. */
export function scoreCandidates(kinds: SparseLinear, message: Message, index: CompetitorIndex): Scored[] {
  const candidates = findCandidates(message, index);
  return candidates.map((candidate) => {
    const inputs = mentionInputs(message, candidate, candidates);
    return { candidate, inputs, outcomes: probabilities(kinds, inputs) };
  });
}

/** Never throws on a text. */
export function readMentions(
  { kinds, stances, switching, threshold }: MentionModel,
  of: TextReading,
  text: string,
  index: CompetitorIndex,
): Mention[] {
  const message = readMessage(of, text);
  const scored = scoreCandidates(kinds, message, index);
  if (scored.length === 0) return [];
  const found = scored.map((one) => reading(message, one));
  return choose(found, threshold).map(({ scored: { candidate, inputs }, kind, name, competitor, p }) => {
    const seen = stanceInputs(inputs, kind);
    const stance = probabilities(stances, seen);
    let best = 0;
    for (let k = 1; k < STANCES.length; k++) if (stance[k]! > stance[best]!) best = k;
    return {
      ...(competitor !== undefined && { competitor }),
      ...{ kind, name, stance: STANCES[best]!, p, switching: probabilities(switching, seen)[1]! },
      quote: quoteOf(message, candidate.from, candidate.to),
    };
  });
}

/** The model as arrays of an artefact. */
export const mentionArrays = ({ kinds, stances, switching, threshold }: MentionModel) => ({
  ...sparseArrays(kinds, 'kinds-'),
  ...sparseArrays(stances, 'stances-'),
  ...sparseArrays(switching, 'switching-'),
  threshold: Float32Array.of(threshold),
});

/** The trained model. Throws if its artefact is missing or does not fit the code. */
export function loadMentionModel(
  folder = new URL('./', import.meta.url),
): MentionModel & { version: string } {
  const artefact = readArtefact(folder);
  const kinds = readSparse(artefact, MENTION_SPACE, 'kinds-');
  const stances = readSparse(artefact, MENTION_SPACE, 'stances-');
  if (kinds.bias.length !== OUTCOMES.length || stances.bias.length !== STANCES.length)
    throw new Error(`Mentions were trained for other kinds or stances than there are: run "make train"`);
  return {
    ...{ kinds, stances, switching: readSparse(artefact, MENTION_SPACE, 'switching-') },
    ...{ threshold: artefact.array('threshold', 'Float32Array')[0]!, version: artefact.version },
  };
}

/** The same for the live stream. */
export function loadMentionJudge(): MentionJudge {
  const model = loadMentionModel();
  return {
    ...{ name: 'mentions', version: model.version },
    read: (of, text, _intents, known) => readMentions(model, of, text, known),
  };
}
