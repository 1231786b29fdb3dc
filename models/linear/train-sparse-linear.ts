/**
 * Trains a {@link SparseLinear} by stochastic gradient descent with a step per row (Adagrad: Duchi, Hazan, Singer,
 * JMLR 2011, one accumulator a row) and L2 decay of the rows touched. Same data and seed, same bits.
 */

import { Picked } from './add-rows.ts';
import { quantise } from './quantised-rows.ts';
import { seededRandom, shuffle } from './random.ts';
import { softmax } from './softmax.ts';
import { MOST_INDEXED, RowIndex, type SparseLinear, type SparseVector } from './sparse-linear.ts';

export interface Example extends SparseVector {
  /** Class → wanted probability; classes not named are wanted at 0. */
  target: readonly (readonly [number, number])[];
  /** Weight of the example; 1 where absent. */
  weight?: number;
}

export interface SparseSettings {
  /** `logistic`: each class by itself. `softmax`: classes share a probability of 1. */
  link: 'logistic' | 'softmax';
  classes: number;
  /** Feature ids are below it. */
  space: number;
  /** Features seen in fewer examples are left out. */
  leastSeen: number;
  /** Rows of the final fit: those that moved the predictions of a first, short fit most. */
  mostRows: number;
  epochs: number;
  step: number;
  decay: number;
  seed: number;
}

/** Gradients smaller than this change nothing worth the time. */
const NEGLIGIBLE = 0.002;
/** Epochs of the fit that chooses rows. */
const FIRST_EPOCHS = 2;
/** The last epoch's step, as a share of the first's. */
const LAST_STEP = 0.1;

interface Rows {
  ids: Uint32Array;
  index: RowIndex;
  /** Σ value² over the examples, by row. */
  energy: Float64Array;
}

function chooseRows(examples: readonly Example[], settings: SparseSettings): Rows {
  const seen = new Uint32Array(settings.space);
  for (const { ids } of examples) for (let i = 0; i < ids.length; i++) seen[ids[i]!]!++;
  const kept: number[] = [];
  for (let id = 0; id < seen.length; id++) if (seen[id]! >= settings.leastSeen) kept.push(id);
  // An index holds so many; the rarest go.
  if (kept.length > MOST_INDEXED) kept.sort((a, b) => seen[b]! - seen[a]! || a - b).length = MOST_INDEXED;
  const ids = Uint32Array.from(kept.sort((a, b) => a - b));
  const index = new RowIndex(ids, settings.space);
  const energy = new Float64Array(ids.length);
  for (const { ids: present, values } of examples) {
    for (let i = 0; i < present.length; i++) {
      const row = index.row(present[i]!);
      if (row >= 0) energy[row]! += values[i]! ** 2;
    }
  }
  return { ids, index, energy };
}

class Learner {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  private readonly rows: Rows;
  private readonly settings: SparseSettings;
  private readonly rowSquares: Float64Array;
  private readonly picked = new Picked();
  private readonly z: Float64Array;
  private readonly active: Int32Array;
  private biasSquares = 1;

  constructor(rows: Rows, settings: SparseSettings) {
    this.rows = rows;
    this.settings = settings;
    this.weights = new Float32Array(rows.ids.length * settings.classes);
    this.bias = new Float32Array(settings.classes).fill(settings.link === 'logistic' ? -3 : 0);
    this.rowSquares = new Float64Array(rows.ids.length).fill(0.01);
    this.z = new Float64Array(settings.classes);
    this.active = new Int32Array(settings.classes);
  }

  learn(example: Example, step: number): void {
    this.pick(example);
    this.predict();
    const { z, active } = this;
    for (const [k, wanted] of example.target) z[k]! -= wanted;
    const weight = example.weight ?? 1;
    let count = 0;
    let squares = 0;
    for (let k = 0; k < z.length; k++) {
      if (Math.abs(z[k]!) < NEGLIGIBLE) continue;
      z[k]! *= weight;
      squares += z[k]! ** 2;
      active[count++] = k;
    }
    this.moveBias(step, count, squares);
    this.moveRows(step, count, squares);
  }

