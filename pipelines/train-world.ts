/**
 * Trains the ensemble that comes with Doorstep, on a simulated brokerage: what is kept where a brokerage's own history
 * is too short. Its figures say how well it forecasts that world, and nothing of yours.
 */
import { writeFileSync } from 'node:fs';
import { ensembleCard } from '../models/forecast/card.ts';
import { saveEnsemble } from '../models/forecast/ensemble-artefact.ts';
import { trainEnsemble } from '../models/forecast/train-ensemble.ts';
import { parseHistory } from '../models/history/history.ts';
import { loadSegmentJudge } from '../models/segments/model.ts';
import { readBorrowedWords } from '../models/simulator/borrowed-words.ts';
import { type Simulation, simulate } from '../models/simulator/simulate.ts';
import type { WorldOptions } from '../models/simulator/world.ts';
import type { LeadEvent } from '../schemas/lead-event.ts';
import type { MarketEvent } from '../schemas/market-event.ts';
import { runningReaders, type TextReaders } from './read-history.ts';
import { trainingReference } from './training-reference.ts';

/** The worlds learned from: one alone would have one market, and what came of it by chance would be learned. */
const LEARNED_FROM: readonly WorldOptions[] = [
  { leads: 2500, days: 900, seed: 1 },
  { leads: 1800, days: 900, seed: 3 },
  { leads: 1200, days: 900, seed: 4 },
];
/** The world measured on: other leads, another market, never learned from. */
export const HELD_OUT: WorldOptions = { leads: 1500, days: 900, seed: 5 };

export const worldName = ({ leads, days, seed }: WorldOptions): string =>
  `simulated: doorstep simulate --leads ${leads} --days ${days} --seed ${seed}`;

export const LEARNED_NAME = LEARNED_FROM.map(worldName).join(', ');

export function playWorld(world: WorldOptions): Simulation {
  const playing = simulate(world, readBorrowedWords());
  for (;;) {
    const { value, done } = playing.next();
    if (done) return value;
  }
}

type Lines = Pick<Simulation, 'events' | 'market'>;

/** Worlds as one history: whoever and whatever is in one of them is nowhere else. */
export function joinWorlds(worlds: readonly Lines[]): Lines {
  const own = (event: object, world: number): object =>
    Object.fromEntries(
      Object.entries(event).map(([name, value]) => [name, NAMES.has(name) ? `${world}-${value}` : value]),
    );
  return {
    events: worlds.flatMap(({ events }, w) => events.map((event) => own(event, w) as LeadEvent)),
    market: worlds.flatMap(({ market }, w) => market.map((event) => own(event, w) as MarketEvent)),
  };
}

/** Fields that name somebody or something of a world. */
const NAMES: ReadonlySet<string> = new Set(['id', 'lead', 'agent', 'area', 'listing', 'ref']);

/** @param folder of the forecast, with a trailing slash */
export async function trainWorld(
  folder: URL,
  version: string,
  intents: TextReaders['intents'],
  tell: (stage: string) => void,
): Promise<void> {
  const { events, market } = joinWorlds(LEARNED_FROM.map(playWorld));
  const history = parseHistory(events, market);
  const trained = await trainEnsemble(history, runningReaders(intents), undefined, tell);
  saveEnsemble(folder, version, trained.model);
  const card = ensembleCard(version, trained, history, LEARNED_NAME);
  tell('the training population');
  const segments = loadSegmentJudge(new URL('../segments/', folder));
  const reference = await trainingReference(folder, { ...runningReaders(intents), segments }, history);
  writeFileSync(new URL('card.json', folder), `${JSON.stringify({ ...card, reference }, null, 2)}\n`);
}
