/** The figures of all models as one page with pictures. */
import { ablationParts, type HistoryFigures } from '../models/evaluation/history-figures.ts';
import { buildPage } from '../models/evaluation/page/build-page.ts';
import type { PageFigures } from '../models/evaluation/page/page-figures.ts';
import { STAGES } from '../models/history/lead-notes.ts';
import { INTENTS } from '../schemas/intents.ts';
import { SEGMENT_CARDS, SEGMENTS } from '../schemas/segments.ts';
import type { Evaluation } from './evaluate.ts';
import { HELD_OUT, LEARNED_NAME, worldName } from './train-world.ts';

export function reportPage(evaluation: Evaluation): string {
  const { version, heldOut, outOfFold, timing, proxies, publicTable } = evaluation;
  return buildPage({
    title: 'How well Doorstep judges',
    version,
    notes: [
      `Intents and segments are measured on ${evaluation.data.conversations} conversations and ${evaluation.intents.served.singleMessages.messages} single messages written by hand (corpus ${evaluation.data.sha256.slice(0, 12)}). ${evaluation.protocol}`,
      'Forecasts are measured on simulated brokerages, whose latents are known: the oracle beside them is the best forecast possible there. They say nothing of a real brokerage: measure yours with "doorstep evaluate --events".',
    ],
    histories: [
      {
        name: 'a world held out',
        about: `${sentence(worldName(HELD_OUT))}, never learned from. Kaplan–Meier is fitted on that same world, which is kind to it.`,
        figures: byStage(heldOut),
      },
      {
        name: 'out of fold',
        about: `${sentence(LEARNED_NAME)}, each lead forecast by parts that had not seen it, as measured when the ensemble was trained. No oracle here.`,
        figures: byStage(outOfFold),
      },
    ],
    ablation: {
      about: 'The ensemble fitted without one member, out of fold, with 95 % intervals by lead.',
      parts: ablationParts(outOfFold),
    },
    segments: segmentSection(evaluation),
    ...{ timing, proxies, publicTable },
    intents: intentSection(evaluation),
  });
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Stages in the order a lead goes through them. */
function byStage(figures: HistoryFigures): HistoryFigures {
  const stages: readonly string[] = STAGES;
  const place = ({ group }: { group: string }) => stages.indexOf(group);
  return { ...figures, byStage: [...figures.byStage].sort((a, b) => place(a) - place(b)) };
}

/** Segments of one group together. */
function segmentSection({ segments }: Evaluation): NonNullable<PageFigures['segments']> {
  const { served, measure, confusion } = segments;
  const groups = [...new Set(SEGMENTS.map((id) => SEGMENT_CARDS[id].group))];
  const ordered = groups.flatMap((group) => SEGMENTS.filter((id) => SEGMENT_CARDS[id].group === group));
  return {
    segments: ordered.map((id) => ({ id, group: SEGMENT_CARDS[id].group })),
    confusion: ordered.map((truth) => ordered.map((called) => confusion[truth]?.[called] ?? 0)),
    accuracy: {
      after: served.map(({ after }) => after),
      models: [
        { name: 'Doorstep', ours: true, top1: served.map(({ top1 }) => top1) },
        { name: 'n-gram baseline', ours: false, top1: measure.map(({ top1 }) => top1) },
      ],
    },
  };
}

function intentSection({
  intents,
  optOut,
  fairHousing,
  escalation,
}: Evaluation): NonNullable<PageFigures['intents']> {
  const { perIntent } = intents;
  return {
    micro: intents.served.all.microF1,
    macro: intents.served.all.macroF1,
    optOut,
    fairHousing: fairHousing.dev,
    escalation: escalation.heldOut,
    intents: INTENTS.map((id) => {
      const { messages, f1, measure } = perIntent[id]!;
      return { id, messages, f1, baseline: measure };
    }),
  };
}
