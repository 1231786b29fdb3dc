/** The next event within the hour, on leads the model did not learn from, beside the base rates of the other folds. */
import { ALL_FOLDS } from '../corpus/folds.ts';
import { createNextEventJudge, KINDS } from '../next-event/model.ts';
import { logLoss, topK } from './classification.ts';
import { rounded, type Trainings } from './trainings.ts';

export interface NextEventReport {
  events: number;
  logLoss: { model: number; baseRate: number };
  top1: { model: number; baseRate: number };
  top2: { model: number; baseRate: number };
  /** Share of each kind in the corpus. */
  baseRates: Record<string, number>;
}

interface Case {
  p: ArrayLike<number>;
  truth: number;
}

export function evaluateNextEvent(trainings: Trainings): NextEventReport {
  const { corpus, nextEvent } = trainings;
  const model: Case[] = [];
  const base: Case[] = [];
  for (const fold of ALL_FOLDS) {
    const judge = createNextEventJudge(nextEvent.fit([fold]), '');
    const rates = new Float64Array(KINDS.length);
    corpus.leads.forEach((lead, i) => {
      if (lead.fold !== fold) for (const { kind } of nextEvent.followed([fold], i)) rates[kind]!++;
    });
    const total = rates.reduce((a, b) => a + b, 0);
    const p = rates.map((n) => n / total);
    corpus.leads.forEach((lead, i) => {
      if (lead.fold !== fold) return;
      for (const { features, intents, kind: truth } of nextEvent.followed([fold], i)) {
        model.push({ p: judge.predict([{ features, intents }])[0]!, truth });
        base.push({ p, truth });
      }
    });
  }
  const both = (metric: (cases: Case[]) => number) => ({
    model: rounded(metric(model)),
    baseRate: rounded(metric(base)),
  });
  return {
    events: model.length,
    logLoss: both(logLoss),
    top1: both((cases) => topK(cases, 1)),
    top2: both((cases) => topK(cases, 2)),
    baseRates: Object.fromEntries(
      KINDS.map((kind, k) => [kind, rounded(model.filter((c) => c.truth === k).length / model.length)]),
    ),
  };
}
