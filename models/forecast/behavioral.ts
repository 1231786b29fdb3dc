/**
 * The behavioural member: a random survival forest over the running features, whose incidence at a few horizons then
 * goes through the shared head beside the present, so that it too runs by the clocks.
 */
import { FEATURE_NAMES } from '../features/feature-vector.ts';
import type { Forest, ForestIncidence } from '../forest/forest.ts';
import { type ForestRows, type ForestSettings, outOfBagIncidence, trainForest } from '../forest/train.ts';
import { KIND } from './hazard-head.ts';
import { NOW_WIDTH } from './now-vector.ts';
import type { Look } from './replay-history.ts';
import type { LabelledLook } from './training-looks.ts';

const EDGES = Float64Array.of(3, 7, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365);

export const FOREST_SETTINGS: Omit<ForestSettings, 'seed'> = {
  trees: 80,
  minLeaf: 15,
  mtry: 40,
  maxDepth: 9,
  sampleRows: 6000,
  edges: EDGES,
};

/** Width of {@link columnsOf}. */
export const FOREST_COLUMNS = FEATURE_NAMES.length + NOW_WIDTH + 3;

const columns = new Float32Array(FOREST_COLUMNS);

/** Columns of the forest: running features, the present, the clocks. Good until the next look. */
function columnsOf({ features, now, clocks }: Pick<Look, 'features' | 'now' | 'clocks'>): Float32Array {
  columns.set(features);
  columns.set(now, features.length);
  const at = features.length + now.length;
  columns[at] = clocks.inStage;
  columns[at + 1] = clocks.toClosing ?? Number.NaN;
  columns[at + 2] = clocks.toTarget ?? Number.NaN;
  return columns;
}

/** ln odds, bounded at one in a thousand. */
const bounded = (p: number): number => {
  const q = Math.min(0.999, Math.max(0.001, p));
  return Math.log(q / (1 - q));
};

function rowsOf(looks: readonly LabelledLook[]): ForestRows {
  const x = new Float32Array(looks.length * FOREST_COLUMNS);
  looks.forEach((look, row) => {
    x.set(columnsOf(look), row * FOREST_COLUMNS);
  });
  const leads = new Map<number, number>();
  for (const { lead } of looks) if (!leads.has(lead)) leads.set(lead, leads.size);
  return {
    x,
    columns: FOREST_COLUMNS,
    time: Float32Array.from(looks, ({ days }) => Math.max(days, 0.01)),
    kind: Uint8Array.from(looks, ({ fate }) => KIND[fate]),
    weight: Float32Array.from(looks, ({ weight }) => weight),
    group: Int32Array.from(looks, ({ lead }) => leads.get(lead)!),
  };
}

export interface TrainedForest {
  forest: Forest;
  /** ln odds at each edge of each look learned from, by trees that had not seen its lead. */
  outOfBag: Float32Array[];
}

export function trainBehavioral(looks: readonly LabelledLook[], seed: number): TrainedForest {
  const rows = rowsOf(looks);
  const settings = {
    ...FOREST_SETTINGS,
    sampleRows: Math.min(FOREST_SETTINGS.sampleRows, looks.length * 0.6),
    seed,
  };
  const forest = trainForest(rows, settings);
  const incidence = outOfBagIncidence(forest, rows, settings);
  const outOfBag = looks.map((_, row) => {
    const own = incidence.subarray(row * EDGES.length, (row + 1) * EDGES.length);
    return Float32Array.from(own, bounded);
  });
  return { forest, outOfBag };
}

/** ln odds of having converted by each edge. */
export function behavioralInputs(
  forest: ForestIncidence,
  look: Parameters<typeof columnsOf>[0],
): Float32Array {
  const incidence = new Float32Array(EDGES.length);
  forest(columnsOf(look), incidence);
  return incidence.map(bounded);
}
