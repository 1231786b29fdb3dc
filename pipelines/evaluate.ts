/**
 * What the models are worth. Cross-validated figures are those that training measured and the cards keep, checked to be
 * of the corpus that is here (or measured again when asked to); how the served models do on a world held out, what the
 * probe finds in their inputs, and the public table are measured now.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { readCorpus } from '../models/corpus/read-corpus.ts';
import type { FairHousingReport } from '../models/evaluation/evaluate-fair-housing.ts';
import type { MentionReport } from '../models/evaluation/evaluate-mentions.ts';
import type { HistoryFigures } from '../models/evaluation/history-figures.ts';
import { type ProxyFigure, proxyFigures } from '../models/evaluation/proxy-figures.ts';
import { reportOfCards, StaleCardError } from '../models/evaluation/read-cards.ts';
import { type Report, report } from '../models/evaluation/report.ts';
import { corpusData, createTrainings } from '../models/evaluation/trainings.ts';
import { loadJudges } from '../models/load-judges.ts';
import { checkPublicTable, type PublicTable } from '../models/survival/public-table.ts';
import type { ThreatFigures } from '../models/threat/figures.ts';
import { heldOutFigures, type Tell } from './held-out-world.ts';
import { historyReaders } from './read-history.ts';
import { reportPage } from './report-page.ts';
import { fairHousingData, measureFairHousing, readFairHousingCard } from './train-fair-housing.ts';
import { measureMentions, mentionData, readMentionCard } from './train-mentions.ts';
import { learnAndMeasure, readThreatCard } from './train-threat.ts';
import { HELD_OUT, LEARNED_NAME } from './train-world.ts';

export interface EvaluateOptions {
  /** File that gets the page with pictures; none where absent. */
  page?: string;
  /** Cross-validate again rather than read the cards. */
  again?: boolean;
  /** Told before each part: what, and how many of how many are done. */
  progress?: (part: string, done: number, of: number) => void;
}

export interface Evaluation extends Report {
  /** Version of the ensemble. */
  version: string;
  fairHousing: FairHousingReport;
  mentions: MentionReport;
  /** The ensemble on the world it learned from, each lead by parts that had not seen it: by its card. */
  outOfFold: HistoryFigures;
  heldOut: HistoryFigures;
  /** Threats on a world with rivals that they were not learned from. */
  threat: ThreatFigures;
  publicTable: PublicTable;
  proxies: ProxyFigure[];
}

const MODELS = new URL('../models/', import.meta.url);

/** Rejects with {@link StaleCardError} where a card is not of what is here. */
export async function evaluate({ page, again, progress }: EvaluateOptions = {}): Promise<Evaluation> {
  const tell: Tell = async (part, done, of) => {
    progress?.(part, done, of);
    // Lets a terminal draw between parts, which are synchronous.
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  await tell('read the corpus and the cards', 0, 1);
  const judges = await loadJudges();
  const corpus = readCorpus();
  const { version, figures: outOfFold } = readForecastCard(MODELS);
  const crossValidated = again
    ? await report(createTrainings(corpus), tell)
    : reportOfCards(MODELS, corpusData(corpus));
  const fairHousing = again
    ? measureFairHousing(corpus)
    : readFairHousingCard(MODELS, fairHousingData(corpus)).figures;
  const mentions = again ? measureMentions(corpus) : readMentionCard(MODELS, mentionData(corpus)).figures;
  const proxies = await proxyFigures(judges, tell);
  const publicTable = await checkPublicTable((done, of) => tell('the public table', done, of));
  const heldOut = await heldOutFigures(HELD_OUT, tell);
  const threat = again ? await threatAgain(tell) : readThreatCard(MODELS).figures.heldOut;
  const evaluation: Evaluation = {
    ...{ ...crossValidated, version, fairHousing, mentions },
    ...{ outOfFold, heldOut, threat, publicTable, proxies },
  };
  if (page !== undefined) writeFileSync(page, reportPage(evaluation));
  return evaluation;
}

async function threatAgain(tell: Tell): Promise<ThreatFigures> {
  await tell('threats: learn and measure again', 0, 1);
  return learnAndMeasure(historyReaders(), MODELS, () => {}).heldOut;
}

interface ForecastCard {
  version: string;
  data: string;
  figures: HistoryFigures;
}

/** @param root with a folder `forecast/` */
export function readForecastCard(root: URL): ForecastCard {
  const read = (name: string) => JSON.parse(readFileSync(new URL(`forecast/${name}.json`, root), 'utf8'));
  const card = read('card') as ForecastCard;
  const { version } = read('artefact') as { version: string };
  const learnedFrom = LEARNED_NAME;
  if (card.data !== learnedFrom)
    throw new StaleCardError(
      `models/forecast/card.json is stale: field "data" is "${card.data}", not "${learnedFrom}"`,
    );
  if (card.version !== version)
    throw new StaleCardError(
      `models/forecast/card.json is stale: field "version": the artefact is ${version}, not ${card.version}`,
    );
  return card;
}
