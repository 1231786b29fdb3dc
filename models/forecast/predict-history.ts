/** Forecasts at given moments of a history, nothing later than each being used. */
import type { History } from '../history/history.ts';
import type { Ensemble, EnsembleForecast } from './ensemble.ts';
import { type Moment, type Readers, replayHistory } from './replay-history.ts';

/** Forecasts made at once. */
const BATCH = 64;

export interface HistoryForecast extends EnsembleForecast {
  lead: string;
  /** Epoch ms. */
  landmark: number;
}

/** @returns one forecast a moment, in the order asked for */
export function predictAt(
  ensemble: Ensemble,
  history: History,
  readers: Readers,
  moments: readonly Moment[],
  tell: (events: number) => void = () => {},
): HistoryForecast[] {
  const { rows, looks } = replayHistory(history, readers, moments, tell);
  const recurrent = ensemble.recurrentAt(looks, rows);
  const forecasts: HistoryForecast[] = [];
  for (let from = 0; from < looks.length; from += BATCH) {
    const batch = looks.slice(from, from + BATCH);
    const seen = batch.map((look, i) => ensemble.see(look, recurrent[from + i]!));
    for (const [i, forecast] of ensemble.predict(seen).entries()) {
      const { lead, at } = batch[i]!;
      forecasts.push({ ...forecast, lead: history.leads[lead]!, landmark: at });
    }
  }
  return forecasts;
}
