/**
 * The nearest leads of one tenant: an inverted file of small cells that split when full and dissolve when nearly
 * empty, so that there is nothing to train and no pause however the leads move (local splits after SPFresh, SOSP
 * 2023; inverted files after Jégou et al., TPAMI 33, 2011). Exact within the cells it looks into.
 *
 * Why not a library: of those on npm in late 2026, usearch, hnswlib-node and faiss-node compile or download on
 * install (no prebuilt binaries in the package); hnswlib-wasm is made for browsers' stores; hnsw, in plain
 * JavaScript, cannot remove a lead. And none makes use of what these vectors are: a sixth of them is not zero.
 */
import { CAPACITY, Cell } from './cell.ts';
import type { LeadVector } from './lead-vector.ts';
import { splitCell } from './split-cell.ts';

/** Cells looked into of some 300 at 100,000 leads: `doorstep bench similar` gives recall@10 and time. */
export const PROBES = 64;
/** A cell with fewer is dissolved into its neighbours. */
const LEAST = CAPACITY / 16;

export interface Neighbour {
  id: string;
  /** In units of {@link SCALE}². */
  squaredDistance: number;
  vector: LeadVector;
}

interface Place {
  cell: Cell;
  slot: number;
}

export class LeadIndex {
  private readonly cells: Cell[] = [new Cell()];
  private readonly places = new Map<string, Place>();

  get size(): number {
    return this.places.size;
  }

  /** Adds a lead, or moves it. */
  put(id: string, vector: LeadVector): void {
    this.remove(id);
    this.insert(id, vector);
  }

  /** Forgets a lead; nothing of it stays. */
  remove(id: string): boolean {
    const place = this.places.get(id);
    if (!place) return false;
    this.places.delete(id);
    const { cell, slot } = place;
    const moved = cell.removeAt(slot);
    if (moved !== undefined) this.places.get(moved)!.slot = slot;
    if (cell.size < LEAST && this.cells.length > 1) this.dissolve(cell);
    return true;
  }

  vector(id: string): LeadVector | undefined {
    const place = this.places.get(id);
    return place?.cell.vectorAt(place.slot);
  }

  /** The `k` nearest, nearest first, ties by id; `except` is not among them. */
  nearest(query: LeadVector, k: number, except?: string, probes = PROBES): Neighbour[] {
    const best = new Best(k);
    for (const cell of this.nearestCells(query, probes)) {
      cell.distances(query, scratch);
      for (let slot = 0; slot < cell.size; slot++) {
        if (scratch[slot]! <= best.worst && cell.ids[slot] !== except) best.offer(cell, slot, scratch[slot]!);
      }
    }
    return best.found.map(({ cell, slot, distance }) => ({
      id: cell.ids[slot]!,
      squaredDistance: distance + query.norm,
      vector: cell.vectorAt(slot),
    }));
  }

  private insert(id: string, vector: LeadVector): void {
    const [cell] = this.nearestCells(vector, 1);
    const slot = cell!.add(id, vector);
    this.places.set(id, { cell: cell!, slot });
    if (cell!.size === CAPACITY) this.split(cell!);
  }

  private split(full: Cell): void {
    const halves = splitCell(full);
    this.cells.splice(this.cells.indexOf(full), 1, ...halves);
    for (const cell of halves) {
      cell.ids.forEach((id, slot) => {
        this.places.set(id, { cell, slot });
      });
    }
  }

  private dissolve(cell: Cell): void {
    this.cells.splice(this.cells.indexOf(cell), 1);
    cell.ids.forEach((id, slot) => {
      this.insert(id, cell.vectorAt(slot));
    });
  }

  private nearestCells(query: LeadVector, count: number): Cell[] {
    const { cells } = this;
    if (cells.length <= count) return cells;
    const distances = Float64Array.from(cells, (cell) => cell.centreDistance(query));
    if (count === 1) return [cells[distances.indexOf(Math.min(...distances))]!];
    const limit = distances.slice().sort()[count - 1]!;
    return cells.filter((_, i) => distances[i]! <= limit);
  }
}

const scratch = new Int32Array(CAPACITY);

/** The best so far, sorted. */
class Best {
  readonly found: { cell: Cell; slot: number; distance: number }[] = [];
  worst = Number.POSITIVE_INFINITY;

  private readonly count: number;

  constructor(count: number) {
    this.count = count;
  }

  offer(cell: Cell, slot: number, distance: number): void {
    const { found, count } = this;
    const id = cell.ids[slot]!;
    let place = found.length;
    while (place > 0 && follows(found[place - 1]!, distance, id)) place--;
    if (place === count) return;
    found.splice(place, 0, { cell, slot, distance });
    if (found.length > count) found.pop();
    if (found.length === count) this.worst = found[count - 1]!.distance;
  }
}

const follows = (
  one: { cell: Cell; slot: number; distance: number },
  distance: number,
  id: string,
): boolean => one.distance > distance || (one.distance === distance && one.cell.ids[one.slot]! > id);
