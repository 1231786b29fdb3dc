/**
 * Trains the ensemble that comes with Doorstep, on a simulated brokerage: what is kept where a brokerage's own history
 * is too short. Its figures say how well it forecasts that world, and nothing of yours.
 */
import { writeFileSync } from 'node:fs';
import { ensembleCard } from '../models/forecast/card.ts';
import { saveEnsemble } from '../models/forecast/ensemble-artefact.ts';
import { trainEnsemble } from '../models/forecast/train-ensemble.ts';
import { parseHistory } from '../models/history/history.ts';
import { readBorrowedWords } from '../models/simulator/borrowed-words.ts';
import { type Simulation, simulate } from '../models/simulator/simulate.ts';
import type { WorldOptions } from '../models/simulator/world.ts';
import { runningReaders, type TextReaders } from './read-history.ts';

/** The world learned from. */
export const LEARNED_FROM: WorldOptions = { leads: 3000, days: 900, seed: 1 };
/** The world measured on: other leads, another market, never learned from. */
export const HELD_OUT: WorldOptions = { leads: 1500, days: 900, seed: 5 };

export const worldName = ({ leads, days, seed }: WorldOptions): string =>
  `simulated: doorstep simulate --leads ${leads} --days ${days} --seed ${seed}`;

export function playWorld(world: WorldOptions): Simulation {
  const playing = simulate(world, readBorrowedWords());
  for (;;) {
    const { value, done } = playing.next();
    if (done) return value;
  }
}

/** @param folder of the forecast, with a trailing slash */
export async function trainWorld(
  folder: URL,
  version: string,
  intents: TextReaders['intents'],
  tell: (stage: string) => void,
): Promise<void> {
  const { events, market } = playWorld(LEARNED_FROM);
  const history = parseHistory(events, market);
  const trained = await trainEnsemble(history, runningReaders(intents), undefined, tell);
  saveEnsemble(folder, version, trained.model);
  const card = ensembleCard(version, trained, history, worldName(LEARNED_FROM));
  writeFileSync(new URL('card.json', folder), `${JSON.stringify(card, null, 2)}\n`);
}
