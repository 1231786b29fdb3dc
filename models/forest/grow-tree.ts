/** Grows one tree: nodes are split depth first; rows stay in order of time through every split. */
import { type BinnedColumns, MOST_BINS } from './binned-columns.ts';
import { createSplitFinder, type Split } from './find-split.ts';
import { encodeIncidence, LEAF } from './forest.ts';
import { medianEventDay, type Outcomes, outcomeScores, SCORES } from './outcome-scores.ts';

/** Arrays that grow as trees are added; read them as in Forest. */
export interface GrowingForest {
  roots: number[];
  column: number[];
  threshold: number[];
  child: number[];
  leaves: number[];
  leafCount: number;
}

export interface TreeSettings {
  /** Fewest rows of a leaf. */
  minLeaf: number;
  /** Columns tried at a node. */
  mtry: number;
  maxDepth: number;
  edges: Float64Array;
}

/** Aalen–Johansen of the event among `rows` (by ascending time) at each edge, encoded. */
function pushLeaf(forest: GrowingForest, outcomes: Outcomes, rows: Int32Array, edges: Float64Array): number {
  const { time, kind, weight } = outcomes;
  let atRisk = 0;
  for (const row of rows) atRisk += weight[row]!;
  let [free, incidence, i] = [1, 0, 0];
  for (const edge of edges) {
    while (i < rows.length && time[rows[i]!]! <= edge) {
      const day = time[rows[i]!]!;
      let [left, events, others] = [0, 0, 0];
      for (; i < rows.length && time[rows[i]!] === day; i++) {
        const w = weight[rows[i]!]!;
        left += w;
        if (kind[rows[i]!] === 1) events += w;
        else if (kind[rows[i]!] === 2) others += w;
      }
      const risk = Math.max(atRisk, 1e-12);
      incidence += (free * events) / risk;
      free = Math.max(0, free * (1 - (events + others) / risk));
      atRisk -= left;
    }
    forest.leaves.push(encodeIncidence(Math.min(1, incidence)));
  }
  return forest.leafCount++;
}

export function createTreeGrower(
  binned: BinnedColumns,
  outcomes: Outcomes,
  settings: TreeSettings,
  random: () => number,
) {
  const { minLeaf, mtry, maxDepth, edges } = settings;
  const findSplit = createSplitFinder(binned, outcomes.weight, minLeaf);
  const order = Int32Array.from({ length: binned.columns }, (_, c) => c);
  const scores = new Float64Array(binned.rows * SCORES);
  const held = new Int32Array(binned.rows);

  /** The first `mtry` columns of a partial shuffle. */
  function drawColumns(): Int32Array {
    const wanted = Math.min(mtry, order.length);
    for (let i = 0; i < wanted; i++) {
      const j = i + Math.floor(random() * (order.length - i));
      const column = order[i]!;
      order[i] = order[j]!;
      order[j] = column;
    }
    return order.subarray(0, wanted);
  }

  function splitOf(rows: Int32Array, depth: number): Split | undefined {
    if (depth >= maxDepth || rows.length < 2 * minLeaf) return undefined;
    const candidates = drawColumns();
    outcomeScores(outcomes, rows, medianEventDay(outcomes, rows), scores);
    return findSplit(rows, scores, candidates);
  }

  /** Moves rows of the left side first, both sides in their order. @returns how many go left */
  function partition(rows: Int32Array, { column, bin }: Split): number {
    const from = column * binned.rows;
    let [left, right] = [0, 0];
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      if (binned.bins[from + row]! <= bin) rows[left++] = row;
      else held[right++] = row;
    }
    rows.set(held.subarray(0, right), left);
    return left;
  }

  function grow(forest: GrowingForest, node: number, rows: Int32Array, depth: number): void {
    const split = splitOf(rows, depth);
    if (split === undefined) {
      forest.column[node] = LEAF;
      forest.threshold[node] = 0;
      forest.child[node] = pushLeaf(forest, outcomes, rows, edges);
      return;
    }
    const left = forest.column.length;
    forest.column[node] = split.column;
    forest.threshold[node] = binned.cuts[split.column * MOST_BINS + split.bin]!;
    forest.child[node] = left;
    // Places of both children, so that the right one follows the left.
    forest.column.push(LEAF, LEAF);
    const middle = partition(rows, split);
    grow(forest, left, rows.subarray(0, middle), depth + 1);
    grow(forest, left + 1, rows.subarray(middle), depth + 1);
  }

  /** @param rows of the bag, by ascending time; reordered */
  return function growTree(forest: GrowingForest, rows: Int32Array): void {
    const root = forest.column.length;
    forest.roots.push(root);
    forest.column.push(LEAF);
    grow(forest, root, rows, 0);
  };
}
