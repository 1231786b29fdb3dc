/** The planted lines and the messages of the corpus, as escalation learns from them. */
import type { SaidReason } from '../../schemas/escalation.ts';
import { INTENT_INDEX, type Intent } from '../../schemas/intents.ts';
import type { PreparedCorpus } from '../corpus/prepare-corpus.ts';
import { readText } from '../features/read-text.ts';
import type { TextReading } from '../judges.ts';
import type { Example } from '../linear/train-sparse-linear.ts';
import { sparseInputs } from './inputs.ts';
import { OUTCOMES, ROUTINE } from './outcomes.ts';
import type { EscalationLine } from './read-lines.ts';
import { findSigns, plainWords } from './signs.ts';

/** The intents that need a person; the other reasons are no intents. */
const REASON_OF: Partial<Record<Intent, SaidReason>> = {
  legal_or_tax_question: 'legal_or_tax',
  complaint: 'complaint',
  human_request: 'human_request',
  offer_intent: 'offer',
};
const OUTCOME_OF = new Map(
  Object.entries(REASON_OF).map(([intent, reason]) => [
    INTENT_INDEX.get(intent as Intent)!,
    OUTCOMES.indexOf(reason),
  ]),
);

/** Indexes of the intents that need a person. */
export const INTENT_REASONS: readonly number[] = [...OUTCOME_OF.keys()];

/** `target` are indexes into OUTCOMES, in equal parts. */
export interface EscalationExample extends Example {
  /** 0: measured, not learned from. */
  weight: number;
  reading: TextReading;
  /** Indexes of the signs found. */
  signs: readonly number[];
  fold: number;
  /** Of a planted line. */
  line?: EscalationLine;
  /** Of a message of the corpus: its index there. */
  message?: number;
}

export interface ExampleSettings {
  weights: { line: number; corpusPerson: number; corpusRoutine: number };
  everyRoutine: number;
}

/** @param folds of the lines */
export function escalationExamples(
  lines: readonly EscalationLine[],
  folds: readonly number[],
  corpus: PreparedCorpus,
  { weights, everyRoutine }: ExampleSettings,
): EscalationExample[] {
  const planted = lines.map((line, i): EscalationExample => {
    const outcome = line.reason === undefined ? ROUTINE : OUTCOMES.indexOf(line.reason);
    const read = readExample(readText(line.text, 0, undefined), [outcome]);
    return { ...read, line, fold: folds[i]!, weight: weights.line };
  });
  const messages = corpus.messages.map(({ reading, labels, fold }, message): EscalationExample => {
    const reasons = labels.flatMap((k) => OUTCOME_OF.get(k) ?? []);
    const counted = message % everyRoutine === 0 ? everyRoutine * weights.corpusRoutine : 0;
    const weight = reasons.length > 0 ? weights.corpusPerson : counted;
    return { ...readExample(reading, reasons.length > 0 ? reasons : [ROUTINE]), message, fold, weight };
  });
  return [...planted, ...messages];
}

function readExample(reading: TextReading, outcomes: readonly number[]) {
  const signs = findSigns(plainWords(reading));
  const target = outcomes.map((outcome) => [outcome, 1 / outcomes.length] as const);
  return { ...sparseInputs(reading, signs), reading, signs, target };
}
