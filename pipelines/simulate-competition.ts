/** Competition in simulation: a world with rivals and planted events through the whole engine, and what came of it. */
import { type CompetitionFigures, competitionFigures } from '../models/evaluation/competition-figures.ts';
import { loadJudges } from '../models/load-judges.ts';
import type { ThreatFigures } from '../models/threat/figures.ts';
import { playCompetition } from './competition/play-competition.ts';
import { playRivalWorld } from './threat-worlds.ts';
import { readThreatCard } from './train-threat.ts';

export interface SimulateCompetitionOptions {
  leads: number;
  days: number;
  seed: number;
  progress: (stage: string, done: number, of: number) => void;
}

/** Share of leads with something planted. */
const PLANTED = 0.2;

export interface CompetitionReport {
  engine: CompetitionFigures;
  /** The model alone, on its own world held out, by its card. */
  model: ThreatFigures;
}

export async function simulateCompetition({
  progress,
  ...options
}: SimulateCompetitionOptions): Promise<CompetitionReport> {
  const judges = await loadJudges();
  const { figures } = readThreatCard(new URL('../models/', import.meta.url));
  progress('make up the world', 0, 1);
  const world = playRivalWorld({ ...options, planted: PLANTED, looks: 0 });
  const playing = playCompetition({ ...options, world, judges });
  for (;;) {
    const { value, done } = await playing.next();
    if (done) return { engine: competitionFigures(value), model: figures.heldOut };
    progress('play the days', value.day, value.of);
  }
}
