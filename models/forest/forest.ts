/**
 * Random survival forest with a competing end: each tree leads a row to a leaf that holds the cumulative incidence
 * of the event (Aalen–Johansen) among its rows; a forecast is their mean (Ishwaran et al., Biostatistics 15, 2014).
 * Nodes of all trees lie in flat arrays and are walked there.
 */
import type { Artefact } from '../artefact.ts';

export interface Forest {
  /** Right edges of the time bins, days. */
  edges: Float64Array;
  /** First node of each tree. */
  roots: Uint32Array;
  /** Column a node asks for; LEAF at leaves. */
  column: Uint16Array;
  /** A row goes left if its value is at most this, or missing. */
  threshold: Float32Array;
  /** Left child (the right one follows it), or at leaves the number of the leaf. */
  child: Uint32Array;
  /** leaves × edges: incidence, as 255·√p. */
  leaves: Uint8Array;
}

export const LEAF = 0xffff;

/** Fine near 0, where a day's hazard is small; the error of one leaf is below .004 and averages out over trees. */
export const encodeIncidence = (p: number): number => Math.round(255 * Math.sqrt(p));
const INCIDENCE = Float32Array.from({ length: 256 }, (_, code) => (code / 255) ** 2);

/** Number of the leaf of the tree that begins at node `root`. */
export function leafOf(forest: Forest, root: number, x: Float32Array, offset: number): number {
  const { column, threshold, child } = forest;
  let node = root;
  for (let c = column[node]!; c !== LEAF; c = column[node]!) {
    const right = x[offset + c]! > threshold[node]! ? 1 : 0;
    node = child[node]! + right;
  }
  return child[node]!;
}

/** Adds a leaf's incidence at each edge, times `share`, to out[from …]. */
export function addLeaf(forest: Forest, leaf: number, share: number, out: Float32Array, from: number): void {
  const edges = forest.edges.length;
  const at = leaf * edges;
  for (let e = 0; e < edges; e++) out[from + e]! += share * INCIDENCE[forest.leaves[at + e]!]!;
}

/**
 * P(event by each edge), averaged over trees.
 * @param x one row; its columns start at `offset`
 * @param out edges.length; added to
 */
export type ForestIncidence = (x: Float32Array, out: Float32Array, offset?: number) => void;

/** Words a node takes: column or −1 at leaves, threshold, child; padded, so that two children share a cache line. */
const NODE = 4;

/** A forest laid out to be walked: all that is asked of a node lies side by side. */
export function openForest({ roots, column, threshold, child, leaves, edges }: Forest): ForestIncidence {
  const words = new Int32Array(column.length * NODE);
  const thresholds = new Float32Array(words.buffer);
  const width = edges.length;
  for (let node = 0; node < column.length; node++) {
    const isLeaf = column[node] === LEAF;
    words[node * NODE] = isLeaf ? -1 : column[node]!;
    thresholds[node * NODE + 1] = threshold[node]!;
    words[node * NODE + 2] = child[node]! * (isLeaf ? width : NODE);
  }
  const starts = Uint32Array.from(roots, (root) => root * NODE);
  const shares = Float64Array.from(INCIDENCE, (p) => (1 / roots.length) * p);
  return (x, out, offset = 0) => {
    for (let tree = 0; tree < starts.length; tree++) {
      let node = starts[tree]!;
      for (let c = words[node]!; c >= 0; c = words[node]!)
        node = words[node + 2]! + (x[offset + c]! > thresholds[node + 1]! ? NODE : 0);
      const leaf = words[node + 2]!;
      for (let e = 0; e < width; e++) out[e]! += shares[leaves[leaf + e]!]!;
    }
  };
}

/** As arrays of an artefact. */
export const forestArrays = ({ edges, roots, column, threshold, child, leaves }: Forest) => ({
  edges: Float32Array.from(edges),
  roots,
  column,
  threshold,
  child,
  leaves: new Int8Array(leaves.buffer, leaves.byteOffset, leaves.length),
});

export function readForest(artefact: Artefact): Forest {
  const leaves = artefact.array('leaves', 'Int8Array');
  return {
    edges: Float64Array.from(artefact.array('edges', 'Float32Array')),
    roots: artefact.array('roots', 'Uint32Array'),
    column: artefact.array('column', 'Uint16Array'),
    threshold: artefact.array('threshold', 'Float32Array'),
    child: artefact.array('child', 'Uint32Array'),
    leaves: new Uint8Array(leaves.buffer, leaves.byteOffset, leaves.length),
  };
}
