/** The figures of all models as one page with pictures, measured now. */
import { readFileSync } from 'node:fs';
import { ablationParts, type HistoryFigures, historyFigures } from '../models/evaluation/history-figures.ts';
import { buildPage } from '../models/evaluation/page/build-page.ts';
import type { PageFigures } from '../models/evaluation/page/page-figures.ts';
import type { Report } from '../models/evaluation/report.ts';
import { loadEnsemble } from '../models/forecast/ensemble-artefact.ts';
import { predictAt } from '../models/forecast/predict-history.ts';
import { parseHistory } from '../models/history/history.ts';
import { createOracle } from '../models/simulator/oracle.ts';
import { checkPublicTable } from '../models/survival/public-table.ts';
import { INTENTS } from '../schemas/intents.ts';
import { SEGMENT_CARDS, SEGMENTS } from '../schemas/segments.ts';
import { judgedBy } from './evaluate-history.ts';
import { historyReaders } from './read-history.ts';
import { PRE_OFFER } from './train-history.ts';
import { HELD_OUT, playWorld, worldName } from './train-world.ts';

interface ForecastCard {
  version: string;
  figures: HistoryFigures;
}

/** The committed ensemble on a world it never learned from, beside the best forecast possible there. */
export function heldOutFigures(): HistoryFigures {
  const simulation = playWorld(HELD_OUT);
  const history = parseHistory(simulation.events, simulation.market);
  const index = new Map(history.leads.map((lead, i) => [lead, i]));
  const known = simulation.moments.filter(({ lead }) => index.has(lead));
  const oracle = createOracle(simulation.world);
  const best = known.map((moment, i) => oracle(moment, i));
  const moments = known.map(({ lead, at }) => ({ lead: index.get(lead)!, at }));
  const forecasts = predictAt(loadEnsemble(), history, historyReaders(), moments);
  return historyFigures(
    forecasts.flatMap((forecast, i) => judgedBy(history, moments[i]!, forecast, best[i])),
    PRE_OFFER,
  );
}

/** @param tell called before each part */
export async function reportPage(report: Report, tell: (part: string) => Promise<void>): Promise<string> {
  const card = JSON.parse(
    readFileSync(new URL('../models/forecast/card.json', import.meta.url), 'utf8'),
  ) as ForecastCard;
  await tell('the ensemble on a world held out');
  const heldOut = heldOutFigures();
  await tell('the public table');
  const publicTable = checkPublicTable();
  const figures: PageFigures = {
    title: 'How well Doorstep judges',
    version: card.version,
    notes: [
      report.protocol,
      'Forecasts are measured on simulated brokerages, whose latents are known: the oracle beside them is the best forecast possible there. They say nothing of a real brokerage: measure yours with "doorstep evaluate --events".',
    ],
    histories: [
      { name: 'A world held out', about: worldName(HELD_OUT), figures: heldOut },
      {
        name: 'Out of fold',
        about: 'The world learned from, each lead forecast by parts that had not seen it.',
        figures: card.figures,
      },
    ],
    ablation: {
      about: 'Integrated Brier score without a member, less the one with it; out of fold.',
      parts: ablationParts(card.figures),
    },
    segments: {
      segments: SEGMENTS.map((id) => ({ id, group: SEGMENT_CARDS[id].group })),
      confusion: report.segments.confusion,
      accuracy: {
        after: report.segments.served.map(({ after }) => after),
        models: [
          { name: 'served', ours: true, top1: report.segments.served.map(({ top1 }) => top1) },
          { name: 'n-gram measure', ours: false, top1: report.segments.measure.map(({ top1 }) => top1) },
        ],
      },
    },
    intents: intentSection(report),
    publicTable,
  };
  return buildPage(figures);
}

function intentSection({ intents }: Report): NonNullable<PageFigures['intents']> {
  const { perIntent } = intents;
  return {
    micro: intents.served.all.microF1,
    macro: intents.served.all.macroF1,
    intents: INTENTS.map((id) => {
      const { messages, f1, measure } = perIntent[id]!;
      return { id, messages, f1, baseline: measure };
    }),
  };
}