  private pick({ ids, values }: Example): void {
    this.picked.count = 0;
    for (let i = 0; i < ids.length; i++) {
      const row = this.rows.index.row(ids[i]!);
      if (row >= 0) this.picked.add(row, values[i]!);
    }
  }

  private predict(): void {
    const { z, weights, picked, settings } = this;
    const classes = z.length;
    z.set(this.bias);
    for (let i = 0; i < picked.count; i++) {
      const value = picked.values[i]!;
      const from = picked.rows[i]! * classes;
      for (let k = 0; k < classes; k++) z[k]! += value * weights[from + k]!;
    }
    if (settings.link === 'softmax') softmax(z);
    else for (let k = 0; k < classes; k++) z[k] = 1 / (1 + Math.exp(-z[k]!));
  }

  private moveBias(step: number, count: number, squares: number): void {
    this.biasSquares += squares / this.z.length;
    const rate = (0.3 * step) / Math.sqrt(this.biasSquares);
    for (let a = 0; a < count; a++) this.bias[this.active[a]!]! -= rate * this.z[this.active[a]!]!;
  }

  private moveRows(step: number, count: number, squares: number): void {
    const { z, active, weights, picked, rowSquares } = this;
    const classes = z.length;
    for (let i = 0; i < picked.count; i++) {
      const row = picked.rows[i]!;
      const value = picked.values[i]!;
      rowSquares[row]! += squares * value * value;
      const rate = step / Math.sqrt(rowSquares[row]!);
      const kept = 1 - rate * this.settings.decay;
      const from = row * classes;
      for (let k = from; k < from + classes; k++) weights[k]! *= kept;
      const push = rate * value;
      for (let a = 0; a < count; a++) weights[from + active[a]!]! -= push * z[active[a]!]!;
    }
  }
}

/** The rows that move predictions most, Σ value² × |row|²; those seen most come first. */
function strongest(rows: Rows, learner: Learner, settings: SparseSettings): Rows {
  const { classes, mostRows, space } = settings;
  const power = new Float64Array(rows.ids.length);
  for (let row = 0; row < power.length; row++) {
    let square = 0;
    for (let k = row * classes; k < (row + 1) * classes; k++) square += learner.weights[k]! ** 2;
    power[row] = square * rows.energy[row]!;
  }
  const order = Array.from(power.keys()).sort((a, b) => power[b]! - power[a]! || a - b);
  const kept = order.slice(0, mostRows).sort((a, b) => rows.energy[b]! - rows.energy[a]! || a - b);
  const ids = Uint32Array.from(kept, (row) => rows.ids[row]!);
  return {
    ids,
    index: new RowIndex(ids, space),
    energy: Float64Array.from(kept, (row) => rows.energy[row]!),
  };
}

function learn(examples: readonly Example[], rows: Rows, settings: SparseSettings, epochs: number): Learner {
  const learner = new Learner(rows, settings);
  const random = seededRandom(settings.seed);
  const order = Int32Array.from(examples.keys());
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const progress = epochs > 1 ? epoch / (epochs - 1) : 0;
    const step = settings.step * (1 - (1 - LAST_STEP) * progress);
    for (const index of order) learner.learn(examples[index]!, step);
  }
  return learner;
}

/** Fits all features briefly, then the strongest of them properly. */
export function trainSparseLinear(examples: readonly Example[], settings: SparseSettings): SparseLinear {
  let rows = chooseRows(examples, settings);
  if (rows.ids.length > settings.mostRows) {
    rows = strongest(rows, learn(examples, rows, settings, FIRST_EPOCHS), settings);
  }
  const { weights, bias } = learn(examples, rows, settings, settings.epochs);
  return { ids: rows.ids, rows: quantise(weights, settings.classes), bias, index: rows.index };
}
