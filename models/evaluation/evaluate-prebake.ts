/**
 * What prepared actions are worth: on leads of the corpus that the model did not learn from, and on leads of a simulated
 * world. The baseline's most common ones are those of other leads of the same kind, so that it knows their habits.
 */
import { ALL_FOLDS } from '../corpus/folds.ts';
import { createIntentJudge } from '../intents/model.ts';
import type { DenseLinear } from '../linear/softmax-regression.ts';
import { createNextEventJudge } from '../next-event/model.ts';
import { MOST_PREPARED } from '../prebake/menu.ts';
import { createPrebakeJudge } from '../prebake/model.ts';
import { fitDeeds } from '../prebake/train.ts';
import {
  mostCommon,
  type PrebakeFigures,
  type PreparedLeadSteps,
  prebakeFigures,
} from './prebake-figures.ts';
import { PREBAKE_WORLD, simulatedSteps } from './simulated-steps.ts';
import type { Trainings } from './trainings.ts';

export interface PrebakeReport {
  /** Actions kept ready at a time, at most. */
  kept: number;
  corpus: PrebakeFigures;
  /** Each half of the world's leads by a model learned from the other half, and by the one learned from the corpus. */
  simulated: { world: typeof PREBAKE_WORLD; learnedThere: PrebakeFigures; learnedFromCorpus: PrebakeFigures };
}

export function evaluatePrebake(trainings: Trainings): PrebakeReport {
  return {
    kept: MOST_PREPARED,
    corpus: prebakeFigures(ofCorpus(trainings)),
    simulated: { world: PREBAKE_WORLD, ...simulatedFigures(trainings) },
  };
}

function ofCorpus({ corpus, nextEvent, prebake }: Trainings): PreparedLeadSteps[] {
  return ALL_FOLDS.flatMap((fold) => {
    const judges = judgesOf(nextEvent.fit([fold]), prebake.fit([fold]));
    const own: PreparedLeadSteps['steps'][] = [];
    const others: PreparedLeadSteps['steps'][] = [];
    // What followed is by labels: of the other folds no judge is needed to know it.
    corpus.leads.forEach((lead, i) => {
      (lead.fold === fold ? own : others).push(prebake.steps([fold], i));
    });
    const common = mostCommon(others);
    return own.map((steps) => ({ steps, ...judges, common }));
  });
}

function simulatedFigures({ intents, nextEvent, prebake }: Trainings) {
  const leads = simulatedSteps(createIntentJudge(intents.fit([]), ''));
  const others = [1, 0].map((half) => leads.filter((_, i) => i % 2 === half));
  const common = others.map(mostCommon);
  const by = (models: readonly DenseLinear[]) => {
    const judges = models.map((model) => judgesOf(nextEvent.fit([]), model));
    return prebakeFigures(leads.map((steps, i) => ({ steps, ...judges[i % 2]!, common: common[i % 2]! })));
  };
  const ofCorpus = prebake.fit([]);
  return {
    learnedThere: by(others.map((half) => fitDeeds(half.flat()))),
    learnedFromCorpus: by([ofCorpus, ofCorpus]),
  };
}

const judgesOf = (next: DenseLinear, prebake: DenseLinear) => ({
  ...{ judge: createPrebakeJudge(prebake, ''), nextEvent: createNextEventJudge(next, '') },
});
