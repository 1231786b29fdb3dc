/** Intents on folds they did not learn from, beside the n-gram measure. */
import { INTENTS } from '../../schemas/intents.ts';
import { ALL_FOLDS } from '../corpus/folds.ts';
import type { PreparedCorpus } from '../corpus/prepare-corpus.ts';
import { seededRandom } from '../linear/random.ts';
import { f1, type MultiLabelCase } from './classification.ts';
import { rounded, type Trainings } from './trainings.ts';

/** A case with thresholds of its own fold: scores are moved so that 0 is the cut. */
interface Cut extends MultiLabelCase {
  fromConversation: boolean;
  /** Messages of one lead are drawn together. */
  cluster: number;
}

const cut = (p: ArrayLike<number>, thresholds: ArrayLike<number>): number[] =>
  Array.from(p, (value, k) => value - thresholds[k]!);

export interface IntentFigures {
  messages: number;
  microF1: number;
  macroF1: number;
  /** 95 % percentile bootstrap over leads (single messages by themselves), models as they are. */
  micro95: [number, number];
  macro95: [number, number];
}

const RESAMPLES = 500;
const SEED = 20_261_129;

function figures(cases: readonly Cut[]): IntentFigures {
  const { micro, macro } = f1(cases, new Float64Array(INTENTS.length));
  return { messages: cases.length, microF1: rounded(micro), macroF1: rounded(macro), ...intervals(cases) };
}

/** Counts of each intent, said and called, by cluster; a resample adds up whole clusters. */
function intervals(cases: readonly Cut[]): Pick<IntentFigures, 'micro95' | 'macro95'> {
  const width = INTENTS.length;
  const clusters = new Map<number, Float64Array>();
  for (const { p, labels, cluster } of cases) {
    const sums = clusters.get(cluster) ?? new Float64Array(2 * width);
    clusters.set(cluster, sums);
    for (const k of labels) sums[width + k]! += 1;
    for (let k = 0; k < width; k++) {
      if (p[k]! < 0) continue;
      sums[width + k]! += 1;
      if (labels.includes(k)) sums[k]! += 2;
    }
  }
  const all = [...clusters.values()];
  const random = seededRandom(SEED);
  const micro: number[] = [];
  const macro: number[] = [];
  for (let draw = 0; draw < RESAMPLES; draw++) {
    const sums = new Float64Array(2 * width);
    for (let i = 0; i < all.length; i++) {
      const drawn = all[Math.floor(random() * all.length)]!;
      for (let j = 0; j < sums.length; j++) sums[j]! += drawn[j]!;
    }
    const hits = sums.subarray(0, width);
    const calls = sums.subarray(width);
    micro.push(
      hits.reduce((a, b) => a + b, 0) /
        Math.max(
          1,
          calls.reduce((a, b) => a + b, 0),
        ),
    );
    macro.push(hits.reduce((a, hit, k) => a + hit / Math.max(1, calls[k]!), 0) / width);
  }
  return { micro95: middle(micro), macro95: middle(macro) };
}

function middle(draws: number[]): [number, number] {
  draws.sort((a, b) => a - b);
  return [
    rounded(draws[Math.floor(0.025 * draws.length)]!),
    rounded(draws[Math.floor(0.975 * draws.length)]!),
  ];
}

/** The lead of each message; a message outside conversations is a cluster of its own. */
function clusterMessages({ leads, messages }: Pick<PreparedCorpus, 'leads' | 'messages'>): number[] {
  const clusters = Array.from(messages, (_, i) => leads.length + i);
  leads.forEach(({ events }, lead) => {
    for (const { message } of events) if (message !== undefined) clusters[message] = lead;
  });
  return clusters;
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
  /** F1 of each, beside the measure's, and how many messages carry it. */
  perIntent: Record<string, { messages: number; f1: number; measure: number }>;
}

export function evaluateIntents({ corpus, intents, measure }: Trainings): IntentReport {
  const clusters = clusterMessages(corpus);
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
      const said = { labels, fromConversation, cluster: clusters[i]! };
      served.push({ p: cut(p, thresholds), ...said });
      measured.push({ p: cut(ngrams.scores.get(i)!, ngrams.thresholds), ...said });
    });
  }
  const { perLabel } = f1(served, new Float64Array(INTENTS.length));
  const { perLabel: measurePerLabel } = f1(measured, new Float64Array(INTENTS.length));
  const off = INTENTS.map((_, k) => Math.abs(predicted[k]! - observed[k]!) / served.length);
  return {
    served: bySource(served),
    measure: bySource(measured),
    calibration: rounded(off.reduce((a, b) => a + b, 0) / off.length),
    perIntent: Object.fromEntries(
      INTENTS.map((id, k) => [
        id,
        { messages: observed[k]!, f1: rounded(perLabel[k]!), measure: rounded(measurePerLabel[k]!) },
      ]),
    ),
  };
}
