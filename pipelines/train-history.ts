/** Trains the forecast on a brokerage's own history, measures it on leads held out, and writes artefact and card. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { openBackend } from '../models/backend.ts';
import { type HistoryFigures, historyFigures } from '../models/evaluation/history-figures.ts';
import { ensembleCard } from '../models/forecast/card.ts';
import { loadEnsembleModel, saveEnsemble } from '../models/forecast/ensemble-artefact.ts';
import { outOfFoldForecasts } from '../models/forecast/out-of-fold-forecasts.ts';
import { ENSEMBLE_SETTINGS, type TrainedEnsemble, trainEnsemble } from '../models/forecast/train-ensemble.ts';
import type { History } from '../models/history/history.ts';
import { STAGES } from '../models/history/lead-notes.ts';
import { loadSegmentJudge } from '../models/segments/model.ts';
import { type HistoryFiles, historyReaders, readHistory } from './read-history.ts';
import { trainingReference } from './training-reference.ts';

export interface TrainHistoryOptions extends HistoryFiles {
  /** Folder that gets `forecast/`. */
  out: string;
  progress?: (stage: string, done: number, of: number) => void;
}

export interface TrainHistoryReport {
  leads: number;
  events: number;
  conversions: number;
  /** Fewest conversions a model of one's own is learned from. */
  fewest: number;
  /** Whether there were too few: then the pooled prior is kept, and only how often leads convert was learned. */
  pooled: boolean;
  /** On leads that no part of the model had seen; with the prior kept, the prior's. */
  figures: HistoryFigures;
}

/** Stages before an offer is accepted. */
export const PRE_OFFER = STAGES.filter((stage) => stage !== 'contract' && stage !== 'offer');

export async function trainHistory({
  out,
  progress,
  ...files
}: TrainHistoryOptions): Promise<TrainHistoryReport> {
  await openBackend();
  const history = await readHistory(files);
  const trained = await trainOn(history, progress);
  const figures = historyFigures(outOfFoldForecasts(trained, history), PRE_OFFER);
  const report: TrainHistoryReport = {
    leads: history.leads.length,
    events: history.events.length,
    conversions: trained.conversions,
    fewest: ENSEMBLE_SETTINGS.fewestConversions,
    pooled: trained.pooled,
    figures,
  };
  const folder = pathToFileURL(`${out}/forecast/`);
  mkdirSync(folder, { recursive: true });
  const version = trained.pooled ? 'pooled-1' : 'own-1';
  saveEnsemble(folder, version, trained.model);
  const card = ensembleCard(version, trained, history, files.events);
  const readers = { ...historyReaders(), segments: loadSegmentJudge() };
  const reference = await trainingReference(folder, readers, history);
  writeFileSync(new URL('card.json', folder), `${JSON.stringify({ ...card, reference }, null, 2)}\n`);
  return report;
}

/** Parts of a training, as its stages are told: the folds, each with its members, and the fit on all leads. */
const MEMBERS_A_FIT = ['temporal', 'behavioral', 'graph', 'market'];
const PARTS = (ENSEMBLE_SETTINGS.folds + 1) * MEMBERS_A_FIT.length;

export function trainOn(
  history: History,
  progress: TrainHistoryOptions['progress'],
): Promise<TrainedEnsemble> {
  return trainEnsemble(history, historyReaders(), priorModel(), (stage) =>
    progress?.(stage, partsDone(stage), PARTS),
  );
}

/** "fold 2 of 4, graph: pass 3, …" → parts done before it. */
function partsDone(stage: string): number {
  const member = MEMBERS_A_FIT.findIndex((name) => stage.includes(name));
  const fold = /^fold (\d+)/.exec(stage)?.[1];
  if (fold) return (Number(fold) - 1) * MEMBERS_A_FIT.length + Math.max(0, member);
  return member < 0 ? 0 : ENSEMBLE_SETTINGS.folds * MEMBERS_A_FIT.length + member;
}

/** What comes with Doorstep; none while that is being trained itself. */
function priorModel() {
  try {
    return loadEnsembleModel();
  } catch {
    return undefined;
  }
}
