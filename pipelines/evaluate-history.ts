/** Forecasts at given moments of a history, nothing later than each being used, and how they turned out. */
import { pathToFileURL } from 'node:url';
import { openBackend } from '../models/backend.ts';
import {
  type ForecastSummary,
  type HistoryFigures,
  type HistoryForecast,
  historyFigures,
} from '../models/evaluation/history-figures.ts';
import { loadEnsemble } from '../models/forecast/ensemble-artefact.ts';
import { type HistoryForecast as Forecast, predictAt } from '../models/forecast/predict-history.ts';
import type { Moment } from '../models/forecast/replay-history.ts';
import type { History } from '../models/history/history.ts';
import { HistoryError, type HistoryFiles, historyReaders, jsonLines, readHistory } from './read-history.ts';
import { PRE_OFFER } from './train-history.ts';

const DAY = 86_400_000;

export interface EvaluateHistoryOptions extends HistoryFiles {
  /** Folder with `forecast/`, as `doorstep train` writes it; what comes with Doorstep where absent. */
  models?: string;
  /** `{lead, landmark}` a line; each lead's last event where absent. */
  at?: string;
  /** `{lead, landmark, pConvert, …}` a line: the best forecast possible, of a simulated world. */
  oracle?: string;
  progress?: (stage: string, done: number, of: number) => void;
}

/** One line of the predictions file. Days count from the landmark, given conversion. */
export type Prediction = Pick<
  Forecast,
  'lead' | 'landmark' | 'pConvert' | 'medianDays' | 'q05' | 'q10' | 'q90' | 'q95' | 'kind' | 'pHit2'
>;

export interface EvaluateHistoryReport {
  leads: number;
  landmarks: number;
  /** Landmarks with an open end ahead; those after the lead's outcome are predicted, not judged. */
  judged: number;
  figures: HistoryFigures | null;
  predictions: Prediction[];
}

export async function evaluateHistory({
  models,
  at,
  oracle,
  progress,
  ...files
}: EvaluateHistoryOptions): Promise<EvaluateHistoryReport> {
  await openBackend();
  const history = await readHistory(files);
  const moments = at === undefined ? lastEvents(history) : await readMoments(at, history);
  const ensemble = loadEnsemble(models === undefined ? undefined : pathToFileURL(`${models}/forecast/`));
  const forecasts = predictAt(ensemble, history, historyReaders(), moments, (done) =>
    progress?.('replay the history', done, history.events.length),
  );
  const best = oracle === undefined ? undefined : await readOracle(oracle);
  const judged = forecasts.flatMap((forecast, i) =>
    judgedBy(history, moments[i]!, forecast, best?.get(momentKey(forecast.lead, forecast.landmark))),
  );
  return {
    leads: history.leads.length,
    landmarks: moments.length,
    judged: judged.length,
    figures: judged.length > 0 ? historyFigures(judged, PRE_OFFER) : null,
    predictions: forecasts.map(predictionOf),
  };
}

/** The last event of each lead that is not its outcome. */
function lastEvents({ leads, events }: History): Moment[] {
  const last = new Map<number, number>();
  for (const { lead, at, event } of events)
    if (event.type !== 'outcome' || !last.has(lead)) last.set(lead, at);
  return leads.map((_, lead) => ({ lead, at: last.get(lead)! }));
}

async function readMoments(path: string, { leads }: History): Promise<Moment[]> {
  const index = new Map(leads.map((lead, i) => [lead, i]));
  const lines = (await jsonLines(path)) as { lead?: unknown; landmark?: unknown }[];
  return lines.map(({ lead, landmark }, n): Moment => {
    const place = index.get(String(lead));
    const at = typeof landmark === 'number' ? landmark : Date.parse(String(landmark));
    if (place === undefined)
      throw new HistoryError(`${path}:${n + 1}: field "lead": no lead "${lead}" in the events`);
    if (!Number.isFinite(at))
      throw new HistoryError(`${path}:${n + 1}: field "landmark" must be RFC 3339 or epoch milliseconds`);
    return { lead: place, at };
  });
}

const momentKey = (lead: string, at: number): string => `${lead}\n${at}`;

async function readOracle(path: string): Promise<Map<string, ForecastSummary>> {
  const lines = (await jsonLines(path)) as (ForecastSummary & { lead: string; landmark: number })[];
  return new Map(lines.map((line) => [momentKey(line.lead, line.landmark), line]));
}

/** A forecast and what came of it; nothing where the lead had ended by then. */
export function judgedBy(
  { fates }: History,
  { lead, at }: Moment,
  forecast: Forecast,
  best: ForecastSummary | undefined,
): HistoryForecast[] {
  const fate = fates[lead]!;
  if (fate.at <= at) return [];
  return [{ ...forecast, days: (fate.at - at) / DAY, result: fate.result, ...(best && { oracle: best }) }];
}

const rounded = (x: number): number => Math.round(x * 1e4) / 1e4;

const predictionOf = (forecast: Forecast): Prediction => ({
  lead: forecast.lead,
  landmark: forecast.landmark,
  pConvert: rounded(forecast.pConvert),
  medianDays: rounded(forecast.medianDays),
  q05: rounded(forecast.q05),
  q10: rounded(forecast.q10),
  q90: rounded(forecast.q90),
  q95: rounded(forecast.q95),
  kind: forecast.kind,
  pHit2: rounded(forecast.pHit2),
});
