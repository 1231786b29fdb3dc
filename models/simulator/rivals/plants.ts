/** Events that are planted for the alerts to find, by seed, and some that only sound like them. */
import { pick, type Random, STREAM, streamOf, whole } from '../draws.ts';
import { LOCAL_REGISTRY } from './cast.ts';

/** `must`: an alert is due. The others only sound grave. */
export const PLANTS = {
  signed: { must: true, share: 0.22 },
  switching: { must: true, share: 0.22 },
  ibuyer: { must: true, share: 0.16 },
  deep_cut: { must: true, share: 0.15 },
  decoy: { must: false, share: 0.25 },
} as const;
export type PlantKind = keyof typeof PLANTS;

export interface Plant {
  kind: PlantKind;
  /** Days after arrival. */
  after: number;
}

/** As it happened. */
export interface Planted {
  lead: string;
  kind: PlantKind;
  must: boolean;
  /** Epoch ms. */
  at: number;
  /** Of the event that says it. */
  event: string;
  text: string;
}

/** How far a lead is drawn that says so. */
export const PLANTED_PULL = 2.4;
/** A deep cut is of so large a part, by a rival that may well meet the lead over it. */
export const DEEP_CUT = { part: 0.09, meets: 0.35, pull: 0.5 };
const AFTER = { from: 3, to: 45 };

/** @param share of leads with something planted */
export function plantOf(seed: number, index: number, share: number): Plant | undefined {
  const random: Random = streamOf(seed, STREAM.rivalPlants, index);
  if (random() >= share) return undefined;
  let left = random();
  const kinds = Object.keys(PLANTS) as PlantKind[];
  const kind = kinds.find((name) => {
    left -= PLANTS[name].share;
    return left < 0;
  });
  return { kind: kind ?? 'decoy', after: whole(random, AFTER.from, AFTER.to) };
}

const AGENTS = LOCAL_REGISTRY.competitors.filter(({ kind }) => kind === 'agent').map(({ id }) => id);
export const cuttingAgent = (random: Random): string => pick(random, AGENTS);
