/** The ensemble that serves on a simulated world it never learned from, beside the best forecast possible there. */
import {
  constantCurve,
  type HistoryFigures,
  type HistoryForecast,
  historyFigures,
} from '../models/evaluation/history-figures.ts';
import { loadEnsemble } from '../models/forecast/ensemble-artefact.ts';
import { predictAt } from '../models/forecast/predict-history.ts';
import { parseHistory } from '../models/history/history.ts';
import { createOracle, type OracleForecast } from '../models/simulator/oracle.ts';
import type { Simulation } from '../models/simulator/simulate.ts';
import type { WorldOptions } from '../models/simulator/world.ts';
import { judgedBy } from './evaluate-history.ts';
import { historyReaders } from './read-history.ts';
import { PRE_OFFER } from './train-history.ts';
import { playWorld } from './train-world.ts';

/** Told before each moment or event of note: what is done, and how many of how many are. */
export type Tell = (part: string, done: number, of: number) => Promise<void>;

/** Moments between two looks of the terminal. */
const BREATHE_EVERY = 50;

/** An open backend is needed. Kaplan–Meier beside it is fitted on the very world it is measured on: that is kind to it. */
export async function heldOutFigures(options: WorldOptions, tell: Tell): Promise<HistoryFigures> {
  await tell('play a world held out', 0, 1);
  const simulation = playWorld(options);
  const history = parseHistory(simulation.events, simulation.market);
  const index = new Map(history.leads.map((lead, i) => [lead, i]));
  const known = simulation.moments.filter(({ lead }) => index.has(lead));
  const best = await askOracle(simulation, known, tell);
  const moments = known.map(({ lead, at }) => ({ lead: index.get(lead)!, at }));
  const of = history.events.length;
  await tell('forecast the world held out', 0, of);
  const forecasts = predictAt(loadEnsemble(), history, historyReaders(), moments, (done) => {
    void tell('forecast the world held out', done, of);
  });
  const judged = forecasts.flatMap((forecast, i): HistoryForecast[] =>
    judgedBy(history, moments[i]!, forecast, best[i]).map((one) => ({
      ...one,
      cohort: known[i]!.state.traits.cohort,
      others: { oracle: best[i]!.curve },
    })),
  );
  return historyFigures(withConstant(judged), PRE_OFFER);
}

async function askOracle(
  { world }: Simulation,
  moments: Simulation['moments'],
  tell: Tell,
): Promise<OracleForecast[]> {
  const oracle = createOracle(world);
  const best: OracleForecast[] = [];
  for (const [i, moment] of moments.entries()) {
    if (i % BREATHE_EVERY === 0) await tell('ask the oracle', i, moments.length);
    best.push(oracle(moment, i));
  }
  return best;
}

function withConstant(judged: readonly HistoryForecast[]): HistoryForecast[] {
  const constant = constantCurve(judged.map(({ days, result }) => ({ days, result, weight: 1 })));
  return judged.map((one) => ({ ...one, others: { ...one.others, 'Kaplan–Meier': constant } }));
}
