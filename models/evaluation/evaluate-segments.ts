/** Segments after 1, 2, 4, 8 and all messages, on leads no part of the model learned from, beside the n-gram measure. */
import { SEGMENTS, type Segment } from '../../schemas/segments.ts';
import { ALL_FOLDS } from '../corpus/folds.ts';
import { createSegmentJudge } from '../segments/model.ts';
import { AFTER_MESSAGES, momentAfter } from '../segments/train.ts';
import { argmax, calibrationError, logLoss, topK } from './classification.ts';
import { rounded, type Trainings } from './trainings.ts';

interface Case {
  p: ArrayLike<number>;
  truth: number;
}

export interface SegmentFigures {
  /** "1", "2", "4", "8" or "all". */
  after: string;
  leads: number;
  top1: number;
  top3: number;
}

/** Of probabilities; the measure has scores only. */
export interface CalibratedFigures extends SegmentFigures {
  logLoss: number;
  calibrationError: number;
}

export type Confusion = Partial<Record<Segment, Partial<Record<Segment, number>>>>;

export interface SegmentReport {
  served: CalibratedFigures[];
  measure: SegmentFigures[];
  /** Leads after their whole conversation: true segment → most probable one → how many; none is left out. */
  confusion: Confusion;
}

const figures = (cases: readonly Case[], after: number): SegmentFigures => ({
  after: Number.isFinite(after) ? String(after) : 'all',
  leads: cases.length,
  top1: rounded(topK(cases, 1)),
  top3: rounded(topK(cases, 3)),
});

const calibrated = (cases: readonly Case[], after: number): CalibratedFigures => ({
  ...figures(cases, after),
  logLoss: rounded(logLoss(cases)),
  calibrationError: rounded(calibrationError(cases)),
});

/** A lead with fewer messages than asked for counts with all it has, so every column is over all leads. */
export function evaluateSegments({ corpus, segments, measure }: Trainings): SegmentReport {
  const served = AFTER_MESSAGES.map((): Case[] => []);
  const measured = AFTER_MESSAGES.map((): Case[] => []);
  for (const fold of ALL_FOLDS) {
    const judge = createSegmentJudge(segments.fit([fold]), '');
    const ngrams = measure.segments(fold);
    corpus.leads.forEach(({ fold: own, segment: truth }, i) => {
      if (own !== fold) return;
      const moments = segments.moments([fold], i);
      const logits = ngrams.get(i)!;
      const p = judge.predict(AFTER_MESSAGES.map((count) => momentAfter(moments, count)!));
      AFTER_MESSAGES.forEach((_, column) => {
        served[column]!.push({ p: p[column]!, truth });
        measured[column]!.push({ p: logits[Math.min(column, logits.length - 1)]!, truth });
      });
    });
  }
  return {
    confusion: confuse(served.at(-1)!),
    served: AFTER_MESSAGES.map((count, column) => calibrated(served[column]!, count)),
    measure: AFTER_MESSAGES.map((count, column) => figures(measured[column]!, count)),
  };
}

function confuse(cases: readonly Case[]): Confusion {
  const confusion: Confusion = {};
  for (const { p, truth } of cases) {
    confusion[SEGMENTS[truth]!] ??= {};
    const row = confusion[SEGMENTS[truth]!]!;
    const called = SEGMENTS[argmax(p)]!;
    row[called] = (row[called] ?? 0) + 1;
  }
  return confusion;
}
