/** Trains the mention model on labelled messages; every fold of leads can be left out. */
import { STANCES } from '../../schemas/competition.ts';
import { crc32 } from '../../schemas/crc32.ts';
import { FOLDS } from '../corpus/folds.ts';
import { alsoWithout, type Excluded, rememberFits } from '../evaluation/cross-fit.ts';
import { type SparseSettings, trainSparseLinear } from '../linear/train-sparse-linear.ts';
import { choose, type Found, OUTCOMES, standing } from './choose-mentions.ts';
import { MENTION_SPACE } from './hashed-inputs.ts';
import { kindExamples, mentionExamples, mentionKey, type PreparedLine, prepareLine } from './label-lines.ts';
import { type MentionModel, probabilities } from './model.ts';
import type { MentionLine, MentionLines } from './read-lines.ts';

const linear = (classes: number): SparseSettings => ({
  ...{ link: 'softmax', classes, space: MENTION_SPACE, leastSeen: 2, mostRows: 60_000 },
  ...{ epochs: 10, step: 0.3, decay: 1e-3, seed: 20_261_204 },
});

export const MENTION_SETTINGS = {
  kinds: linear(OUTCOMES.length),
  stances: linear(STANCES.length),
  switching: linear(2),
  /** What a noun counts that is not where the mention was marked, in a message that has one. */
  besideWeight: 0.1,
  /** What a line made of patterns counts. */
  patternWeight: 0.25,
  /** What a message of the corpus counts that nobody read for this. */
  routineWeight: 0.3,
};

/** Of lines that are never left out. */
const NO_FOLD = -1;

export type RoutineMessage = Pick<MentionLine, 'text' | 'lead'>;

export interface MentionSources extends Pick<MentionLines, 'measured' | 'written' | 'patterns'> {
  /** Messages of the corpus that are taken to mention no competitor (`routine-messages.ts`). */
  routine: readonly RoutineMessage[];
}

export interface MentionTraining {
  /** Learned from no lead of the folds left out. */
  fit(excluded: Excluded): MentionModel;
  measured: readonly PreparedLine[];
}

const examplesOf = (one: PreparedLine, weight: number) => ({
  fold: one.fold,
  kinds: kindExamples(one, weight, MENTION_SETTINGS.besideWeight),
  stances: mentionExamples(one, weight, ({ stance }) => STANCES.indexOf(stance)),
  switching: mentionExamples(one, weight, ({ switching }) => switching),
});

const foldOf = ({ lead }: RoutineMessage): number => crc32(lead) % FOLDS;

/** Written lines and patterns are learned from whichever fold is left out. */
export function trainMentions({ measured, written, patterns, routine }: MentionSources): MentionTraining {
  const { patternWeight, routineWeight } = MENTION_SETTINGS;
  const prepared = measured.map((line) => prepareLine(line, foldOf(line)));
  const rows = [
    ...prepared.map((one) => examplesOf(one, 1)),
    ...written.map((line) => examplesOf(prepareLine(line, NO_FOLD), 1)),
    ...patterns.map((line) => examplesOf(prepareLine(line, NO_FOLD), patternWeight)),
    ...routine.map((line) => examplesOf(prepareLine({ ...line, mentions: [] }, foldOf(line)), routineWeight)),
  ];
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

const foundBy = (kinds: MentionModel['kinds'], { message, candidates, inputs }: PreparedLine): Found[] =>
  candidates.map((candidate, i) =>
    standing(message, { candidate, inputs: inputs[i]!, outcomes: probabilities(kinds, inputs[i]!) }),
  );

/** The threshold of the best F1 on messages not learned from. */
function thresholdFor(unseen: readonly { one: PreparedLine; found: readonly Found[] }[]): number {
  let best = 0.5;
  let most = -1;
  for (let percent = 10; percent <= 80; percent += 2) {
    let [hits, calls, truths] = [0, 0, 0];
    for (const { one, found } of unseen) {
      const wanted = new Set(one.line.mentions.map(mentionKey));
      const called = choose(one.message, found, percent / 100);
      calls += called.length;
      truths += wanted.size;
      hits += called.filter((mention) => wanted.has(mentionKey(mention))).length;
    }
    const f1 = (2 * hits) / Math.max(1, calls + truths);
    if (f1 > most) [most, best] = [f1, percent / 100];
  }
  return best;
}
