/** Writes a simulated world: what a brokerage saw, what was true, and the best forecast at each moment asked for. */
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readBorrowedWords } from '../models/simulator/borrowed-words.ts';
import { createOracle } from '../models/simulator/oracle.ts';
import { type Simulation, simulate } from '../models/simulator/simulate.ts';
import type { WorldOptions } from '../models/simulator/world.ts';

export interface SimulateOptions extends WorldOptions {
  /** Folder that gets the files. */
  out: string;
  progress?: (stage: string, done: number, of: number) => void;
}

export interface SimulateReport {
  leads: number;
  events: number;
  marketEvents: number;
  landmarks: number;
  /** Share of all leads that convert sooner or later. */
  converted: number;
}

/** Days or landmarks between two looks of the terminal. */
const BREATHE_EVERY = 50;
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

export async function writeSimulation({
  out,
  progress,
  ...options
}: SimulateOptions): Promise<SimulateReport> {
  mkdirSync(out, { recursive: true });
  const simulation = await play(options, progress);
  const { events, market, truth, moments } = simulation;
  await writeJsonLines(join(out, 'events.jsonl'), events);
  await writeJsonLines(join(out, 'market.jsonl'), market);
  await writeJsonLines(join(out, 'truth.jsonl'), truth);
  await writeJsonLines(
    join(out, 'landmarks.jsonl'),
    moments.map(({ lead, at }) => ({ lead, landmark: at })),
  );
  await writeJsonLines(join(out, 'oracle.jsonl'), askOracle(simulation, progress));
  return {
    leads: truth.length,
    events: events.length,
    marketEvents: market.length,
    landmarks: moments.length,
    converted: truth.filter(({ convertedAt }) => convertedAt !== null).length / truth.length,
  };
}

async function play(options: WorldOptions, progress: SimulateOptions['progress']): Promise<Simulation> {
  const playing = simulate(options, readBorrowedWords());
  for (;;) {
    const { value, done } = playing.next();
    if (done) return value;
    if (value.day % BREATHE_EVERY !== 0) continue;
    progress?.('live', value.day, value.of);
    await breathe();
  }
}

async function* askOracle({ world, moments }: Simulation, progress: SimulateOptions['progress']) {
  const oracle = createOracle(world);
  for (const [index, moment] of moments.entries()) {
    const { curve: _, ...line } = oracle(moment, index);
    yield line;
    if (index % BREATHE_EVERY !== 0) continue;
    progress?.('ask the oracle', index, moments.length);
    await breathe();
  }
}

async function writeJsonLines(path: string, values: Iterable<object> | AsyncIterable<object>): Promise<void> {
  const file = createWriteStream(path);
  const ended = once(file, 'close');
  for await (const value of values) {
    if (!file.write(`${JSON.stringify(value)}\n`)) await once(file, 'drain');
  }
  file.end();
  await ended;
}
