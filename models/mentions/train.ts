/** Trains the mention model on labelled messages; every fold of leads can be left out. */
import { crc32 } from '../../schemas/crc32.ts';
import { COMPETITOR_KINDS, STANCES } from '../../schemas/competition.ts';
import { FOLDS } from '../corpus/folds.ts';
import { alsoWithout, type Excluded, rememberFits } from '../evaluation/cross-fit.ts';
import { readText } from '../features/read-text.ts';
import { type Example, type SparseSettings, trainSparseLinear } from '../linear/train-sparse-linear.ts';
import { competitorIndex } from './competitor-index.ts';
import { findCandidates, type Candidate } from './find-candidates.ts';
import { MENTION_SPACE, mentionInputs, stanceInputs } from './inputs.ts';
import { type Message, readMessage, written } from './message.ts';
import { choose, type Found, type MentionModel, OUTCOMES, probabilities, reading } from './model.ts';
import type { LabelledMention, MentionLine } from './read-lines.ts';
import type { SparseVector } from '../linear/sparse-linear.ts';

const linear = (classes: number, rest: Partial<SparseSettings>): SparseSettings => ({
  ...{ link: 'softmax' as const, classes, space: MENTION_SPACE, leastSeen: 2, mostRows: 60_000 },
  ...{ epochs: 10, step: 0.3, decay: 1e-3, seed: 20_261_204 },
  ...rest,
});

export const MENTION_SETTINGS = {
  kinds: linear(OUTCOMES.length, {}),
  stances: linear(STANCES.length, {}),
  switching: linear(2, {}),
  /** What a noun counts that is not where the mention was marked, in a message that has one: it may stand for the same. */
  besideWeight: 0.3,
};

/** Of lines that are never left out. */
const NO_FOLD = -1;

export interface PreparedLine {
  line: MentionLine;
  fold: number;
  message: Message;
  candidates: readonly Candidate[];
  inputs: readonly SparseVector[];
}

/** How names are compared: case, articles and possessives do not matter. */
export const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/['’]s$/, '');

/** What a mention is matched by: its kind, and its competitor, else its name ('' where nobody is named). */
export const mentionKey = ({ kind, competitor, name }: Pick<LabelledMention, 'kind' | 'name'> & { competitor?: string | undefined }): string =>
  `${kind} ${competitor === undefined ? `"${plainName(name)}"` : competitor}`;

export function prepareLine(line: MentionLine, fold: number): PreparedLine {
  const message = readMessage(readText(line.text, 0, undefined), line.text);
  const candidates = findCandidates(message, competitorIndex(undefined));
  const inputs = candidates.map((candidate) => mentionInputs(message, candidate, candidates));
  return { line, fold, message, candidates, inputs };
}

/** The labelled mention whose words a candidate is in. */
function mentionAt({ line, message }: PreparedLine, { from, to }: Candidate): LabelledMention | undefined {
  const start = message.starts[from]!;
  const end = message.starts[to - 1]! + message.tokens[to - 1]!.length;
  return line.mentions.find(({ words }) => {
    const at = line.text.indexOf(words);
    return start < at + words.length && end > at;
  });
}

function isOf({ message }: PreparedLine, { source, alias, from, to }: Candidate, mention: LabelledMention): boolean {
  if (alias !== undefined) return alias.competitor.id === mention.competitor;
  if (source === 'noun') return mention.name === '';
  return plainName(written(message, from, to)) === plainName(mention.name);
}

const NONE = OUTCOMES.length - 1;

function kindExamples(prepared: PreparedLine): Example[] {
  return prepared.candidates.map((candidate, i) => {
    const mention = mentionAt(prepared, candidate);
    const isMention = mention !== undefined && isOf(prepared, candidate, mention);
    const outcome = isMention ? COMPETITOR_KINDS.indexOf(mention.kind) : NONE;
    const beside = !isMention && candidate.source === 'noun' && prepared.line.mentions.some(({ name }) => name === '');
    return { ...prepared.inputs[i]!, target: [[outcome, 1]], weight: beside ? MENTION_SETTINGS.besideWeight : 1 };
  });
}

function mentionExamples(prepared: PreparedLine, outcome: (mention: LabelledMention) => number): Example[] {
  return prepared.candidates.flatMap((candidate, i): Example[] => {
    const mention = mentionAt(prepared, candidate);
    if (mention === undefined || !isOf(prepared, candidate, mention)) return [];
    return [{ ...stanceInputs(prepared.inputs[i]!, mention.kind), target: [[outcome(mention), 1]] }];
  });
}

export interface MentionTraining {
  fit(excluded: Excluded): MentionModel;
  measured: readonly PreparedLine[];
}

const foundBy = (kinds: MentionModel['kinds'], { message, candidates, inputs }: PreparedLine): Found[] =>
  candidates.map((candidate, i) =>
    reading(message, { candidate, inputs: inputs[i]!, outcomes: probabilities(kinds, inputs[i]!) }),
  );

/** @param measured left out by fold; `others` are learned from whichever fold is left out */
export function trainMentions(measured: readonly MentionLine[], others: readonly MentionLine[]): MentionTraining {
  const prepared = measured.map((line) => prepareLine(line, crc32(line.lead) % FOLDS));
  const all = [...prepared, ...others.map((line) => prepareLine(line, NO_FOLD))];
  const rows = all.map((one) => ({
    fold: one.fold,
    kinds: kindExamples(one),
    stances: mentionExamples(one, ({ stance }) => STANCES.indexOf(stance)),
    switching: mentionExamples(one, (mention) => mention.switching),
  }));
  const learn = (what: 'kinds' | 'stances' | 'switching') =>
    rememberFits((excluded) =>
      trainSparseLinear(
        rows.flatMap((row) => (excluded.includes(row.fold) ? [] : row[what])),
        MENTION_SETTINGS[what],
      ),
    );
  const [kinds, stances, switching] = [learn('kinds'), learn('stances'), learn('switching')];
  const fit = rememberFits((excluded): MentionModel => {
    const kept = prepared.filter(({ fold }) => !excluded.includes(fold));
    const unseen = kept.map((one) => ({ one, found: foundBy(kinds(alsoWithout(excluded, one.fold)), one) }));
    return {
      ...{ kinds: kinds(excluded), stances: stances(excluded), switching: switching(excluded) },
      threshold: thresholdFor(unseen),
    };
  });
  return { fit, measured: prepared };
}

/** The threshold of the best F1 on messages not learned from. */
function thresholdFor(unseen: readonly { one: PreparedLine; found: readonly Found[] }[]): number {
  let best = 0.5;
  let most = -1;
  for (let percent = 20; percent <= 80; percent += 2) {
    let [hits, calls, truths] = [0, 0, 0];
    for (const { one, found } of unseen) {
      const wanted = new Set(one.line.mentions.map(mentionKey));
      const called = choose(found, percent / 100);
      calls += called.length;
      truths += wanted.size;
      hits += called.filter((mention) => wanted.has(mentionKey(mention))).length;
    }
    const f1 = (2 * hits) / Math.max(1, calls + truths);
    if (f1 > most) [most, best] = [f1, percent / 100];
  }
  return best;
}
