/**
 * Escalation on messages it did not learn from: planted lines and corpus out of fold, then, once, the lines held out by
 * writing session. The baseline is the likeliest of the intents that need a person, at a threshold that lets as many
 * routine messages of the corpus through to a person.
 */
import { createHash } from 'node:crypto';
import { SAID_REASONS, type SaidReason } from '../../schemas/escalation.ts';
import { ALL_FOLDS } from '../corpus/folds.ts';
import { INTENT_REASONS } from '../escalation/examples.ts';
import { judgeEscalation, likeliestReason, personProbability } from '../escalation/model.ts';
import type { EscalationLine } from '../escalation/read-lines.ts';
import { type EscalationTraining, needsPerson } from '../escalation/train.ts';
import { readText } from '../features/read-text.ts';
import { calibrationError } from './classification.ts';
import { rounded } from './trainings.ts';

/** Of labelled lines. */
export interface LineFigures {
  person: number;
  routine: number;
  /** SHA-256 of the lines as JSON. */
  sha256: string;
  recall: number;
  /** Routine lines that went to a person, of a hundred. */
  falsePer100: number;
  /** Of the lines rightly sent to a person, the share with the right reason. */
  reason: number;
  /** Recall of each reason. */
  perReason: Record<SaidReason, number>;
  /** Recall of the baseline. */
  baselineRecall: number;
}

export interface EscalationReport {
  /** Out of fold. */
  planted: LineFigures & { groups: number };
  /** By the model that is served. */
  heldOut: LineFigures;
  /** Out of fold. `recall` is of messages with an intent that needs a person; the others count as routine. */
  corpus: {
    person: number;
    routine: number;
    recall: number;
    falsePer100: number;
    calibrationError: number;
    /** Probability of an intent from which the baseline calls a person. */
    baselineThreshold: number;
  };
}

interface Judged {
  line: EscalationLine | undefined;
  truth: boolean;
  called: boolean;
  reason: SaidReason;
  p: number;
  /** What the baseline goes by. */
  intent: number;
}

const share = (judged: readonly Judged[], when: (j: Judged) => boolean): number =>
  rounded(judged.filter(when).length / Math.max(1, judged.length));

function lineFigures(
  judged: readonly Judged[],
  lines: readonly EscalationLine[],
  baseline: number,
): LineFigures {
  const person = judged.filter(({ truth }) => truth);
  const routine = judged.filter(({ truth }) => !truth);
  const hits = person.filter(({ called }) => called);
  const recallOf = (reason: SaidReason) =>
    share(
      person.filter(({ line }) => line!.reason === reason),
      ({ called }) => called,
    );
  return {
    ...{ person: person.length, routine: routine.length },
    sha256: createHash('sha256').update(JSON.stringify(lines)).digest('hex'),
    recall: share(person, ({ called }) => called),
    falsePer100: rounded(100 * share(routine, ({ called }) => called)),
    reason: share(hits, ({ line, reason }) => line!.reason === reason),
    perReason: Object.fromEntries(SAID_REASONS.map((reason) => [reason, recallOf(reason)])) as Record<
      SaidReason,
      number
    >,
    baselineRecall: share(person, ({ intent }) => intent >= baseline),
  };
}

/** Everything learned from, by models without its fold. */
function judgeOutOfFold({ fit, unseen }: EscalationTraining): Judged[] {
  return ALL_FOLDS.flatMap((fold) => {
    const { calibration, threshold } = fit([fold]);
    const own = unseen([fold]).filter(({ example }) => example.fold === fold);
    return own.map(({ example, outcomes, intent }): Judged => {
      const p = personProbability(calibration, outcomes);
      return {
        ...{ line: example.line, truth: needsPerson(example), called: p >= threshold },
        ...{ reason: likeliestReason(outcomes), p, intent },
      };
    });
  });
}

function judgeHeldOut({ fit, intentsOf, lines }: EscalationTraining): Judged[] {
  const model = fit([]);
  return lines.heldOut.map((line): Judged => {
    const reading = readText(line.text, 0, undefined);
    const intents = intentsOf(reading);
    const { label, reason, p } = judgeEscalation(model, reading, intents);
    const intent = Math.max(...INTENT_REASONS.map((k) => intents[k]!));
    return { line, truth: line.label === 'person', called: label === 'person', reason, p, intent };
  });
}

export function evaluateEscalation(training: EscalationTraining): EscalationReport {
  const { lines, groups } = training;
  const outOfFold = judgeOutOfFold(training);
  const planted = outOfFold.filter(({ line }) => line !== undefined);
  const corpus = outOfFold.filter(({ line }) => line === undefined);
  const person = corpus.filter(({ truth }) => truth);
  const routine = corpus.filter(({ truth }) => !truth);
  const falseShare = share(routine, ({ called }) => called);
  const said = routine.map(({ intent }) => intent).sort((a, b) => b - a);
  const baseline = said[Math.round(falseShare * routine.length)] ?? 1;
  return {
    planted: { groups, ...lineFigures(planted, lines.planted, baseline) },
    heldOut: lineFigures(judgeHeldOut(training), lines.heldOut, baseline),
    corpus: {
      ...{ person: person.length, routine: routine.length },
      recall: share(person, ({ called }) => called),
      falsePer100: rounded(100 * falseShare),
      baselineThreshold: rounded(baseline),
      calibrationError: rounded(
        calibrationError(corpus.map(({ p, truth }) => ({ p: [1 - p, p], truth: truth ? 1 : 0 }))),
      ),
    },
  };
}
