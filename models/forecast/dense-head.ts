/**
 * From a member's inputs to the head's coefficients: one layer of rectified units beside the stage, whose coefficients
 * are its own, then one linear layer.
 */
import type { Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { tf } from '../backend.ts';
import { seededRandom } from '../linear/random.ts';
import { BASIS, BASIS_WIDTH } from './day-basis.ts';
import { CURE, HEAD_WIDTH } from './hazard-head.ts';
import { STAGE_INPUTS } from './now-vector.ts';

/** The stage one-hot is the first of the inputs. */
export interface DenseWeights {
  inputs: number;
  units: number;
  /** inputs × (units + stages), the stage passed through. */
  into: Float32Array;
  bias: Float32Array;
  /** (units + stages) × HEAD_WIDTH */
  out: Float32Array;
}

/** ln odds a day and of never converting from which training starts. */
const START = { conversion: -5, cure: 0.5, loss: -6 };

/** Uniform within ±√(3 / fan-in), times `scale`. */
export function initial(rows: number, columns: number, scale: number, random: () => number): Float32Array {
  const bound = scale * Math.sqrt(3 / rows);
  return Float32Array.from({ length: rows * columns }, () => (2 * random() - 1) * bound);
}

export interface DenseVariables {
  all: Variable[];
  forward(inputs: Tensor2D): Tensor2D;
  weights(): DenseWeights;
  dispose(): void;
}

export function denseVariables(inputs: number, units: number, seed: number): DenseVariables {
  const random = seededRandom(seed);
  const variable = (data: Float32Array, shape: [number, number]) => tf.variable(tf.tensor2d(data, shape));
  const into = variable(initial(inputs, units, 1, random), [inputs, units]);
  const bias = tf.variable(tf.zeros([units])) as Variable;
  const out = variable(initial(units, HEAD_WIDTH, 0.3, random), [units, HEAD_WIDTH]);
  const stage = variable(stageStart(), [STAGE_INPUTS, HEAD_WIDTH]);
  // Of rank 1, so that it is not shrunk: levels belong to the data.
  const level = tf.variable(tf.tensor1d(levelStart())) as Variable;
  const all = [into, bias, out, stage, level];
  return {
    all,
    forward(x) {
      const hidden = tf.relu(tf.add(tf.matMul(x, into), bias));
      const stages = tf.slice(x, [0, 0], [x.shape[0], STAGE_INPUTS]);
      return tf.add(tf.add(tf.matMul(hidden, out), tf.matMul(stages, stage)), level) as Tensor2D;
    },
    weights: () =>
      merged(
        inputs,
        units,
        all.map((v) => v.dataSync() as Float32Array),
      ),
    dispose: () => tf.dispose(all),
  };
}

const stageStart = (): Float32Array => new Float32Array(STAGE_INPUTS * HEAD_WIDTH);

function levelStart(): Float32Array {
  const level = new Float32Array(HEAD_WIDTH);
  level[BASIS.level] = START.conversion;
  level[CURE] = START.cure;
  level[BASIS_WIDTH + 1] = START.loss;
  return level;
}

/** Passing the stage through the first layer saves serving an operation. */
function merged(inputs: number, units: number, parts: Float32Array[]): DenseWeights {
  const [into, bias, out, stage, level] = parts as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const width = units + STAGE_INPUTS;
  const wide = new Float32Array(inputs * width);
  for (let i = 0; i < inputs; i++) wide.set(into.subarray(i * units, (i + 1) * units), i * width);
  for (let s = 0; s < STAGE_INPUTS; s++) wide[s * width + units + s] = 1;
  const wideBias = new Float32Array(width);
  wideBias.set(bias);
  const tall = new Float32Array(width * HEAD_WIDTH);
  tall.set(out);
  // A lead is in one stage exactly, so the level of all can be added to each.
  for (let i = 0; i < STAGE_INPUTS * HEAD_WIDTH; i++)
    tall[units * HEAD_WIDTH + i] = stage[i]! + level[i % HEAD_WIDTH]!;
  return { inputs, units, into: wide, bias: wideBias, out: tall };
}

/** A trained head, its weights held by the backend. */
export interface DenseHead {
  inputs: number;
  /** @param x rows × inputs; @returns rows × HEAD_WIDTH. A row's bits do not depend on the others. */
  run(x: Float32Array, rows: number): Float32Array;
}

/** Keeps tensors for the life of the process, as the weights of a model do. */
export function denseHead({ inputs, units, into, bias, out }: DenseWeights): DenseHead {
  const width = units + STAGE_INPUTS;
  const first = tf.tensor2d(into, [inputs, width]);
  const firstBias = tf.tensor1d(bias);
  const second = tf.tensor2d(out, [width, HEAD_WIDTH]);
  return {
    inputs,
    run(x, rows) {
      // Not returned from tidy, which would search the numbers for tensors.
      let out = new Float32Array(0);
      tf.tidy(() => {
        const a = tf.tensor2d(x, [rows, inputs]);
        const hidden = tf.fused.matMul({ a, b: first, bias: firstBias, activation: 'relu' });
        out = tf.matMul(hidden, second).dataSync() as typeof out;
      });
      return out;
    },
  };
}
