/** Labelled messages as the model learns from them: which candidate stands for what. */
import { COMPETITOR_KINDS, type CompetitorKind } from '../../schemas/competition.ts';
import { readText } from '../features/read-text.ts';
import type { CompetitorIndex } from '../judges.ts';
import type { SparseVector } from '../linear/sparse-linear.ts';
import type { Example } from '../linear/train-sparse-linear.ts';
import { OUTCOMES } from './choose-mentions.ts';
import { competitorIndex } from './competitor-index.ts';
import { type Candidate, findCandidates } from './find-candidates.ts';
import { mentionInputs, stanceInputs } from './inputs.ts';
import { type Message, readMessage, written } from './message.ts';
import type { LabelledMention, MentionLine } from './read-lines.ts';

export interface PreparedLine {
  line: MentionLine;
  fold: number;
  message: Message;
  candidates: readonly Candidate[];
  inputs: readonly SparseVector[];
}

export function prepareLine(
  line: MentionLine,
  fold: number,
  index: CompetitorIndex = competitorIndex(undefined),
): PreparedLine {
  const message = readMessage(readText(line.text, 0, undefined), line.text);
  const candidates = findCandidates(message, index);
  const inputs = candidates.map((candidate) => mentionInputs(message, candidate, candidates));
  return { line, fold, message, candidates, inputs };
}

/** How names are compared: case, a leading article and a possessive do not matter. */
export const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/['’]s$/, '');

/** What a mention is matched by: its kind, and its competitor, else its name ('' where nobody is named). */
export const mentionKey = (mention: { kind: CompetitorKind; competitor?: string; name: string }): string =>
  `${mention.kind} ${mention.competitor ?? `"${plainName(mention.name)}"`}`;

/** The labelled mention whose words a candidate is in. */
function mentionAt({ line, message }: PreparedLine, { from, to }: Candidate): LabelledMention | undefined {
  const start = message.starts[from]!;
  const end = message.starts[to - 1]! + message.tokens[to - 1]!.length;
  return line.mentions.find(({ words }) => {
    const at = line.text.indexOf(words);
    return start < at + words.length && end > at;
  });
}

function standsFor(prepared: PreparedLine, candidate: Candidate): LabelledMention | undefined {
  const mention = mentionAt(prepared, candidate);
  if (mention === undefined) return undefined;
  const { alias, source, from, to } = candidate;
  const same =
    alias !== undefined
      ? alias.competitor.id === mention.competitor
      : source === 'noun'
        ? mention.name === ''
        : plainName(written(prepared.message, from, to)) === plainName(mention.name);
  return same ? mention : undefined;
}

const NONE = OUTCOMES.length - 1;

/**
 * Each candidate and what it stands for.
 *
 * @param besideWeight of a noun that is not where a mention was marked, in a message with one that has no name: it may
 * stand for the same
 */
export const kindExamples = (prepared: PreparedLine, weight: number, besideWeight: number): Example[] =>
  prepared.candidates.map((candidate, i) => {
    const mention = standsFor(prepared, candidate);
    const beside =
      mention === undefined &&
      candidate.source === 'noun' &&
      prepared.line.mentions.some(({ name }) => name === '');
    return {
      ...prepared.inputs[i]!,
      target: [[mention === undefined ? NONE : COMPETITOR_KINDS.indexOf(mention.kind), 1]],
      weight: beside ? weight * besideWeight : weight,
    };
  });

/** The candidates that are mentions, and what `outcome` says of each. */
export const mentionExamples = (
  prepared: PreparedLine,
  weight: number,
  outcome: (mention: LabelledMention) => number,
): Example[] =>
  prepared.candidates.flatMap((candidate, i): Example[] => {
    const mention = standsFor(prepared, candidate);
    if (mention === undefined) return [];
    const inputs = stanceInputs(prepared.inputs[i]!, mention.kind);
    return [{ ...inputs, target: [[outcome(mention), 1]], weight }];
  });
