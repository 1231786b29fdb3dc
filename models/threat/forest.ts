/** The alternative to the logistic: a forest over the same inputs, kept as the yardstick it is measured beside. */
import { type ForestIncidence, openForest } from '../forest/forest.ts';
import { type ForestRows, outOfBagIncidence, trainForest } from '../forest/train.ts';
import { THREAT_DAYS } from '../simulator/rivals/settings.ts';
import { THREAT_WIDTH } from './inputs.ts';
import type { ThreatRow } from './world-rows.ts';

export const FOREST_SETTINGS = {
  trees: 60,
  sampleRows: 20_000,
  minLeaf: 80,
  maxDepth: 10,
  mtry: 8,
  seed: 1,
} as const;

const settings = { ...FOREST_SETTINGS, edges: Float64Array.of(THREAT_DAYS) };

/** @param group of each row: its lead, 0 … */
const forestRows = (rows: readonly ThreatRow[], group: Int32Array): ForestRows => ({
  x: Float32Array.from(rows.flatMap(({ inputs }) => [...inputs])),
  columns: THREAT_WIDTH,
  time: Float32Array.from(rows, ({ lost }) => (lost ? THREAT_DAYS / 2 : THREAT_DAYS)),
  kind: Uint8Array.from(rows, ({ lost }) => lost),
  weight: new Float32Array(rows.length).fill(1),
  group,
});

/** The forest, and what its trees say of leads that they had not seen. */
export function fitThreatForest(rows: readonly ThreatRow[], group: Int32Array) {
  const given = forestRows(rows, group);
  const forest = trainForest(given, settings);
  return { forest: openForest(forest), unseen: outOfBagIncidence(forest, given, settings) };
}

export function forestThreat(forest: ForestIncidence, inputs: Float64Array): number {
  const out = new Float32Array(1);
  forest(Float32Array.from(inputs), out);
  return out[0]!;
}
