/** Trains a forest: seeded to the bit, each tree on a bag of whole groups (all rows of a lead, or none of them). */
import { seededRandom, shuffle } from '../linear/random.ts';
import { binColumns } from './binned-columns.ts';
import { addLeaf, type Forest, leafOf } from './forest.ts';
import { createTreeGrower, type GrowingForest, type TreeSettings } from './grow-tree.ts';
import type { Outcomes } from './outcome-scores.ts';

/** Outcome of a row: `time` in days (> 0), kind 0 censored, 1 event (converts), 2 competing end (never converts). */
export interface ForestRows {
  /** Row-major; NaN is missing. */
  x: Float32Array;
  columns: number;
  time: Float32Array;
  kind: Uint8Array;
  weight: Float32Array;
  /** Rows of one group (a lead) are in a bag together; 0 … groups − 1. */
  group: Int32Array;
}

export interface ForestSettings extends TreeSettings {
  trees: number;
  /** Rows of a bag, about: groups are drawn without replacement until there are so many. */
  sampleRows: number;
  seed: number;
}

/** 1 for each group in the bag of a tree. Drawn from the seed alone, so that it can be told again afterwards. */
function bagOf(group: Int32Array, { sampleRows, seed }: ForestSettings, tree: number): Uint8Array {
  let groups = 0;
  for (const g of group) groups = Math.max(groups, g + 1);
  const sizes = new Int32Array(groups);
  for (const g of group) sizes[g]!++;
  const order = Int32Array.from({ length: groups }, (_, g) => g);
  shuffle(order, seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(tree + 1, 0x85ebca6b)));
  const bag = new Uint8Array(groups);
  let rows = 0;
  for (const g of order) {
    if (rows >= sampleRows) break;
    bag[g] = 1;
    rows += sizes[g]!;
  }
  return bag;
}

/**
 * @param tell called after each tree with how many are grown
 */
export function trainForest(
  rows: ForestRows,
  settings: ForestSettings,
  tell: (done: number) => void = () => {},
): Forest {
  const { time, kind, group } = rows;
  const outcomes: Outcomes = {
    time: Float64Array.from(time),
    kind,
    weight: Float64Array.from(rows.weight),
  };
  const byTime = Int32Array.from(time, (_, i) => i).sort((a, b) => time[a]! - time[b]! || a - b);
  const random = seededRandom(settings.seed);
  const growTree = createTreeGrower(binColumns(rows.x, rows.columns), outcomes, settings, random);
  const growing: GrowingForest = {
    roots: [],
    column: [],
    threshold: [],
    child: [],
    leaves: [],
    leafCount: 0,
  };
  for (let tree = 0; tree < settings.trees; tree++) {
    const bag = bagOf(group, settings, tree);
    growTree(
      growing,
      byTime.filter((row) => bag[group[row]!] === 1),
    );
    tell(tree + 1);
  }
  return {
    edges: settings.edges,
    roots: Uint32Array.from(growing.roots),
    column: Uint16Array.from(growing.column),
    threshold: Float32Array.from(growing.threshold),
    child: Uint32Array.from(growing.child),
    leaves: Uint8Array.from(growing.leaves),
  };
}

/**
 * Forecasts of the rows a forest was trained on, each by the trees whose bags held none of its group: rows × edges,
 * honest enough to stack on. NaN for a row that was in every bag.
 */
export function outOfBagIncidence(
  forest: Forest,
  { x, columns, group }: ForestRows,
  settings: ForestSettings,
): Float32Array {
  const edges = forest.edges.length;
  const out = new Float32Array(group.length * edges);
  const trees = new Uint16Array(group.length);
  forest.roots.forEach((root, tree) => {
    const bag = bagOf(group, settings, tree);
    for (let row = 0; row < group.length; row++) {
      if (bag[group[row]!] === 1) continue;
      trees[row]!++;
      addLeaf(forest, leafOf(forest, root, x, row * columns), 1, out, row * edges);
    }
  });
  for (let row = 0; row < group.length; row++)
    for (let e = 0; e < edges; e++) out[row * edges + e]! /= trees[row]!;
  return out;
}
