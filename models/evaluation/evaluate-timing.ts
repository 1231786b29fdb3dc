/**
 * Ablation of timing: segments that show in the clock should come from behaviour, not from words. Networks are trained
 * on all inputs, on words only and on behaviour only, and asked for leads they had not seen, after all messages. Leads
 * written for training only are asked for too, by fits without their fold: twelve of a segment would say little.
 */
import { SEGMENTS, type Segment } from '../../schemas/segments.ts';
import { ALL_FOLDS } from '../corpus/folds.ts';
import { openDeep } from '../segments/deep.ts';
import { deepInputs } from '../segments/model.ts';
import { momentAfter } from '../segments/train.ts';
import { trainDeep } from '../segments/train-deep.ts';
import { wilson } from '../similar/chance.ts';
import { type Difference, meanDifference } from '../survival/paired-difference.ts';
import { argmax } from './classification.ts';
import { seenBy, VIEWS, type View } from './segment-views.ts';
import { rounded, type Trainings } from './trainings.ts';

export const TIMING_SEGMENTS: readonly Segment[] = [
  'night_owl_browser',
  'weekend_tourer',
  'ghosting_reengager',
  'speed_responder',
  'slow_burn_planner',
];

/** Networks that the ablation asks, one a fold and view. */
export const TIMING_NETWORKS = ALL_FOLDS.length * VIEWS.length;

/** Share of a group's leads whose most probable segment is theirs, and its 95 % interval (Wilson). */
export interface Recall {
  recall: number;
  low: number;
  high: number;
}

export interface TimingFigures extends Record<View, Recall> {
  /** A segment of timing, `all five`, or `the others`. */
  group: string;
  leads: number;
  /** Recall by all inputs less that without some: by words only, by behaviour only. Drawn anew by lead. */
  lostWithout: { behaviour: Difference; words: Difference };
}

/** Whether each lead was recognised, by view. */
interface Judged {
  segment: Segment;
  right: Record<View, boolean>;
}

/** @param tell called before each network is trained, with what it sees */
export async function evaluateTiming(
  { whole: { leads }, segments }: Pick<Trainings, 'whole' | 'segments'>,
  tell: (view: string) => Promise<void>,
): Promise<TimingFigures[]> {
  const judged: Judged[] = [];
  for (const fold of ALL_FOLDS) {
    const own = [...leads.keys()].filter((i) => leads[i]!.fold === fold);
    const rows = own.map((i) => {
      const { memory, features } = momentAfter(segments.moments([fold], i), Number.POSITIVE_INFINITY)!;
      return deepInputs(segments.bags([fold]), memory, features);
    });
    const said = {} as Record<View, number[]>;
    for (const view of VIEWS) {
      await tell(view);
      const seen = rows.map((row) => seenBy(view, row));
      said[view] = openDeep(networkOf(segments, fold, view))
        .predict(seen)
        .map(argmax);
    }
    own.forEach((i, at) => {
      const truth = leads[i]!.segment;
      const right = Object.fromEntries(VIEWS.map((view) => [view, said[view][at] === truth]));
      judged.push({ segment: SEGMENTS[truth]!, right: right as Record<View, boolean> });
    });
  }
  return timingFigures(judged);
}

function networkOf(segments: Trainings['segments'], fold: number, view: View) {
  if (view === 'all') return segments.fit([fold]).deep;
  const examples = segments.examples([fold]);
  return trainDeep(examples.map((one) => ({ ...one, inputs: seenBy(view, one.inputs) })));
}

/** Each segment of timing by itself, the five together, and all others. */
export function timingFigures(judged: readonly Judged[]): TimingFigures[] {
  const timed = (one: Judged) => TIMING_SEGMENTS.includes(one.segment);
  return [
    ...TIMING_SEGMENTS.map((id) =>
      figures(
        id,
        judged.filter(({ segment }) => segment === id),
      ),
    ),
    figures('all five', judged.filter(timed)),
    figures(
      'the others',
      judged.filter((one) => !timed(one)),
    ),
  ];
}

function figures(group: string, judged: readonly Judged[]): TimingFigures {
  const recallOf = (view: View): Recall => {
    const right = judged.filter((one) => one.right[view]).length;
    const [low, high] = wilson(right, judged.length);
    return { recall: rounded(right / judged.length), low: rounded(low), high: rounded(high) };
  };
  const lost = (view: View): Difference => {
    const [all, part] = [judged.map(({ right }) => +right.all), judged.map(({ right }) => +right[view])];
    const { mean, low, high } = meanDifference(all, part, [...judged.keys()]);
    return { mean: rounded(mean), low: rounded(low), high: rounded(high) };
  };
  return {
    ...{ group, leads: judged.length },
    ...{ all: recallOf('all'), words: recallOf('words'), behaviour: recallOf('behaviour') },
    lostWithout: { behaviour: lost('words'), words: lost('behaviour') },
  };
}
