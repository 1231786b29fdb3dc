/** Intents on folds they did not learn from, beside the n-gram measure. */
import { INTENTS } from '../../schemas/intents.ts';
import { ALL_FOLDS } from '../corpus/folds.ts';
import { f1, type MultiLabelCase } from './classification.ts';
import { rounded, type Trainings } from './trainings.ts';

/** A case with thresholds of its own fold: scores are moved so that 0 is the cut. */
interface Cut extends MultiLabelCase {
  fromConversation: boolean;
}

const cut = (p: ArrayLike<number>, thresholds: ArrayLike<number>): number[] =>
  Array.from(p, (value, k) => value - thresholds[k]!);

export interface IntentFigures {
  messages: number;
  microF1: number;
  macroF1: number;
}

function figures(cases: readonly Cut[]): IntentFigures {
  const { micro, macro } = f1(cases, new Float64Array(INTENTS.length));
  return { messages: cases.length, microF1: rounded(micro), macroF1: rounded(macro) };
}

const bySource = (cases: readonly Cut[]) => ({
  all: figures(cases),
  conversations: figures(cases.filter((c) => c.fromConversation)),
  singleMessages: figures(cases.filter((c) => !c.fromConversation)),
});

export interface IntentReport {
  served: ReturnType<typeof bySource>;
  measure: ReturnType<typeof bySource>;
  /** Mean difference between predicted and observed share of each intent, weighted by neither. */
  calibration: number;
  perIntent: Record<string, number>;
}

export function evaluateIntents({ corpus, intents, measure }: Trainings): IntentReport {
  const served: Cut[] = [];
  const measured: Cut[] = [];
  const predicted = new Float64Array(INTENTS.length);
  const observed = new Float64Array(INTENTS.length);
  for (const fold of ALL_FOLDS) {
    const { thresholds } = intents.fit([fold]);
    const ngrams = measure.intents(fold);
    corpus.messages.forEach(({ labels, fold: own, fromConversation, measured: ours }, i) => {
      if (own !== fold || !ours) return;
      const p = intents.unseen([fold], i);
      p.forEach((value, k) => {
        predicted[k]! += value;
      });
      for (const k of labels) observed[k]!++;
      served.push({ p: cut(p, thresholds), labels, fromConversation });
      measured.push({ p: cut(ngrams.scores.get(i)!, ngrams.thresholds), labels, fromConversation });
    });
  }
  const { perLabel } = f1(served, new Float64Array(INTENTS.length));
  const off = INTENTS.map((_, k) => Math.abs(predicted[k]! - observed[k]!) / served.length);
  return {
    served: bySource(served),
    measure: bySource(measured),
    calibration: rounded(off.reduce((a, b) => a + b, 0) / off.length),
    perIntent: Object.fromEntries(INTENTS.map((id, k) => [id, rounded(perLabel[k]!)])),
  };
}
