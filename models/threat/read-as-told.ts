/** How messages of a simulated world are read for learning: rightly as often as a good reader of mentions is asked to. */
import type { Stance } from '../../schemas/competition.ts';
import { pick, type Random } from '../simulator/draws.ts';
import type { SaidOfRival } from '../simulator/rivals/lets-on.ts';
import type { ReadMention } from './fold-facts.ts';

export const READING = {
  heard: 0.93,
  stance: 0.83,
  switching: 0.88,
  falsely: 0.03,
  imagined: 0.004,
} as const;

/** What a stance is taken for where it is read wrongly. */
const MISTAKEN: Record<Stance, readonly Stance[]> = {
  neutral: ['considering', 'complaining'],
  considering: ['comparing', 'neutral'],
  comparing: ['considering', 'considering', 'neutral', 'committed'],
  committed: ['comparing', 'considering'],
  complaining: ['neutral'],
};

/** @param said what is true of the message; undefined where it speaks of no rival */
export function readAsTold(said: SaidOfRival | undefined, random: Random): ReadMention[] {
  if (!said) {
    const imagined = random() < READING.imagined;
    return imagined ? [{ kind: 'agent', name: '', stance: 'neutral', switching: READING.falsely }] : [];
  }
  if (random() >= READING.heard) return [];
  const { kind, name } = said;
  const stance = random() < READING.stance ? said.stance : pick(random, MISTAKEN[said.stance]);
  const switching = said.switching && random() < READING.switching ? 0.85 : READING.falsely;
  return [{ kind, name, stance, switching }];
}
